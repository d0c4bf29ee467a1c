import AltaSimulator
import ArgumentParser
import Foundation

/// What there is and what happens; the only place where the program reads the real time of day.
struct WorldOptions: ParsableArguments {
    @Option(help: "Decides everything that happens.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How much of the past there is at the start.", valueName: "span"))
    var history = Span.days(30)

    @Option(help: "The account that may log in.")
    var username = "archiver@example.com"

    @Option(
        help: ArgumentHelp(
            "Its password, in the first line of this file; \"simulated\", if left out.", valueName: "file"))
    var passwordFile: String?

    @Option(help: "The number of zones.")
    var zones = 24

    @Option(help: "The number of cameras and sensors.")
    var devices = 120

    @Option(help: ArgumentHelp("About how many alarms a day has.", valueName: "number"))
    var alarmsPerDay = 240

    @Option(help: ArgumentHelp("When simulated time starts, in RFC 3339; now, if left out.", valueName: "time"))
    var start: String?

    @Option(help: ArgumentHelp("Let the world stand still after so much simulated time.", valueName: "span"))
    var quietAfter: Span?

    func validate() throws {
        guard (1...1000).contains(zones) else { throw ValidationError("--zones lies between 1 and 1000.") }
        guard (1...100_000).contains(devices) else { throw ValidationError("--devices lies between 1 and 100000.") }
        guard (1...100_000).contains(alarmsPerDay) else {
            throw ValidationError("--alarms-per-day lies between 1 and 100000.")
        }
        _ = try startedAt()
    }

    func makeParameters() throws -> SimulationParameters {
        var parameters = SimulationParameters(seed: seed, startedAt: try startedAt())
        parameters.historyMilliseconds = history.milliseconds
        parameters.zones = zones
        parameters.devices = devices
        parameters.alarmsPerDay = alarmsPerDay
        parameters.username = username
        if let passwordFile {
            parameters.password = try SecretFile.read(passwordFile, option: "--password-file")
        }
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
}
