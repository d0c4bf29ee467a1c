import AlarmHistory
import AltaAPI
import Archive
import ArchiveEvents
import EventStorage
import Projections

/// Which time of a period was observed, target by target.
struct CoverageReport {
    /// The period: from the archive's beginning and until now, unless something else was asked for.
    let period: Range<Instant>
    let targets: [TargetCoverage]
    let beganAt: Instant
    /// Alarms of the period that no list ever showed: which of them, and how many.
    let unlisted: UnlistedQuery
    let unlistedCount: Int
    /// Events of the log that are not in the views that were asked.
    let lacking: UInt64
    private let isBeginningAskedFor: Bool

    /// Of everything that is looked at, what `isMeant`; those of `expected` endpoints also where the log does not
    /// know them.
    init(
        since: Instant?, until: Instant?, _ archive: ArchiveReader, _ views: ViewStore, expected: [Endpoint] = [],
        isMeant: (LookTarget) -> Bool
    ) throws {
        let now = SystemWallClock().now
        beganAt = try archive.log.beganAt() ?? now
        isBeginningAskedFor = since != nil
        let (size, progress) = (try archive.log.size().number, try views.progress().number)
        lacking = size - min(size, progress)
        let end = until ?? max(now, beganAt)
        let start = since ?? min(beganAt, end)
        period = start..<max(start, end)

        let ledger = try views.coverage()
        let looks = try archive.watermarks(of: ledger.deployments)
        let zones = Dictionary(try views.zoneLogs().map { ($0.target, $0) }, uniquingKeysWith: { $1 })
        let expected = ledger.deployments.flatMap { name in expected.map { LookTarget(name, $0) } }
        let known = Set(ledger.tracks.keys).union(looks.targets).union(expected)
        let (period, beganAt) = (period, beganAt)
        targets = known.filter(isMeant).sorted { $0.coverageSubject < $1.coverageSubject }.map { target in
            // Where only a note beside the log tells of looks, the log vouches for nothing since it began.
            let track = ledger.tracks[target] ?? CoverageTrack(firstLook: beganAt)
            return TargetCoverage(
                target, track, in: period, zoneName: zones[target]?.name, lastLook: looks[target],
                isGone: zones[target].map { !$0.isListed } ?? false)
        }
        var unlisted = UnlistedQuery()
        (unlisted.since, unlisted.until) = (period.lowerBound, period.upperBound)
        let lists = ledger.deployments.map { LookTarget($0, .alerts) }.filter(isMeant)
        unlisted.deployments = Set(lists.map(\.deployment))
        for list in lists { unlisted.lastLooks[list.deployment] = looks[list] }
        self.unlisted = unlisted
        unlistedCount = lists.isEmpty ? 0 : try unlisted.count(in: views)
    }

    /// The gaps and pauses, with what was not observed in them.
    var missing: [(target: TargetCoverage, interval: CoverageInterval)] {
        targets.flatMap { target in
            target.missing(countingBeforeArchive: isBeginningAskedFor).map { (target, $0) }
        }
    }

    /// From when on nobody has looked at some target.
    var notObservedSince: Instant? { targets.compactMap(\.notObservedSince).min() }

    /// Whether nothing of the period is known to be missing.
    var isComplete: Bool {
        missing.isEmpty && notObservedSince == nil && !targets.isEmpty && !period.isEmpty && unlistedCount == 0
    }

    /// What stands where no alarm is listed: never that there were none where the logs of zones tell of some.
    var noAlarms: String { unlistedCount > 0 ? "no alarms that a list showed" : "no alarms" }

    /// The period, cut up by what can be said of all targets at once.
    var worst: [CoverageInterval] {
        let intervals = CoverageInterval.worst(of: targets.map(\.intervals))
        guard intervals.isEmpty, !period.isEmpty else { return intervals }
        return [CoverageInterval(.gap, period, cause: CoverageInterval.beforeArchive)]
    }

    /// What a person should know of an answer over the period.
    var notes: [String] {
        var notes: [String] = []
        if targets.isEmpty {
            notes.append("nothing was polled of what was asked for: `alarm-history status` shows what is")
        }
        if period.lowerBound < beganAt, isBeginningAskedFor || period.isEmpty || period.upperBound <= beganAt {
            notes.append(
                "the archive began at \(beganAt): of the time before, it holds only what the vendor still showed then")
        } else if period.isEmpty {
            notes.append("nothing was observed of a period that has not begun")
        }
        let gaps = missing.filter { $0.interval.cause != CoverageInterval.beforeArchive }.count
        if gaps > 0 {
            notes.append(
                "\(gaps) \(gaps == 1 ? "gap" : "gaps") in this period: an endpoint was not observed; see "
                    + "`alarm-history coverage`")
        }
        let late = missing.count - gaps
        if late > 0, period.lowerBound >= beganAt {
            let endpoints = late == 1 ? "1 endpoint was" : "\(late) endpoints were"
            notes.append("\(endpoints) first looked at after the beginning of this period")
        }
        if unlistedCount > 0 {
            let alarms = unlistedCount == 1 ? "1 alarm" : "\(unlistedCount) alarms"
            notes.append(
                "\(alarms) of this period are known from the logs of zones alone: no list showed them, and no figure "
                    + "counts them; `alarm-history alarms` lists them")
        }
        if let notObservedSince {
            notes.append(
                "nobody has looked since \(notObservedSince): run alarm-archiver to see what happened after that")
        }
        return notes
    }
}
