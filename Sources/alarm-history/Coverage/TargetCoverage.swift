import AlarmHistory
import ArchiveEvents
import ExactJSON

/// The coverage of one target in a period.
struct TargetCoverage {
    let target: LookTarget
    /// The zone's name, for a zone's log.
    let zoneName: String?
    /// The period, cut up.
    let intervals: [CoverageInterval]
    /// The last complete look that its poller noted.
    let lastLook: Instant?
    /// From when on nobody has looked; nil where the last look is as young as the intervals let expect.
    let notObservedSince: Instant?

    /// Cuts the period up. What `isGone` is not looked at any more.
    init(
        _ target: LookTarget, _ track: CoverageTrack, in period: Range<Instant>, zoneName: String?, lastLook: Instant?,
        isGone: Bool
    ) {
        self.target = target
        self.zoneName = zoneName
        self.lastLook = lastLook
        intervals = track.intervals(in: period)
        guard let tail = intervals.last, tail.state == .provisional, !isGone else {
            notObservedSince = nil
            return
        }
        let last = max(tail.range.lowerBound, lastLook ?? tail.range.lowerBound)
        let isFresh = period.upperBound.milliseconds(since: last) <= Self.freshness(of: target, track)
        notObservedSince = isFresh ? nil : last
    }

    /// Milliseconds that may pass between two looks without anything being wrong: five minutes, or two of its intervals
    /// where those are longer.
    private static func freshness(of target: LookTarget, _ track: CoverageTrack) -> Int64 {
        let usual: Int64 =
            switch target.endpoint {
            case .about, .zones: 3_600_000
            case .zoneLog: 300_000
            case .alerts, .alert, .ongoingAlerts: 60_000
            }
        return max(300_000, 2 * max(usual, track.confirmed.last?.longestInterval ?? 0))
    }

    var totals: CoverageTotals { CoverageTotals(intervals) }

    /// The last complete look that is known of.
    var knownUntil: Instant? {
        [lastLook, intervals.last { $0.state == .covered }?.range.upperBound].compactMap { $0 }.max()
    }

    /// What was not observed. The time before the first look counts only where it was asked for.
    func missing(countingBeforeArchive: Bool) -> [CoverageInterval] {
        intervals.filter { interval in
            switch interval.state {
            case .covered, .provisional: false
            case .gap, .paused: countingBeforeArchive || interval.cause != CoverageInterval.beforeArchive
            }
        }
    }

    /// The endpoint as a person and a table know it: `zone-log/<zone id>`.
    var endpoint: String { target.endpoint.rawValue + (target.id.map { "/\($0)" } ?? "") }

    /// The same, with the zone by name.
    var title: String { zoneName.map { "\(target.endpoint.rawValue) \($0)".printable } ?? endpoint.printable }

    var json: JSONValue {
        let totals = self.totals
        return .object(
            [
                ("deployment", .string(target.deployment)), ("endpoint", .string(target.endpoint.rawValue)),
                ("zone_id", .optional(target.id)), ("zone_name", .optional(zoneName)),
                ("last_complete", .optional(lastLook?.description)),
                ("not_observed_since", .optional(notObservedSince?.description)),
            ] + totals.members + [("intervals", .array(intervals.map(\.json)))])
    }
}

extension CoverageTotals {
    /// A member for each state.
    var members: [(String, JSONValue)] {
        [CoverageState.covered, .gap, .paused, .provisional].map { ("\($0.rawValue)_ms", .integer(self[$0])) }
    }
}

extension CoverageInterval {
    var json: JSONValue {
        .object([
            ("state", .string(state.rawValue)), ("from", .string(range.lowerBound.description)),
            ("until", .string(range.upperBound.description)), ("cause", .optional(cause)),
            ("detail", .optional(detail)), ("looks", looks.map { .whole($0) } ?? .null),
            ("longest_interval_ms", longestInterval.map(JSONValue.integer) ?? .null),
            ("position", position.map { .whole($0.number) } ?? .null),
        ])
    }
}
