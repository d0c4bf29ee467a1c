import AlarmHistory
import Archive
import ArchiveEvents
import ExactJSON
import Projections

/// Whether the time that an answer about alarms rests on was observed.
struct PeriodCoverage {
    /// Target by target.
    let report: CoverageReport

    /// The coverage of both lists of alarms, of one deployment or of all.
    init(
        _ since: Instant?, _ until: Instant?, deployment: String? = nil, _ archive: ArchiveReader, _ views: ViewStore
    ) throws {
        report = try CoverageReport(
            since: since, until: until, archive, views, expected: Self.endpoints
        ) { target in
            Self.endpoints.contains(target.endpoint) && (deployment.map { $0 == target.deployment } ?? true)
        }
    }

    /// The coverage of some targets.
    init(
        _ since: Instant?, _ until: Instant?, of targets: Set<LookTarget>, _ archive: ArchiveReader, _ views: ViewStore
    ) throws {
        report = try CoverageReport(since: since, until: until, archive, views, isMeant: targets.contains)
    }

    private static let endpoints = [Endpoint.alerts, .ongoingAlerts]

    /// The period: from the archive's beginning and until now, unless something else was asked for.
    var period: Range<Instant> { report.period }

    /// Whether nothing is known to be missing.
    var isComplete: Bool { report.isComplete }

    /// The parts of the period that were observed: those that the log vouches for, and behind them, where somebody looked lately,
    /// those that only a note beside the log vouches for.
    var observed: [Range<Instant>] { report.worst.filter(isObserved).map(\.range) }

    /// The other parts of it.
    var unobserved: [Range<Instant>] { report.worst.filter { !isObserved($0) }.map(\.range) }

    private func isObserved(_ interval: CoverageInterval) -> Bool {
        interval.state == .covered || interval.state == .provisional && isFresh
    }

    /// Whether what is not final yet was looked at lately.
    var isFresh: Bool { report.notObservedSince == nil && !report.targets.isEmpty }

    /// From when on nothing is final; nil where all of it is, or was not looked at.
    var provisionalFrom: Instant? {
        guard isFresh, let last = report.worst.last, last.state == .provisional else { return nil }
        return last.range.lowerBound
    }

    /// Up to when the archive knows what became of the alarms of every deployment; nil where nobody ever looked.
    var knownUntil: Instant? {
        let targets = Dictionary(grouping: report.targets) { $0.target.deployment }
        return targets.values.compactMap { $0.compactMap(\.knownUntil).max() }.min()
    }

    /// What a person should know of the answer.
    var notes: [String] { report.notes }

    /// The sums are over the period, at each time of the list of which least can be said.
    var json: JSONValue {
        .object(
            [
                ("complete", .bool(isComplete)), ("archive_began_at", .string(report.beganAt.description)),
                ("gaps", .whole(report.missing.count)),
                ("not_observed_since", .optional(report.notObservedSince?.description)),
                ("unlisted_alarms", .whole(report.unlistedCount)),
                ("events_not_in_views", .whole(report.lacking)),
            ] + CoverageTotals(report.worst).members)
    }
}
