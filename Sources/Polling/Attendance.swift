import ArchiveEvents

/// Whether the poller came for its next action when it was to come: where it did not, the machine slept, the clock was set,
/// or nothing ran, and no answer is to blame for what was missed.
struct Attendance: Sendable {
    private var expected: Instant?
    private var awayUntil: Instant?

    /// Notes that it came at `time`, and is to come again at `next`.
    mutating func come(at time: Instant, next: Instant) {
        if isLate(at: time) { awayUntil = time }
        expected = next
    }

    /// Whether it was away for most of the time from `last` to `time`.
    func wasAway(since last: Instant, at time: Instant) -> Bool {
        guard let until = isLate(at: time) ? time : awayUntil else { return false }
        return 2 * until.milliseconds(since: last) > time.milliseconds(since: last)
    }

    /// Before it came first, it was away.
    private func isLate(at time: Instant) -> Bool {
        expected.map { time.milliseconds(since: $0) > Self.tolerance } ?? true
    }

    /// Milliseconds: a busy machine is no sleeping one.
    private static let tolerance: Int64 = 30_000
}
