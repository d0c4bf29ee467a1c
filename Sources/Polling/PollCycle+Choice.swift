import AlarmHistory
import AltaAPI
import ArchiveEvents

extension PollCycle {
    /// What to do at `time`: what is due, as far as the budget has room for it.
    mutating func chosen(at time: Instant) -> Action {
        let isYielding = presentInARow >= Self.presentRun
        guard let first = schedule.next(at: time, but: done, yielding: isYielding) else { return .finish }
        let isDue = mode == .once || first.due <= time
        return begun(isDue ? admitted(first, isYielding, at: time) : .wait(until: first.due), at: time)
    }

    /// Notes what is done now. A wait ends where something may be overdue.
    private mutating func begun(_ action: Action, at time: Instant) -> Action {
        switch action {
        case .finish: return action
        case .wait(let until):
            let end = overdueCheck.map { $0 > time ? min($0, until) : until } ?? until
            hindrances.come(at: time, next: end)
            return .wait(until: end)
        case .fetch(let poll):
            hindrances.come(at: time, next: time)
            awaited = (poll, time)
            presentInARow = PollSchedule.present.contains(poll) ? presentInARow + 1 : 0
            if poll == .ongoingAlerts, isHinted {
                isHinted = false
                hintLookAt = time
            }
            return action
        }
    }

    /// The first question for which the budget has room; else when there will be. What the lists yield a turn to needs to
    /// leave them nothing: with a small budget it would never have one.
    private mutating func admitted(_ first: PollSchedule.Entry, _ isYielding: Bool, at time: Instant) -> Action {
        let isPastStarved = isPastStarved(at: time)
        func admits(_ urgency: RequestBudget.Urgency) -> Instant {
            let hasTurn = isYielding && (urgency == .detail || urgency == .past && isPastStarved)
            return budget.admits(hasTurn ? .present : urgency, at: time)
        }
        var admittedAt = admits(first.urgency)
        if admittedAt <= time {
            if first.urgency == .past { pastAskedAt = time }
            return .fetch(first.poll)
        }
        var isHeldBack = first.urgency != .past
        let others = first.urgency.moreUrgent
        for urgency in isYielding ? others.reversed() : Array(others) {
            guard let other = schedule.next(of: urgency, but: done) else { continue }
            let due = mode == .once ? time : other.due
            let otherAt = max(admits(urgency), due)
            if otherAt <= time { return .fetch(other.poll) }
            isHeldBack = isHeldBack || due <= time
            admittedAt = min(admittedAt, otherAt)
        }
        if isHeldBack {
            budget.noteHeldBack(at: time)
            hindrances.note(Self.budgetUsedUp, from: time, until: admittedAt)
        }
        return .wait(until: admittedAt)
    }

    /// Whether nothing was asked of the past for so long that it has a turn, too: where lists and logs need the whole budget,
    /// verdicts that are given late would else never be seen.
    private func isPastStarved(at time: Instant) -> Bool {
        pastAskedAt.map { abs(time.milliseconds(since: $0)) >= Self.pastPatience } ?? true
    }

    /// Milliseconds. Of the smallest budget, with a sign-in for each question, that is every tenth of them.
    private static let pastPatience: Int64 = 120_000
    private static let budgetUsedUp = FetchFailure(
        .paused, "the request budget was used up; raise requestBudget or lengthen the intervals")
    /// Lists of what goes on that are asked in a row before what else is due has a turn, where the budget is too small for
    /// all of it.
    private static let presentRun = 3
}
