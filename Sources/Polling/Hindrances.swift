import AlarmHistory
import AltaAPI
import ArchiveEvents

/// What kept a deployment from being looked at although its looks did not fail, and from when until when: so that a time
/// without a look gets the cause that took most of it.
struct Hindrances: Sendable {
    /// The last ones, in order. None overlaps another.
    private var spans: [Span] = []
    /// When the poller was to come for its next action: where it did not, the machine slept, the clock was set, or nothing
    /// ran, and no answer is to blame for what was missed.
    private var expected: Instant?

    private struct Span: Sendable {
        let failure: FetchFailure
        var from: Instant
        var until: Instant

        func milliseconds(from start: Instant, to end: Instant) -> Int64 {
            max(0, min(until, end).milliseconds(since: max(from, start)))
        }
    }

    /// Notes that nothing was asked, or is to be, from `start` to `end`. What is noted already keeps its cause.
    mutating func note(_ failure: FetchFailure, from start: Instant, until end: Instant) {
        let start = max(start, spans.last?.until ?? start)
        guard start < end else { return }
        if let last = spans.last, last.failure.cause == failure.cause, last.failure.detail == failure.detail,
            start.milliseconds(since: last.until) <= Self.pause
        {
            spans[spans.count - 1].until = end
        } else {
            spans.append(Span(failure: FetchFailure(failure.cause, failure.detail), from: start, until: end))
            if spans.count > Self.limit { spans.removeFirst() }
        }
    }

    /// Notes that the poller came at `time`, and is to come again at `next`.
    mutating func come(at time: Instant, next: Instant) {
        noteAbsence(until: time)
        expected = next
    }

    /// Notes that what was to keep on is over.
    mutating func end(at time: Instant) {
        spans.removeAll { $0.from >= time }
        if let last = spans.last { spans[spans.count - 1].until = min(last.until, time) }
    }

    /// Dates everything otherwise, in the same order: the clock was set.
    mutating func redate(_ change: (Instant) -> Instant) {
        for index in spans.indices {
            spans[index].from = change(spans[index].from)
            spans[index].until = change(spans[index].until)
        }
        expected = expected.map(change)
    }

    /// What took more than half of the time from `start` to `end`; nil where nothing did, so that the answers were slow.
    func cause(from start: Instant, to end: Instant) -> FetchFailure? {
        var known = self
        known.noteAbsence(until: end)
        var taken: [GapCause: Int64] = [:]
        for span in known.spans { taken[span.failure.cause, default: 0] += span.milliseconds(from: start, to: end) }
        guard let most = taken.first(where: { 2 * $0.value > end.milliseconds(since: start) }) else { return nil }
        return known.spans.last { $0.failure.cause == most.key }?.failure
    }

    /// Before it came first, nothing ran.
    private mutating func noteAbsence(until time: Instant) {
        guard let expected else {
            return note(Self.notRunning, from: Instant(milliseconds: .min), until: time)
        }
        guard time.milliseconds(since: expected) > Self.tolerance else { return }
        note(Self.away, from: expected, until: time)
    }

    private static let notRunning = FetchFailure(
        .notRunning, "alarm-archiver was not running, or could record nothing before it ended")
    private static let away = FetchFailure(.notRunning, "nobody looked: the machine slept, or its clock was set")
    /// Milliseconds: a busy machine is no sleeping one.
    private static let tolerance: Int64 = 30_000
    /// Milliseconds: what goes on after the one request that was possible in between is the same.
    private static let pause: Int64 = 1_000
    /// Times that are kept. What is told reaches back three intervals, some hours; a deployment that is kept from being
    /// asked more often meanwhile is told to be slow.
    private static let limit = 256
}
