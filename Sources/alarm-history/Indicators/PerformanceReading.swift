import AlarmPerformance
import AltaAPI
import Archive
import ArchiveEvents
import Projections

/// What indicators are computed from, read from an archive: the period, what was observed of it, and its alarms.
struct PerformanceReading {
    let period: Range<Instant>
    let coverage: PeriodCoverage
    /// Whether nothing that was asked for is known to be missing: the time before the archive began is missing only where a
    /// beginning was asked for.
    let isComplete: Bool
    let tally: AlarmTally

    /// Reads a period; without a beginning the 30 days before its end, without an end up to the last look, unless that was long
    /// ago: then up to now.
    init(
        _ archive: ArchiveReader, _ views: ViewStore, since: Instant?, until: Instant?, _ options: PerformanceOptions,
        unit: AnnunciationUnit = .alarm
    ) throws {
        let names = KnownNames(zone: options.zone, device: options.device, deployment: options.deployment)
        try names.check(in: views)
        let now = SystemWallClock().now
        let whole = try PeriodCoverage(nil, nil, deployment: options.deployment, archive, views)
        let end = try Self.end(since, until, whole.isFresh ? whole.knownUntil ?? now : now, now)
        let start = try since ?? Self.monthBefore(end, options.tz)
        period = start..<end
        guard end.milliseconds(since: start) <= Self.longest else {
            throw UsageError(description: "a period of more than 100 years: from \(start) until \(end)")
        }
        coverage = try PeriodCoverage(start, end, deployment: options.deployment, archive, views)
        let began = coverage.report.beganAt
        isComplete =
            since == nil && start < began && began < end
            ? try PeriodCoverage(nil, end, deployment: options.deployment, archive, views).isComplete
            : coverage.isComplete

        var query = PerformanceQuery(
            period: period, observed: coverage.observed, now: whole.knownUntil ?? now)
        (query.zone, query.device, query.deployment) = (options.zone, options.device, options.deployment)
        query.calendar = try NamedCalendar.calendar(options.tz, in: period)
        query.settings = try options.settings()
        query.unit = unit
        let input = try views.performanceInput(query, log: archive.log)
        if let detections = input.detections, detections.listed == 0, detections.unlisted > 0 {
            throw LookupFailure(
                description: "no alarm of the period lists its detections: --unit alarm counts the alarms")
        }
        tally = AlarmTally(input)
    }

    /// What a person should know of the figures.
    var notes: [String] {
        let provisional = coverage.provisionalFrom.map {
            "from \(max($0, period.lowerBound)) on nothing is final: the log does not vouch for it yet"
        }
        let unlisted = (tally.input.detections?.unlisted).flatMap { count in
            count == 0 ? nil : "\(count) alarms do not list the detections that were merged into them: each counts once"
        }
        return coverage.notes + [provisional, unlisted].compactMap { $0 }
    }

    private static func end(_ since: Instant?, _ until: Instant?, _ looked: Instant, _ now: Instant) throws -> Instant {
        if let until { return until }
        let end = since.map { $0 < looked } ?? true ? looked : now
        if let since, since >= end {
            throw UsageError(description: "--since \(since) is not before now")
        }
        return end
    }

    /// Thirty days earlier by the clocks on the wall.
    private static func monthBefore(_ end: Instant, _ zone: String) throws -> Instant {
        let start = end.advanced(byMilliseconds: -month)
        let calendar = try NamedCalendar.calendar(zone, in: start..<end)
        let shift = calendar.secondsAhead(at: end) - calendar.secondsAhead(at: start)
        return start.advanced(byMilliseconds: Int64(shift) * 1000)
    }

    private static let month: Int64 = 30 * 86_400_000
    /// Milliseconds: days of more than a century are a mistake in typing, and would fill the memory.
    private static let longest: Int64 = 36_525 * 86_400_000
}
