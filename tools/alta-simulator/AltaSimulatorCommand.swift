import AltaSimulator
import ArgumentParser
import Foundation
import Logging

/// The program's command line, and the only place where it reads the real time of day.
@main
struct AltaSimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alta-simulator",
        abstract: "Serves a simulated Avigilon Alta Video deployment on 127.0.0.1.",
        discussion: """
            What happens there follows from the seed and from simulated time alone: the same seed and start give the \
            same alarms, however often they are asked for. The password of the one account is "simulated".

            EXAMPLES
              alta-simulator
                  a deployment with a month of history, in real time, on port 8786
              alta-simulator --seed 7 --speed 60 --port 0
                  an hour of alarms a minute, on any free port
              alta-simulator --start 2025-06-01T00:00:00Z --quiet-after 24h
                  one day that can be repeated exactly, and then silence
              alta-simulator --truth truth.jsonl
                  with a record of everything it ever shows

            SPANS are written 90s, 30m, 24h or 7d. It ends with 0 on SIGTERM and SIGINT.
            """)

    @Option(help: "Decides everything that happens.")
    var seed: UInt64 = 1

    @Option(help: "The port; 0 takes any free one.")
    var port: UInt16 = 8786

    @Option(help: "Simulated seconds per real second, up to 100000.")
    var speed: Double = 1

    @Option(help: ArgumentHelp("How much of the past there is at the start.", valueName: "span"))
    var history = Span.days(30)

    @Option(help: ArgumentHelp("Append each content to this file when it is first shown.", valueName: "file"))
    var truth: String?

    @Option(help: "The account that may log in.")
    var username = "archiver@example.com"

    @Option(help: "The number of zones.")
    var zones = 24

    @Option(help: "The number of cameras and sensors.")
    var devices = 120

    @Option(help: ArgumentHelp("When simulated time starts, in RFC 3339; now, if left out.", valueName: "time"))
    var start: String?

    @Option(help: ArgumentHelp("Let the world stand still after so much simulated time.", valueName: "span"))
    var quietAfter: Span?

    func validate() throws {
        guard speed > 0, speed <= 100_000 else { throw ValidationError("--speed lies above 0 and up to 100000.") }
        guard (1...1000).contains(zones) else { throw ValidationError("--zones lies between 1 and 1000.") }
        guard (1...100_000).contains(devices) else { throw ValidationError("--devices lies between 1 and 100000.") }
        _ = try startedAt()
    }

    func run() async throws {
        let parameters = try makeParameters()
        let deployment = ServedDeployment(
            SimulatedDeployment(parameters), clock: SimulatedClock(startingAt: parameters.startedAt, speed: speed),
            truthFile: try openTruthFile())
        let seed = seed
        let server = SimulatorServer(deployment: deployment, port: Int(port), logger: makeLogger()) { port in
            announce("alta-simulator listening on http://127.0.0.1:\(port) seed \(seed)")
        }
        try await server.run()
    }

    private func openTruthFile() throws -> TruthFile? {
        do {
            return try truth.map(TruthFile.init(appendingTo:))
        } catch {
            throw ValidationError("--truth names a file that cannot be written.")
        }
    }

    private func makeParameters() throws -> SimulationParameters {
        var parameters = SimulationParameters(seed: seed, startedAt: try startedAt())
        parameters.historyMilliseconds = history.milliseconds
        parameters.zones = zones
        parameters.devices = devices
        parameters.username = username
        parameters.quietAfter = quietAfter.map { parameters.startedAt + $0.milliseconds }
        return parameters
    }

    /// Milliseconds since 1970.
    private func startedAt() throws -> Int64 {
        guard let start else { return Int64(Date().timeIntervalSince1970 * 1000) }
        let styles = [Date.ISO8601FormatStyle(), Date.ISO8601FormatStyle(includingFractionalSeconds: true)]
        guard let date = styles.lazy.compactMap({ try? $0.parse(start) }).first else {
            throw ValidationError("--start is not a time such as 2025-06-01T00:00:00Z.")
        }
        return Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    /// Standard output belongs to the one line that says where the simulator listens.
    private func makeLogger() -> Logger {
        var logger = Logger(label: "alta-simulator") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }

    /// Writes a line past the buffer of standard output, since whoever started the program may wait for it.
    private func announce(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
