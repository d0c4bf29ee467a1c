import AlarmHistory
import AltaAPI
package import ArchiveEvents
package import EventStorage

extension PollCycle {
    /// Notes, before it goes on where the log ends, since when this process runs, by the monotonic clock, and since when polling
    /// had broken off in it, or could not begin, for what of the log was not to be read or written: that is no time in
    /// which nothing ran.
    package mutating func note(runningSince start: Int64, after outage: StorageOutage?, at clocks: ClockReading) {
        let start = clocks.time(atMonotonic: start)
        clockSince = min(clockSince, start)
        hindrances.come(at: start, next: clocks.wall)
        if let outage { note(outage, until: clocks) }
    }

    /// Takes in both clocks, again and again. Where the wall clock was set back or corrected, what this process noted by it is
    /// dated as it would date it now, so that the time since then is what the monotonic clock says: what nobody observed
    /// meanwhile is as long as it was, and what is late is late. What an earlier one noted, or this one before the clock
    /// was set forward, stays: that clock may have been right.
    package mutating func notice(_ clocks: ClockReading) {
        let offset = clocks.wall.milliseconds - clocks.monotonic
        let step = offset - (clockOffset ?? offset)
        guard clockOffset == nil || abs(step) >= Self.jitter else { return }
        clockOffset = offset
        // Set forward by more, it shows a time that nobody observed, as far as an archive dated by it can say.
        guard step <= ClockDiscipline.tolerance else { return begin(at: clocks.wall) }
        let since = clockSince
        redate { $0 < since ? $0 : $0.advanced(byMilliseconds: step) }
        clockSince = since.advanced(byMilliseconds: step)
    }

    /// Begins with a clock that was set far forward. Where it was behind, what this process noted by it lies before what the
    /// log told until then.
    private mutating func begin(at time: Instant) {
        clockSince = time
        memory.coverage.liftGaps(at: time)
        for target in memory.coverage.toldTargets where memory.isAsked(target) { alignWatermark(target, at: time) }
    }

    /// The last look at a target. Where that is still to come, it was noted by a clock that was ahead, or this one is behind,
    /// by how much nobody knows: instead of it counts the last answer of this process, or its beginning; for the log of a zone
    /// that was not listed since, the present.
    func lastLook(_ target: LookTarget, at time: Instant) -> Instant? {
        guard let last = watermarks[target], last > time else { return watermarks[target] }
        return ownAnswer(target, at: time) ?? (isAbsent(target) ? time : min(clockSince, time))
    }

    /// The last look, as a gap is to tell it: where this process made none, as it was noted, for the clock may be set right
    /// before the gap ends.
    func lastToldLook(_ target: LookTarget, at time: Instant) -> Instant? {
        guard let last = watermarks[target], last > time else { return watermarks[target] }
        return ownAnswer(target, at: time) ?? (isAbsent(target) ? time : last)
    }

    private func isAbsent(_ target: LookTarget) -> Bool { memory.absences[target] != nil }

    /// When a question was sent. Where the clock was set back before its answer was here, that is dated as all else is.
    func asked(_ fetch: Fetch) -> Instant {
        guard fetch.askedAt > fetch.receivedAt else { return fetch.askedAt }
        return min(awaited?.since ?? fetch.receivedAt, fetch.receivedAt)
    }

    private func ownAnswer(_ target: LookTarget, at time: Instant) -> Instant? {
        watermarks.lastAnswer(target).flatMap { answer in
            let isOwn = clockSince <= answer && answer.milliseconds(since: time) < Self.jitter
            return isOwn ? min(answer, time) : nil
        }
    }

    private mutating func redate(_ change: (Instant) -> Instant) {
        watermarks.redate(change)
        memory.coverage.redateGaps(change)
        schedule.redate(change)
        hindrances.redate(change)
        for list in looks.keys { looks[list]?.redate(change) }
        if let awaited { self.awaited = (awaited.poll, change(awaited.since)) }
    }

    /// Milliseconds by which the clocks may drift apart before it matters: two readings are never made at once.
    private static let jitter: Int64 = 1_000
}
