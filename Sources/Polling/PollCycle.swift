package import AlarmHistory
package import AltaAPI
package import ArchiveEvents

/// Polling one deployment, as a value: it says what to do next, and what an answer is worth. The ``Poller`` does it.
///
/// Everything that it remembers of records and gaps is a fold over the log. An answer changes that memory only by way
/// of recorded events: a crash before the commit is polled again, after it the same answer yields nothing.
package struct PollCycle: Sendable {
    /// What to do next.
    package enum Action: Equatable, Sendable {
        /// Ask the deployment, and come back with what came of it.
        case fetch(Poll)
        /// Nothing is due before then.
        case wait(until: Instant)
        /// Every endpoint was asked once.
        case finish
    }

    /// Whether polling goes on for ever.
    package enum Mode: Sendable {
        case continuous, once
    }

    /// What the polling of a deployment needs to know.
    package struct Configuration: Sendable {
        package var deployment: String
        package var intervals = PollIntervals()
        package var mode = Mode.continuous
        /// Requests in a minute.
        package var requestBudget = 120

        package init(deployment: String) {
            self.deployment = deployment
        }
    }

    let deployment: String
    let mode: Mode
    var memory = DeploymentMemory()
    var schedule: PollSchedule
    var budget: RequestBudget
    /// When each target was last looked at, and since when without a gap.
    package internal(set) var watermarks: Watermarks
    /// Looks that go on with a further question.
    var looks: [Poll: ListLook] = [:]
    /// What the last look at each list since the start showed, where it may have left something out; nil within where
    /// it showed all.
    var lastShown: [Poll: Set<RecordStream>?] = [:]
    /// The way back through the pages of the list of alerts, while it lasts.
    var listSweep: ListSweep?
    /// The bytes of the last answer to each question, where they were recorded and nothing else was since.
    private var answers: [Poll: ContentDigest] = [:]
    private var asked: Set<Poll> = []
    /// Whether a hint waits for its look.
    private var isHinted = false
    /// The last look that a hint asked for.
    private var hintLookAt: Instant?
    private var sweptAt: Instant?
    /// The last failure for which nothing at all was asked for a while, and when that was.
    private(set) var heldBack: (failure: FetchFailure, since: Instant)?
    /// The question whose answer is awaited, and since when.
    private(set) var awaited: (poll: Poll, since: Instant)?
    var attendance = Attendance()
    /// When it is looked again for what is overdue; nil where nobody does.
    var overdueCheck: Instant?
    /// How often in a row lists of what goes on were asked.
    private var presentInARow = 0
    var windowsIgnoredAt: Instant?
    var judgement = Judgement.nothing
    var unreadable = UnreadableCounts()

    package init(_ configuration: Configuration, watermarks: Watermarks, startingAt time: Instant) {
        deployment = configuration.deployment
        mode = configuration.mode
        self.watermarks = watermarks
        schedule = PollSchedule(intervals: configuration.intervals, startingAt: time, name: deployment)
        budget = RequestBudget(perMinute: configuration.requestBudget, startingAt: time)
    }

    /// Takes in an event of the log: all of them before the first action, then each as it is recorded.
    package mutating func apply(_ event: RecordedEvent) {
        guard event.subject.utf8.starts(with: deployment.utf8), event.subject.dropFirst(deployment.count).first == "/"
        else { return }
        memory.apply(event, lookedAt: watermarks)
    }

    /// Goes on where the log ends: asks for the logs of the zones that it knows, and tells the time in which nobody
    /// asked. The events are to be recorded before the first look.
    package mutating func resume(at time: Instant) -> [NewEvent] {
        schedule.setZones(listedZones, at: time)
        alignWatermarks()
        attendance.come(at: time, next: time)
        return mode == .continuous ? gapsOfAbsence(at: time) : []
    }

    /// What to do at `time`.
    package mutating func next(at time: Instant) -> Action {
        schedule.noticeClock(at: time)
        budget.noticeClock(at: time)
        sweep(at: time)
        let isYielding = presentInARow >= Self.presentRun
        guard let first = schedule.next(at: time, but: done, yielding: isYielding) else { return .finish }
        let isDue = mode == .once || first.due <= time
        let action = isDue ? admitted(first, isYielding, at: time) : .wait(until: first.due)
        return begun(action, at: time)
    }

    /// Notes what is done now. A wait ends where something may be overdue.
    private mutating func begun(_ action: Action, at time: Instant) -> Action {
        switch action {
        case .finish: return action
        case .wait(let until):
            let end = overdueCheck.map { $0 > time ? min($0, until) : until } ?? until
            attendance.come(at: time, next: end)
            return .wait(until: end)
        case .fetch(let poll):
            attendance.come(at: time, next: time)
            awaited = (poll, time)
            presentInARow = PollSchedule.present.contains(poll) ? presentInARow + 1 : 0
            if poll == .ongoingAlerts, isHinted {
                isHinted = false
                hintLookAt = time
            }
            return action
        }
    }

    /// What is not asked again: in a single cycle, each question that was asked, however long ago that is.
    private var done: Set<Poll> { mode == .once ? asked : [] }

    /// The first question for which the budget has room; else when there will be. What the lists yield a turn to needs to
    /// leave them nothing: with a small budget it would never have one.
    private mutating func admitted(_ first: PollSchedule.Entry, _ isYielding: Bool, at time: Instant) -> Action {
        func admits(_ urgency: RequestBudget.Urgency) -> Instant {
            budget.admits(isYielding && urgency == .detail ? .present : urgency, at: time)
        }
        var admittedAt = admits(first.urgency)
        if admittedAt <= time { return .fetch(first.poll) }
        var isHeldBack = first.urgency != .past
        let others = first.urgency.moreUrgent
        for urgency in isYielding ? others.reversed() : Array(others) {
            guard let other = schedule.next(of: urgency, at: time, but: done) else { continue }
            let due = mode == .once ? time : other.due
            let otherAt = max(admits(urgency), due)
            if otherAt <= time { return .fetch(other.poll) }
            isHeldBack = isHeldBack || due <= time
            admittedAt = min(admittedAt, otherAt)
        }
        if isHeldBack { budget.noteHeldBack(at: time) }
        return .wait(until: admittedAt)
    }

    /// The answer that need not be taken apart again, if it comes again.
    package func recordedAnswer(to poll: Poll) -> ContentDigest? { answers[poll] }

    /// How much of the request budget was used.
    package func requestUse(at time: Instant) -> RequestUse { budget.use(at: time) }

    /// A hint that something happened: the ongoing alarms are asked for at once. Many hints come to one question.
    package mutating func hint(at time: Instant) {
        isHinted = true
        schedule.expedite(.ongoingAlerts, at: hintDue(at: time))
    }

    /// When a hint may ask. Looks that are made anyhow do not count: a hint right after one of them is not to wait.
    private func hintDue(at time: Instant) -> Instant {
        guard let earliest = hintLookAt?.advanced(byMilliseconds: Self.hintSpacing) else { return time }
        // A look that lies in the future belongs to a clock that was set back.
        return earliest.milliseconds(since: time) > Self.hintSpacing ? time : max(time, earliest)
    }

    /// What kept everything from being asked has been mended: it is asked at once.
    package mutating func endHoldBack(at time: Instant) { schedule.endHoldBack(at: time) }

    /// Goes on after the events of an answer are recorded; what is to be recorded besides.
    package mutating func recorded(_ fetch: Fetch, as events: [RecordedEvent]) -> [NewEvent] {
        for event in events { apply(event) }
        awaited = nil
        attendance.come(at: fetch.receivedAt, next: fetch.receivedAt)
        asked.insert(fetch.poll)
        budget.spend(fetch.requests, at: fetch.receivedAt)
        noteAnswer(fetch, events)
        unreadable.note(fetch, target(of: fetch))
        let closings = noteCoverage(fetch)
        reschedule(fetch)
        followUp(fetch, events)
        return closings
    }

    /// Why the last answer did not show what its target is; nil where it did, or said nothing of it.
    package var lastFailure: FetchFailure? {
        switch judgement {
        case .nothing, .observed, .aside, .unfinished: nil
        case .cut(let failure), .failed(let failure): failure
        }
    }

    /// Takes in what was to be recorded besides.
    package mutating func recorded(_ events: [RecordedEvent]) {
        for event in events { apply(event) }
    }

    private mutating func noteAnswer(_ fetch: Fetch, _ events: [RecordedEvent]) {
        // What one question shows can be what another one showed otherwise before: that must be told again.
        if !events.isEmpty { for poll in answers.keys where poll.list == fetch.poll.list { answers[poll] = nil } }
        guard fetch.poll == fetch.poll.list, target(of: fetch).endpoint != .alert else { return }
        if case .observed = judgement { answers[fetch.poll] = fetch.body } else { answers[fetch.poll] = nil }
    }

    private mutating func reschedule(_ fetch: Fetch) {
        if case .failed(let failure) = judgement {
            schedule.failed(fetch.poll, at: fetch.receivedAt, retryAt: failure.retryAt)
            if let retryAt = failure.retryAt {
                schedule.holdBack(until: retryAt, at: fetch.receivedAt)
                heldBack = (failure, fetch.receivedAt)
            }
            if mode == .once { schedule.succeeded(fetch.poll, at: fetch.receivedAt) }
        } else {
            schedule.succeeded(fetch.poll, at: fetch.receivedAt)
        }
        if fetch.poll != fetch.poll.list { schedule.removeSingle(fetch.poll) }
        answerHint(fetch)
    }

    /// A hint that came while the answer was on its way may be about something that it does not show yet.
    private mutating func answerHint(_ fetch: Fetch) {
        guard fetch.poll == .ongoingAlerts, isHinted else { return }
        schedule.expedite(.ongoingAlerts, at: hintDue(at: fetch.receivedAt))
    }

    /// What an answer makes worth asking next: the rest of the list, the logs of the zones that there are, and each
    /// alarm that left the list of ongoing ones, for its last content may say why.
    private mutating func followUp(_ fetch: Fetch, _ events: [RecordedEvent]) {
        if case .unfinished(let part) = judgement {
            schedule.addSingle(.further(fetch.poll.list, part), at: fetch.receivedAt, .detail)
        }
        if let part = listSweep?.part { schedule.addSingle(.further(.alerts, part), at: fetch.receivedAt, .past) }
        switch fetch.poll.list {
        case .zones: schedule.setZones(listedZones, at: fetch.receivedAt)
        case .ongoingAlerts:
            for event in events where event.type == .recordMissing {
                guard let stream = RecordStream(subject: event.subject), schedule.singles < Self.followUpLimit
                else { continue }
                schedule.addSingle(.alert(guid: stream.id), at: fetch.receivedAt)
            }
        case .about, .alerts, .alert, .zoneLog, .further: break
        }
    }

    /// Asks for past alarms that the list does not show, a few at a time.
    private mutating func sweep(at time: Instant) {
        guard mode == .continuous, schedule.singles < Self.sweepQueue,
            sweptAt.map({ abs(time.milliseconds(since: $0)) >= Self.sweepInterval }) ?? true,
            watermarks[LookTarget(deployment, .alerts)] != nil
        else { return }
        sweptAt = time
        for stream in memory.sweeps.due(at: time, limit: Self.sweepQueue) {
            schedule.addSingle(.alert(guid: stream.id), at: time, .past)
        }
    }

    var listedZones: [String] { memory.records.listed(at: LookTarget(deployment, .zones)).map(\.id).sorted() }

    func target(of fetch: Fetch) -> LookTarget { fetch.poll.target(in: deployment) }

    /// Milliseconds between two looks that hints ask for: a flood of them is a few questions.
    private static let hintSpacing: Int64 = 1000
    /// Lists of what goes on that are asked in a row before what else is due has a turn, where the budget is too small for
    /// all of it.
    private static let presentRun = 3
    /// Questions that wait to be asked once: some minutes of a whole budget. What ended beyond that is read with the past
    /// alarms.
    private static let followUpLimit = 1000
    /// Milliseconds between two searches for past alarms that are due.
    private static let sweepInterval: Int64 = 60_000
    /// Past alarms that wait to be read: enough for any budget until the next search.
    private static let sweepQueue = 64
}
