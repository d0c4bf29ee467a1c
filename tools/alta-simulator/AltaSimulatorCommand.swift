import AltaSimulator
import ArgumentParser
import Foundation
import Logging

/// The program's command line.
@main
struct AltaSimulatorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alta-simulator",
        abstract: "Serves simulated Avigilon Alta Video deployments on 127.0.0.1.",
        discussion: """
            What happens there follows from the seed and from simulated time alone: the same seed and start give the \
            same alarms, however often they are asked for. The password of the one account is "simulated", unless \
            --password-file says otherwise.

            EXAMPLES
              alta-simulator
                  a deployment with a month of history, in real time, on port 8786
              alta-simulator --seed 7 --speed 60 --port 0
                  an hour of alarms a minute, on any free port
              alta-simulator --start 2025-06-01T00:00:00Z --quiet-after 24h
                  one day that can be repeated exactly, and then silence
              alta-simulator --truth truth.jsonl
                  with a record of everything it ever shows
              alta-simulator --profile paged --page-size 20
                  alerts by pages of twenty
              alta-simulator --fault status-503@5m+30s:alerts --fault clock-off@1h
                  no list of alerts for half a minute, after five; later the server's clock is wrong
              alta-simulator --chaos 42 --speed 60
                  whatever can go wrong, all the time
              alta-simulator --deployments 3
                  three worlds, at http://127.0.0.1:8786/d1, /d2 and /d3
              alta-simulator --fault alarm-lasts@10s --bookmarks always --requests requests.jsonl
                  an alarm with shared video that nobody but you ends, and a diary of what was asked
              alta-simulator --webhook http://127.0.0.1:9000/hook --webhook-secret-file secret
                  tells the archiver of each alarm, with the secret as a bearer token

            SPANS are written 90s, 30m, 24h or 7d. It ends with 0 on SIGTERM and SIGINT.
            """)

    @OptionGroup(title: "Serving")
    var service: ServiceOptions

    @OptionGroup(title: "The world")
    var world: WorldOptions

    @OptionGroup(title: "The dialect")
    var dialect: DialectOptions

    @OptionGroup(title: "Acting on alarms")
    var actions: ActionOptions

    @OptionGroup(title: "What goes wrong")
    var faults: FaultOptions

    @OptionGroup(title: "Webhooks")
    var webhooks: WebhookOptions

    func run() async throws {
        guard !faults.listFaults else { return print(FaultOptions.list) }
        let parameters = try makeParameters()
        let clock = SimulatedClock(startingAt: parameters.startedAt, speed: service.speed)
        let deployments = try service.makeDeployments(parameters, clock: clock)
        let seed = world.seed
        let logger = makeLogger()
        let server = SimulatorServer(
            deployments: deployments, port: Int(service.port), logger: logger,
            sender: try webhooks.makeSender(for: Array(deployments.values), logger: logger)
        ) { port in
            announce("alta-simulator listening on http://127.0.0.1:\(port) seed \(seed)")
        }
        try await server.run()
    }

    private func makeParameters() throws -> SimulationParameters {
        var parameters = try world.makeParameters()
        try dialect.apply(to: &parameters)
        actions.apply(to: &parameters)
        parameters.faults = faults.script(from: parameters.startedAt)
        if webhooks.webhook != nil {
            parameters.webhookTemplate = SimulationParameters.recommendedWebhookTemplate
        }
        return parameters
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
