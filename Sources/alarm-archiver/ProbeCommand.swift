import AccessSettings
import AltaAPI
import Archive
import ArgumentParser
import ExactJSON
import Probing

/// `probe`: asks a deployment what the vendor does not document.
struct ProbeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe",
        abstract: "Ask a deployment the open questions about the vendor's API; print shapes without values.",
        discussion: """
            It signs in and reads, one request a second, about forty in all; it changes nothing and archives nothing. \
            Every value is replaced by its type and form: no name, id, address, token or cookie stands in the report, \
            so that it can be posted in public. It never asks for emergency contacts or webhooks.

            EXAMPLES
              alarm-archiver probe --config archiver.yaml --deployment hq > hq.md
              alarm-archiver probe --config archiver.yaml --deployment hq --json
            """)

    @OptionGroup var options: SettingOptions

    @Flag(help: "One JSON document instead of text.")
    var json = false

    @Option(help: ArgumentHelp("Milliseconds before each request.", visibility: .hidden))
    var pause: Int64 = 1000

    func validate() throws {
        guard (0...60_000).contains(pause) else { throw ValidationError("--pause lies between 0 and 60000.") }
    }

    func run() async throws {
        try await AlarmArchiver.ending {
            let settings = try Settings(options)
            guard settings.deployments.count == 1 else {
                throw SettingsError("there are \(settings.deployments.count) deployments: name one with --deployment")
            }
            let report = try await Self.report(settings.deployments[0], pause)
            if json { Console.answer(report.json) } else { Console.answer(report.text) }
            return .done
        }
    }

    private static func report(_ deployment: DeploymentSettings, _ pause: Int64) async throws -> ProbeReport {
        let (transport, clock) = (deployment.transport(), SystemWallClock())
        let inspector = AltaInspector(
            credentials: deployment.credentials, transport: transport, clock: clock, userAgent: deployment.userAgent)
        let probe = Probe(
            inspector, clock: clock, pauseMilliseconds: pause, usesBearer: deployment.credentials.isBearer)
        do {
            let report = try await probe.report()
            try? await transport.shutdown()
            return report
        } catch {
            try? await transport.shutdown()
            throw error
        }
    }
}
