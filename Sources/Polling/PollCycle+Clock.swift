import AlarmHistory
package import ArchiveEvents

extension PollCycle {
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
        guard step <= ClockDiscipline.tolerance else {
            clockSince = clocks.wall
            return
        }
        let since = clockSince
        redate { $0 < since ? $0 : $0.advanced(byMilliseconds: step) }
        clockSince = since.advanced(byMilliseconds: step)
    }

    /// Dates what the log and the note tell of times that are still to come as of now: the clock that wrote it was ahead,
    /// by how much cannot be told any more.
    mutating func forgetFuture(at time: Instant) { redate { min($0, time) } }

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
