import ArchiveEvents
import ArgumentParser

/// `run`: polls until it is told to stop, or once.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Poll for ever (SIGTERM or SIGINT ends it with 0), or once.",
        discussion: """
            Every setting may stand on the command line, in the environment (ALARM_ARCHIVE_URL, ...), or in the file \
            given with --config; the first of these that has it counts. Secrets themselves are only ever read from \
            files, or from standard input with --password-file -.
            """)

    @OptionGroup var options: SettingOptions

    @Flag(help: "Make one complete cycle over every endpoint and stop.")
    var once = false

    func run() async throws {
        try await AlarmArchiver.ending {
            let settings = try Settings(options)
            PrintableLogHandler.bootstrap()
            let daemon = try await Daemon(settings, once: once)
            return try await daemon.run()
        }
    }
}
