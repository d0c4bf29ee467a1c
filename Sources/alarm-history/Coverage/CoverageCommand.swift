import AlarmHistory
import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Projections

/// `coverage`: which time was observed.
struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Show which time was observed, per endpoint, and each gap with its cause.",
        discussion: """
            Every millisecond of the period is one of: covered (complete looks were made, and the log vouches for them), \
            gap, paused, or provisional (behind the last thing that the log vouches for). A list of current alarms \
            cannot show one that began and ended between two looks: longest_interval_ms says how far apart they were.

            Ends with 3 where there is a gap or a pause in the period, or nobody has looked lately. The time before an \
            endpoint's first look is a gap, but ends with 3 only where --since asks for it.

            EXAMPLES
              alarm-history coverage --since 7d
              alarm-history coverage --since 2026-11-01 --until 2026-12-01 --endpoint ongoing-alerts --json
              alarm-history coverage --zone "Loading bay" --csv
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "Only this deployment.") var deployment: String?
    @Option(help: "Only this endpoint: ongoing-alerts, alerts, zones, zone-log or about.") var endpoint: String?
    @Option(help: "Only the log of this zone, by id or name.") var zone: String?

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let (since, until) = try period.resolved()
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            let filter = try TargetFilter(deployment: deployment, endpoint: endpoint, zone: zone, in: views)
            let report = try CoverageReport(since: since, until: until, reader, views, isMeant: filter.matches)
            try CoverageAnswer(report: report).write(format)
            for note in report.notes { Console.note(note) }
            return report.isComplete ? .done : .incompleteCoverage
        }
    }
}
