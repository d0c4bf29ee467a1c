import AlarmHistory
import AlarmPerformance
import AltaAPI
import Archive
import ArchiveEvents
import ArgumentParser
import Projections

/// `stats`: alarms counted, and how soon they were answered.
struct StatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count alarms and response times by zone, device, hour, weekday, day, month, verdict ...",
        discussion: """
            --by takes one or more of \(StatsKey.allCases.map(\.rawValue).joined(separator: ", ")), joined by commas; \
            without it all alarms are one group. Groups without an alarm are not listed.

            The response time of an alarm runs from its beginning to its first verdict. Where the vendor does not tell when \
            that was given, it lies between two looks: the figures are upper ends, and `low` in JSON are lower ones. \
            Percentiles are nearest ranks. Alarms that nobody answered are counted as unanswered; those whose first verdict \
            came after their end as late_verdicts; those that were answered in time, but of which the vendor tells no \
            beginning or clocks contradict each other, as untimed_verdicts. None of them has a response time.

            Ends with 3 where the lists of alarms were not observed all the time that the answer rests on.

            EXAMPLES
              alarm-history stats --by zone,month --since 2026-01-01
              alarm-history stats --by hour,verdict --since 30d --tz Europe/Vienna
              alarm-history stats --by device --zone "Loading bay" --verdict false --csv
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var format: FormatOptions

    @Option(help: "What to count by, joined by commas.") var by: String?
    @Option(help: "Only this zone, by id or name.") var zone: String?
    @Option(help: "Only this device, by id or name.") var device: String?
    @Option(help: "Only this deployment.") var deployment: String?
    @Option(help: "Only these states: ongoing, ended, missing, joined by commas.") var state: String?
    @Option(help: "Only these verdicts: none, valid, false, unknown, joined by commas.") var verdict: String?
    @Option(help: "Whose clocks tell hours, days and months: an IANA name such as Europe/Vienna (default: UTC).")
    var tz: String?

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let query = try self.query()
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            try KnownNames(zone: zone, device: device, deployment: deployment).check(in: views)
            let groups = try query.answer(from: views)
            let coverage = try PeriodCoverage(query.since, query.until, deployment: deployment, reader, views)
            try StatsList(groups: groups, query: query, coverage: coverage).write(format)
            return coverage.isComplete ? .done : .incompleteCoverage
        }
    }

    private func query() throws -> StatsQuery {
        var query = StatsQuery()
        query.keys = try Choices.of(by, "--by")
        guard Set(query.keys).count == query.keys.count else {
            throw UsageError(description: "--by \(by ?? "") names a key twice")
        }
        (query.since, query.until) = try period.resolved()
        query.zone = zone
        query.device = device
        query.deployment = deployment
        query.states = try Choices.of(state, "--state")
        query.verdicts = try Choices.of(verdict, "--verdict")
        let start = query.since ?? Instant(milliseconds: 0)
        // Without an end, alarms whose clocks run ahead of ours are told right, too.
        let end = query.until ?? SystemWallClock().now.advanced(byMilliseconds: Self.year)
        if let tz { query.calendar = try NamedCalendar.calendar(tz, in: start..<max(start, end)) }
        return query
    }

    /// Milliseconds.
    private static let year: Int64 = 366 * 86_400_000
}
