package import AlarmHistory
import AltaAPI
package import ArchiveEvents

extension PollCycle {
    /// What has become overdue by `time`: a gap for each target whose look was due and has not come to its end within
    /// ``patience(_:)``, or could not even begin because another answer is still awaited. To be asked while an answer is
    /// awaited, too, at least every ``watchInterval`` milliseconds; what it gives is to be recorded at once.
    package mutating func overdue(at time: Instant) -> [NewEvent] {
        hindrances.come(at: time, next: time)
        guard mode == .continuous, isCheckDue(at: time) else { return [] }
        var next = time.advanced(byMilliseconds: Self.shortestGap)
        let events = schedule.regular.flatMap { entry -> [NewEvent] in
            let target = entry.poll.target(in: deployment)
            guard !isInGap(target) else { return [] }
            let last = lastLook(target, at: time) ?? entry.since
            let patience = patience(entry.poll)
            let asked = memory.absences[target] == nil ? last : entry.since
            guard time.milliseconds(since: asked) > patience else {
                next = min(next, asked.advanced(byMilliseconds: patience + 1))
                return []
            }
            return gapOpened(target, silence(of: entry.poll, since: min(last, asked), at: time), at: time)
        }
        overdueCheck = next
        return events
    }

    /// A check that lies further ahead than it was ever set belongs to a clock that was set back.
    private func isCheckDue(at time: Instant) -> Bool {
        overdueCheck.map { !(1...Self.shortestGap).contains($0.milliseconds(since: time)) } ?? true
    }

    /// Why a target was not looked at since `last` for much longer than it should have been, although none of its own
    /// looks failed: what took more than half of that time (the deployment asked at another endpoint to be left alone,
    /// nothing could be recorded, the machine slept, there was no budget left, the zone was not listed, an answer does not
    /// come to its end), else that looks take too long.
    func silence(of poll: Poll, since last: Instant, at time: Instant) -> FetchFailure {
        if let absence = absence(of: poll.target(in: deployment), since: last, at: time) { return absence }
        if let cause = hindrances.cause(from: last, to: time) { return cause }
        if let awaited, 2 * time.milliseconds(since: awaited.since) > time.milliseconds(since: last) {
            return FetchFailure(.overdue, late(awaited.poll, for: poll, time.milliseconds(since: awaited.since) / 1000))
        }
        let seconds = time.milliseconds(since: last) / 1000
        return FetchFailure(
            .overdue, "no look came to its end for \(seconds) seconds: answers take too long; check the network")
    }

    private func late(_ awaited: Poll, for poll: Poll, _ seconds: Int64) -> String {
        let endpoint = awaited.target(in: deployment).endpoint.rawValue
        return awaited.list == poll
            ? "the answer has not come for \(seconds) seconds; check the network and the deployment"
            : "the answer of \(endpoint) has not come for \(seconds) seconds, and nothing else is asked meanwhile; "
                + "check the network and the deployment"
    }

    /// The question whose answer is late, and since when it is awaited.
    package func pending(at time: Instant) -> PendingLook? {
        guard let awaited, time.milliseconds(since: awaited.since) >= Self.watchInterval else { return nil }
        return PendingLook(target: awaited.poll.target(in: deployment), since: awaited.since)
    }

    /// Milliseconds without a look after which it is no longer said that a target was observed.
    func patience(_ poll: Poll) -> Int64 { max(3 * schedule.interval(of: poll), Self.shortestGap) }

    /// Milliseconds between two looks at what has become overdue while an answer is awaited: so late a gap is told at most.
    package static let watchInterval: Int64 = 5_000
}
