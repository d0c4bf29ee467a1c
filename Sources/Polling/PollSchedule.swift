package import AltaAPI
package import ArchiveEvents

/// How often each endpoint is asked, in milliseconds.
package struct PollIntervals: Sendable, Equatable {
    package var ongoingAlerts: Int64 = 5_000
    package var alerts: Int64 = 60_000
    /// Each zone's log is asked once in this time; the zones take turns.
    package var zoneLogs: Int64 = 300_000
    /// Zones and the deployment's own description change rarely.
    package var slow: Int64 = 3_600_000

    package init() {}

    func interval(of poll: Poll) -> Int64 {
        switch poll {
        case .ongoingAlerts: ongoingAlerts
        case .alerts, .alert: alerts
        case .zoneLog: zoneLogs
        case .about, .zones: slow
        case .further(let list, _): interval(of: list)
        }
    }
}

/// What is to be asked when: a value that is told the time.
package struct PollSchedule: Sendable {
    private let intervals: PollIntervals
    private let name: String
    private var entries: [Entry]
    /// Until when the server asked to be left alone, and when it did.
    private var held: (from: Instant, until: Instant)?

    struct Entry: Sendable {
        let poll: Poll
        /// Since when it is to be asked.
        var since: Instant
        var due: Instant
        /// How long it was to wait when it was scheduled, in milliseconds.
        var wait: Int64 = 0
        var looks = 0
        var failures = 0
        /// Asked until it is answered once, then forgotten.
        var isSingle = false
        var urgency = RequestBudget.Urgency.present

        init(_ poll: Poll, at time: Instant, _ urgency: RequestBudget.Urgency = .present) {
            self.poll = poll
            self.urgency = urgency
            since = time
            due = time
        }
    }

    /// Everything is due at once; the most urgent comes first. `name` spreads the looks of many deployments.
    package init(intervals: PollIntervals, startingAt time: Instant, name: String = "") {
        self.intervals = intervals
        self.name = name
        entries = Self.present.map { Entry($0, at: time) }
    }

    /// What is due first. Of several at the same time, the one that stands first: ongoing alarms before all else.
    package var next: (poll: Poll, due: Instant) {
        let first = entries.min { $0.due < $1.due } ?? entries[0]
        return (first.poll, first.due)
    }

    /// What is due first among those of an urgency, of what was not asked before.
    func next(of urgency: RequestBudget.Urgency, but asked: Set<Poll> = []) -> Entry? {
        first(but: asked) { $0.urgency == urgency ? 0 : nil }
    }

    /// What is to be asked at `time`, of what was not asked before: where a list of what goes on is due, that, whatever
    /// else is due for longer; where such lists are `yielding` a turn, what else is due. Else what is due first.
    func next(at time: Instant, but asked: Set<Poll> = [], yielding: Bool = false) -> Entry? {
        first(but: asked) { entry in
            entry.due > time ? 2 : (entry.urgency == .present) != yielding ? 0 : 1
        }
    }

    /// What is due first of the lowest rank, of what has one.
    private func first(but asked: Set<Poll>, rank: (Entry) -> Int?) -> Entry? {
        var best: (rank: Int, index: Int)?
        for index in entries.indices where !asked.contains(entries[index].poll) {
            guard let rank = rank(entries[index]) else { continue }
            if let best, (best.rank, entries[best.index].due) <= (rank, entries[index].due) { continue }
            best = (rank, index)
        }
        return best.map { entries[$0.index] }
    }

    /// What is asked again and again.
    var regular: [Entry] { entries.filter { !$0.isSingle } }

    func interval(of poll: Poll) -> Int64 { intervals.interval(of: poll) }

    /// Where the clock was set back, what was to come soon would come late: it is due now.
    package mutating func noticeClock(at time: Instant) {
        if let held, !(held.from..<held.until).contains(time) { self.held = nil }
        for index in entries.indices where entries[index].due.milliseconds(since: time) > entries[index].wait {
            entries[index].due = time
        }
    }

    /// Dates otherwise since when each is to be asked: the clock was set.
    mutating func redate(_ change: (Instant) -> Instant) {
        for index in entries.indices { entries[index].since = change(entries[index].since) }
    }

    /// Makes the logs of these zones be asked, each once in its interval from `time` on, and no others.
    package mutating func setZones(_ zones: [String], at time: Instant) {
        let polls = zones.map { Poll.zoneLog(zone: $0) }
        let known = Set(entries.map(\.poll))
        let wanted = Set(polls)
        entries.removeAll { entry in
            guard case .zoneLog = entry.poll.list else { return false }
            return !wanted.contains(entry.poll.list)
        }
        // Zones not asked before are asked at once: what their logs hold may vanish there.
        entries.append(contentsOf: polls.filter { !known.contains($0) }.map { Entry($0, at: time, .detail) })
    }

    /// Asks for something by itself, until it is answered once.
    package mutating func addSingle(_ poll: Poll, at time: Instant) { addSingle(poll, at: time, .detail) }

    mutating func addSingle(_ poll: Poll, at time: Instant, _ urgency: RequestBudget.Urgency) {
        guard !entries.contains(where: { $0.poll == poll }) else { return }
        let due = max(time, held?.until ?? time)
        var entry = Entry(poll, at: time, urgency)
        entry.due = due
        entry.wait = due.milliseconds(since: time)
        entry.isSingle = true
        entries.append(entry)
    }

    /// Whether a question is asked, regularly or once.
    func contains(_ poll: Poll) -> Bool { entries.contains { $0.poll == poll } }

    /// How many questions wait to be asked once.
    var singles: Int { entries.count { $0.isSingle } }

    /// Asks as soon as it can be, but not while the server asks to be left alone.
    mutating func expedite(_ poll: Poll, at time: Instant) {
        let time = max(time, held?.until ?? time)
        update(poll) { entry in
            entry.due = min(entry.due, time)
            return entry
        }
    }

    /// Notes an answer that was recorded.
    package mutating func succeeded(_ poll: Poll, at time: Instant) {
        let interval = intervals.interval(of: poll)
        let name = "\(name) \(poll)"
        update(poll) { entry in
            guard !entry.isSingle else { return nil }
            entry.failures = 0
            entry.looks += 1
            entry.wait = RetryDelay.regular(interval, look: entry.looks, spreadBy: name)
            entry.due = time.advanced(byMilliseconds: entry.wait)
            return entry
        }
    }

    /// Notes a failure: the next try comes after some seconds, then after twice as long and so on, always within a
    /// minute, but not before `retryAt`.
    package mutating func failed(_ poll: Poll, at time: Instant, retryAt: Instant?) {
        let interval = min(intervals.interval(of: poll), Self.firstWait)
        let name = "\(name) \(poll)"
        update(poll) { entry in
            entry.failures += 1
            guard !entry.isSingle || entry.failures < Self.singleTries else { return nil }
            let wait = RetryDelay.afterFailure(
                entry.failures, interval: interval, limit: Self.longestWait, spreadBy: name)
            let due = time.advanced(byMilliseconds: wait)
            entry.due = max(due, retryAt ?? due)
            entry.wait = entry.due.milliseconds(since: time)
            return entry
        }
    }

    /// Gives up a question that was to be asked once.
    mutating func removeSingle(_ poll: Poll) { entries.removeAll { $0.isSingle && $0.poll == poll } }

    /// Gives up past alarms that were to be read one by one.
    mutating func removePastAlerts() {
        entries.removeAll { entry in
            guard entry.isSingle, entry.urgency == .past, case .alert = entry.poll else { return false }
            return true
        }
    }

    /// Gives up what was still to be asked of a list that is being asked for anew.
    mutating func removeParts(of list: Poll, but part: ListPart?) {
        let kept = part.map { Poll.further(list, $0) }
        entries.removeAll { $0.poll != list && $0.poll.list == list && $0.poll != kept }
    }

    /// Where a server asks to be left alone, it means all of its paths.
    mutating func holdBack(until time: Instant, at now: Instant) {
        if time > now { held = (now, max(time, held?.until ?? time)) }
        for index in entries.indices where entries[index].due < time {
            entries[index].due = time
            entries[index].wait = max(entries[index].wait, time.milliseconds(since: now))
        }
    }

    /// Asks at once what was put off.
    mutating func endHoldBack(at time: Instant) {
        held = nil
        for index in entries.indices { entries[index].due = min(entries[index].due, time) }
    }

    private mutating func update(_ poll: Poll, _ change: (inout Entry) -> Entry?) {
        guard let index = entries.firstIndex(where: { $0.poll == poll }) else { return }
        var entry = entries[index]
        if let changed = change(&entry) {
            entries[index] = changed
        } else {
            entries.remove(at: index)
        }
    }

    /// The lists of what goes on now, the most urgent first: what they show leads to all else.
    static let present: [Poll] = [.ongoingAlerts, .alerts, .zones, .about]
    /// Milliseconds. What is asked for once an hour is not to stay unobserved for an hour.
    private static let firstWait: Int64 = 5_000
    private static let longestWait: Int64 = 60_000
    /// What is asked once is asked again by the next sweep.
    private static let singleTries = 3
}
