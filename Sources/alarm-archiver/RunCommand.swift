import ArchiveEvents
import ArgumentParser
import Logging

/// `run`: polls until it is told to stop, or once.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Poll for ever (SIGTERM or SIGINT ends it with 0), or once.",
        discussion: """
            Every setting may stand on the command line, in the environment (ALARM_ARCHIVE_URL, ...), or in the file \
            given with --config; the first of these that has it counts. The password itself is only ever read from a \
            file, or from standard input with --password-file -.
            """)

    @OptionGroup var options: SettingOptions

    @Flag(help: "Make one complete cycle over every endpoint and stop.")
    var once = false

    func run() async throws {
        try await AlarmArchiver.ending {
            let settings = try Settings(options)
            LoggingSystem.bootstrap { StreamLogHandler.standardError(label: $0) }
            let daemon = try await Daemon(settings, once: once)
            return try await daemon.run()
        }
    }
}

/// The options of all commands that speak to a deployment.
struct SettingOptions: ParsableArguments {
    @Option(help: "The archive's directory (default: $STATE_DIRECTORY, else ./archive); made where there is none.")
    var archive: String?

    @Option(help: "A settings file in YAML.")
    var config: String?

    @Option(help: "A short name for the deployment: lower-case letters, digits, hyphens.")
    var deployment: String?

    @Option(help: "The deployment's address, https://<deployment>.<region>.alta.avigilon.com.")
    var url: String?

    @Option(help: "The e-mail address of the deployment's own user.")
    var username: String?

    @Option(help: "A file that holds the password in its first line; - reads standard input.")
    var passwordFile: String?

    @Option(help: "How often ongoing alarms are asked for (default: 5s).")
    var ongoingInterval: String?

    @Option(help: "How often the list of alerts is asked for (default: 60s).")
    var alertsInterval: String?

    @Option(help: "How often each zone's log is asked for (default: 5m).")
    var zoneLogInterval: String?

    @Option(help: "The name of a new archive's log, for instance example.org/alarms (default: a random one).")
    var origin: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical (default: notice).")
    var logLevel: String?
}
