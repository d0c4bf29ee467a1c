import AlarmHistory
import AltaSimulator
import ArchiveEvents
import Polling

extension Simulation {
    /// Every look that failed lies in a gap, nothing is covered in which nobody looked for long, and the states of each
    /// target add up to the period exactly.
    func checkCoverage(_ events: [RecordedEvent]) throws {
        var ledger = CoverageLedger()
        for event in events { ledger.apply(event) }
        guard let first = events.first?.time else { return }
        let period = first.advanced(byMilliseconds: -60_000)..<world.clock.now.advanced(byMilliseconds: 60_000)
        for (target, track) in ledger.tracks {
            let intervals = track.intervals(in: period)
            guard CoverageTotals(intervals).whole == period.upperBound.milliseconds(since: period.lowerBound) else {
                throw Violation(plan.seed, nil, "the states of \(target.coverageSubject) do not add up to the period")
            }
            if !life.hasLostNote, !plan.hasClockSteps,
                let hole = intervals.first(where: { $0.cause == CoverageInterval.unconfirmed })
            {
                throw Violation(plan.seed, nil, "\(target.coverageSubject) tells nothing of \(hole.range)")
            }
            try checkWaits(target, track)
            for interval in intervals where interval.longestInterval ?? 0 > patience(target) {
                throw Violation(plan.seed, nil, "\(target.coverageSubject) is covered, and was not looked at for long")
            }
        }
        // Where the archive's clock was set, a failure has more than one time.
        guard !plan.hasClockSteps else { return }
        for look in witness.failedLooks {
            let state = ledger.tracks[look.target]?.intervals(in: look.time..<look.time.advanced(byMilliseconds: 1))
                .first
            guard state?.state != .gap, state?.state != .paused else { continue }
            let name = look.target.coverageSubject
            throw Violation(plan.seed, nil, "\(name) failed at \(look.time): \(state.map { "\($0)" } ?? "no gap")")
        }
    }

    /// However long a target had to wait for its next answer, none of that time is said to be observed.
    private func checkWaits(_ target: LookTarget, _ track: CoverageTrack) throws {
        guard !plan.hasClockSteps else { return }
        for wait in witness.waits where wait.target == target {
            guard wait.range.upperBound.milliseconds(since: wait.range.lowerBound) > patience(target),
                let covered = track.intervals(in: wait.range).first(where: { $0.state == .covered })
            else { continue }
            let name = target.coverageSubject
            throw Violation(
                plan.seed, nil, "\(name) had no answer in \(wait.range), and is covered in \(covered.range)")
        }
    }

    /// The archive grows by a fixed multiple of what was served, whatever was served.
    func checkGrowth() throws {
        let served = world.vendor.servedBytes
        let allowed = Self.growth * served + Self.bytesOfRequest * world.vendor.requests.count + Self.bytesOfArchive
        guard witness.loggedBytes > allowed else { return }
        throw Violation(
            plan.seed, nil, "the log has grown by \(witness.loggedBytes) bytes, and \(served) bytes were served")
    }

    /// Bytes of the log to a byte that was served. A short record is stored with a head of its own.
    private static var growth: Int { 8 }
    /// Bytes that a request may be worth that brings nothing: gaps are opened and closed.
    private static var bytesOfRequest: Int { 1024 }
    /// Bytes of the first events.
    private static var bytesOfArchive: Int { 16_384 }

    private func patience(_ target: LookTarget) -> Int64 {
        switch target.endpoint {
        case .ongoingAlerts: max(3 * plan.intervals.ongoingAlerts, 60_000)
        case .alerts: max(3 * plan.intervals.alerts, 60_000)
        case .zoneLog: 3 * plan.intervals.zoneLogs
        default: 3 * plan.intervals.slow
        }
    }

    /// What the archive makes of each alarm is what became of it: state, verdict, and an end within its bracket.
    func checkAlarms(_ events: [RecordedEvent]) throws {
        var timelines: [String: AlarmTimeline] = [:]
        var ledger = CoverageLedger()
        for event in events {
            ledger.apply(event)
            guard let stream = RecordStream(subject: event.subject), stream.kind == "alerts", stream.holdsOneRecord
            else { continue }
            let evidence = try AlarmEvidence(event)
            var timeline = timelines[stream.id] ?? AlarmTimeline(startingWith: evidence)
            _ = timeline.apply(evidence)
            timelines[stream.id] = timeline
        }
        // Where the vendor does not let us in again for hours, the archive cannot know more than it says.
        guard [.alerts, .ongoingAlerts].allSatisfy({ ledger.tracks[LookTarget(plan.deployment, $0)]?.openGap == nil })
        else { return }
        for course in world.vendor.alarmCourses where !course.isRetired {
            if let alarm = timelines[course.guid]?.summary {
                try check(alarm, against: course)
            } else if !plan.hidesRows, !plan.hasOddClock, !plan.hasClockSteps, isCovered(course, ledger) {
                throw Violation(plan.seed, nil, "\(course.guid) began in covered time and is not known")
            }
        }
    }

    private func check(_ alarm: AlarmSummary, against course: AlarmCourseTruth) throws {
        let name = "\(course.guid) (\(plan.parameters.profile))"
        let verdict = Self.verdict(course.verifications.last?.code)
        guard alarm.verdict == verdict else {
            throw Violation(plan.seed, nil, "\(name) is \(alarm.verdict), and was found \(verdict)")
        }
        guard (alarm.ended != nil) == (course.end != nil) else {
            throw Violation(
                plan.seed, nil, "\(name) has \(alarm.ended == nil ? "not ended" : "ended"), and that is wrong")
        }
        guard course.end != nil || alarm.state == .ongoing else {
            throw Violation(plan.seed, nil, "\(name) goes on, and is said to be \(alarm.state.rawValue)")
        }
        // A vendor that hides a row says as much as that it is not there.
        guard let end = course.end.map({ Instant(milliseconds: $0) }), let bracket = alarm.ended, !plan.hasOddClock,
            !plan.hasClockSteps, !plan.hidesRows
        else { return }
        guard end <= bracket.notAfter, bracket.notBefore.map({ $0 <= end }) ?? true else {
            throw Violation(plan.seed, nil, "\(name) ended at \(end), not in \(bracket)")
        }
    }

    private static func verdict(_ code: Int64?) -> AlarmVerdict {
        switch code {
        case nil, 101: .none
        case 201: .valid
        case 202: .false
        default: .unknown
        }
    }

    private func isCovered(_ course: AlarmCourseTruth, _ ledger: CoverageLedger) -> Bool {
        let start = Instant(milliseconds: course.start)
        let track = ledger.tracks[LookTarget(plan.deployment, .alerts)]
        return track?.intervals(in: start..<start.advanced(byMilliseconds: 1)).first?.state == .covered
    }
}
