package import AlarmHistory
package import AltaAPI
package import ArchiveEvents
package import EventStorage

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
    /// The targets whose last poll was at an unknown time.
    var undated: Set<LookTarget> = []
    /// Looks that go on with a further question.
    var looks: [Poll: ListLook] = [:]
    /// What the last look at each list since the start showed, where it may have left something out; nil within where
    /// it showed all.
    var lastShown: [Poll: Set<RecordStream>?] = [:]
    /// The way back through the pages of the list of alerts, while it lasts.
    var listSweep: ListSweep?
    /// Whether the list of alerts was shown by pages when it was asked for last, and none of them failed since.
    var hasPages = false
    /// The bytes of the last answer to each question, where they were recorded and nothing else was since.
    var answers: [Poll: ContentDigest] = [:]
    private var asked: Set<Poll> = []
    /// Whether a hint waits for its look.
    var isHinted = false
    /// The last look that a hint asked for.
    var hintLookAt: Instant?
    private var sweptAt: Instant?
    /// The wall clock less the monotonic one, when both were last taken in.
    var clockOffset: Int64?
    /// From when on this process noted times by the clock as it is: its correction concerns no others.
    var clockSince: Instant
    /// The question whose answer is awaited, and since when.
    var awaited: (poll: Poll, since: Instant)?
    var hindrances = Hindrances()
    /// When it is looked again for what is overdue; nil where nobody does.
    var overdueCheck: Instant?
    /// How often in a row lists of what goes on were asked.
    var presentInARow = 0
    /// When something of the past was asked for last.
    var pastAskedAt: Instant?
    /// Whether there was a time in which nothing could be recorded, whose gaps are not told yet.
    private var isOutageUntold = false
    var windowsIgnoredAt: Instant?
    /// The length at which the list of alerts may be cut, as far as the polls since the start tell.
    var suspectedLength: Int?
    var judgement = Judgement.nothing
    var unreadable = UnreadableCounts()
    /// Events that one answer may be worth at once.
    var eventLimit = AnswerLimits.newEvents

    package init(_ configuration: Configuration, watermarks: Watermarks, startingAt time: Instant) {
        deployment = configuration.deployment
        mode = configuration.mode
        self.watermarks = watermarks
        clockSince = time
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
    ///
    /// A time in which nothing could be recorded, and with which a process ended, left no trace anywhere: it is told
    /// together with the time in which nothing ran.
    package mutating func resume(at time: Instant) -> [NewEvent] {
        alignWatermarks(at: time)
        followZones(at: time)
        hindrances.come(at: time, next: time)
        return mode == .continuous ? gapsOfSilence(at: time) : []
    }

    /// What to do at `time`.
    package mutating func next(at time: Instant) -> Action {
        schedule.noticeClock(at: time)
        budget.noticeClock(at: time)
        sweep(at: time)
        return chosen(at: time)
    }

    /// What is not asked again: in a single cycle, each question that was asked, however long ago that is; and a list whose
    /// poll waits for a further page. Asked for anew, it would start at its top again, and where its pages take longer than
    /// its interval, it would never come to its end.
    var done: Set<Poll> {
        let unfinished = looks.filter { schedule.contains(.further($0.key, $0.value.asked)) }.map(\.key)
        return Set(unfinished).union(mode == .once ? asked : [])
    }

    /// The answer that need not be taken apart again, if it comes again. One behind which the past is to be read says how
    /// to go on there.
    package func recordedAnswer(to poll: Poll, at time: Instant) -> ContentDigest? {
        poll == .alerts && isSweepDue(at: time) ? nil : answers[poll]
    }

    /// How many past alarms that are read again every hour were not read since `time`.
    package func pastAlarms(unreadSince time: Instant, at now: Instant) -> Int {
        memory.sweeps.unread(since: time, at: now)
    }

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
    package mutating func endHoldBack(at time: Instant) {
        schedule.endHoldBack(at: time)
        hindrances.end(at: time)
    }

    /// Goes on after the events of an answer are recorded; what is to be recorded besides.
    package mutating func recorded(_ fetch: Fetch, as events: [RecordedEvent]) -> [NewEvent] {
        for event in events { apply(event) }
        awaited = nil
        hindrances.come(at: fetch.receivedAt, next: fetch.receivedAt)
        asked.insert(fetch.poll)
        budget.spend(fetch.requests, at: fetch.receivedAt)
        noteAnswer(fetch, events)
        unreadable.note(fetch, target(of: fetch))
        let closings = noteCoverage(fetch)
        reschedule(fetch)
        followUp(fetch, events)
        return closings
    }

    /// Notes a time in which nothing could be recorded, and therefore nothing was asked, once it is over.
    package mutating func note(_ outage: StorageOutage, until clocks: ClockReading) {
        let failure = FetchFailure(.storage, "nothing could be recorded: \(outage.detail)")
        // By the clock as it was taken in last: where it was set since, this is dated anew with all else.
        let offset = clockOffset ?? clocks.wall.milliseconds - clocks.monotonic
        hindrances.note(
            failure, from: Instant(milliseconds: outage.since + offset),
            until: Instant(milliseconds: clocks.monotonic + offset))
        isOutageUntold = true
    }

    /// The gaps that such a time left, to be recorded before anything else is asked.
    package mutating func gapsOfOutage(at time: Instant) -> [NewEvent] {
        guard isOutageUntold else { return [] }
        isOutageUntold = false
        return mode == .continuous ? gapsOfSilence(at: time) : []
    }

    /// Why the last answer did not show what its target is; nil where it did, or said nothing of it.
    package var lastFailure: FetchFailure? {
        switch judgement {
        case .nothing, .observed, .aside, .unfinished: nil
        case .cut(let failure), .damaged(let failure), .failed(let failure): failure
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
                hindrances.note(failure, from: fetch.receivedAt, until: retryAt)
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
        case .zones: followZones(at: fetch.receivedAt)
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
            asked.contains(.alerts), watermarks[LookTarget(deployment, .alerts)] != nil, !isListSwept(at: time)
        else { return }
        sweptAt = time
        for stream in memory.sweeps.due(at: time, limit: Self.sweepQueue) {
            schedule.addSingle(.alert(guid: stream.id), at: time, .past)
        }
    }

    /// Whether the pages of the list are read back into the past now, or with the next poll: a page shows many alarms, an
    /// answer by guid one.
    private func isListSwept(at time: Instant) -> Bool { listSweep != nil || isSweepDue(at: time) }

    private func isSweepDue(at time: Instant) -> Bool {
        listSweep == nil && hasPages && memory.sweeps.depth(at: time) != nil
    }

    func target(of fetch: Fetch) -> LookTarget { fetch.poll.target(in: deployment) }

    /// Milliseconds between two looks that hints ask for: a flood of them is a few questions.
    private static let hintSpacing: Int64 = 1000
    /// Questions that wait to be asked once: some minutes of a whole budget. What ended beyond that is read with the past
    /// alarms.
    private static let followUpLimit = 1000
    /// Milliseconds between two searches for past alarms that are due.
    private static let sweepInterval: Int64 = 60_000
    /// Past alarms that wait to be read: enough for any budget until the next search.
    private static let sweepQueue = 64
}
