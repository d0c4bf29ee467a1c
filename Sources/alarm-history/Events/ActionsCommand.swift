import Archive
import ArchiveEvents
import ArgumentParser
import Projections

/// `actions`: what was asked of the vendor.
struct ActionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "List what was asked of the vendor, by whom, why, and what came of it.",
        discussion: """
            EXAMPLES
              alarm-history actions --since 7d
              alarm-history actions --target 7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10 --json

            An action without an answer is `unanswered`: whoever asked was cut off, or still waits, and nobody knows \
            what came of it.
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var format: FormatOptions

    @Option(help: "Only this deployment.") var deployment: String?
    @Option(help: "Only this action: verify, end, share, stop-local, arm, disarm, comment, mute, unmute, api.")
    var action: String?
    @Option(help: "Only what this one asked for.") var actor: String?
    @Option(help: "Only on this alarm or zone, by its id.") var target: String?

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            var query = ActionQuery()
            (query.since, query.until) = try period.resolved()
            query.deployment = deployment
            query.action = action
            query.actor = actor
            query.target = target
            let views = try archive.views(of: archive.reader())
            let actions = try query.answer(from: views)
            try ActionList(actions: actions, since: query.since, until: query.until).write(format)
            return .done
        }
    }
}
