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

    private let deployment: String
    private let mode: Mode
    private var records = RecordMemory()
    private var coverage = CoverageMemory()
    private var schedule: PollSchedule
    private var asked: Set<Poll> = []
    private var unreadable: [LookTarget: UnreadableCount] = [:]
    /// When each target was last looked at completely.
    package private(set) var watermarks: Watermarks

    private struct UnreadableCount: Sendable {
        var kept = 0
        var dropped = 0
    }

    package init(
        deployment: String, mode: Mode, intervals: PollIntervals, watermarks: Watermarks, startingAt time: Instant
    ) {
        self.deployment = deployment
        self.mode = mode
        self.watermarks = watermarks
        schedule = PollSchedule(intervals: intervals, startingAt: time)
    }

    /// Takes in an event of the log: all of them before the first action, then each as it is recorded.
    package mutating func apply(_ event: RecordedEvent) {
        guard event.subject.hasPrefix(deployment + "/") else { return }
        records.apply(event)
        coverage.apply(event)
    }

    /// Goes on where the log ends: asks for the logs of the zones that it knows, and tells the time in which nobody
    /// asked. The events are to be recorded before the first look.
    package mutating func resume(at time: Instant) -> [NewEvent] {
        let zones = records.listed(at: LookTarget(deployment, .zones)).map(\.id).sorted()
        schedule.setZones(zones, at: time)
        guard mode == .continuous else { return [] }
        return watermarks.targets.compactMap { target in
            guard let last = watermarks[target], let poll = Poll(target),
                time.milliseconds(since: last) > max(2 * schedule.interval(of: poll), Self.shortestPause)
            else { return nil }
            return coverage.gapOpened(
                target, cause: .notRunning, detail: "alarm-archiver was not running", lastComplete: last)
        }
    }

    /// What to do at `time`.
    package mutating func next(at time: Instant) -> Action {
        schedule.noticeClock(at: time)
        let (poll, due) = schedule.next
        switch mode {
        case .continuous: return due > time ? .wait(until: due) : .fetch(poll)
        case .once: return asked.contains(poll) ? .finish : .fetch(poll)
        }
    }

    /// The events that an answer is worth: pure.
    package func events(of fetch: Fetch) -> [NewEvent] {
        let target = fetch.poll.target(in: deployment)
        switch fetch.outcome {
        case .complete(let observations):
            return novelty(fetch, .complete(observations)) + gapClosed(target, fetch)
                + gapsOfVanishedZones(fetch, observations)
        case .partial(let observations, let failure):
            return novelty(fetch, .incomplete(observations)) + gapOpened(target, failure)
        case .unreadable(let answer, let failure):
            return (isKept(target) ? novelty(fetch, .unreadable(answer)) : []) + gapOpened(target, failure)
        case .failed(let failure):
            return gapOpened(target, failure)
        }
    }

    /// Goes on after the events of an answer are recorded.
    package mutating func recorded(_ fetch: Fetch, as events: [RecordedEvent]) {
        for event in events { apply(event) }
        asked.insert(fetch.poll)
        let target = fetch.poll.target(in: deployment)
        noteUnreadable(fetch, target)
        guard fetch.failure == nil else {
            schedule.failed(fetch.poll, at: fetch.receivedAt, retryAt: fetch.failure?.retryAt)
            if mode == .once { schedule.succeeded(fetch.poll, at: fetch.receivedAt) }
            return
        }
        // Nothing younger than the question is sure to be in the answer. One alert by itself is not looked at again.
        if target.endpoint != .alert { watermarks.note(target, at: fetch.askedAt) }
        unreadable.removeValue(forKey: target)
        schedule.succeeded(fetch.poll, at: fetch.receivedAt)
        followUp(fetch, events)
    }

    /// What an answer makes worth asking next: the logs of the zones that there are, and each alarm that left the list
    /// of ongoing ones, for its last content may say why.
    private mutating func followUp(_ fetch: Fetch, _ events: [RecordedEvent]) {
        switch fetch.poll {
        case .zones:
            let zones = records.listed(at: LookTarget(deployment, .zones)).map(\.id).sorted()
            schedule.setZones(zones, at: fetch.receivedAt)
        case .ongoingAlerts:
            for event in events where event.type == .recordMissing {
                guard let stream = RecordStream(subject: event.subject) else { continue }
                schedule.addSingle(.alert(guid: stream.id), at: fetch.receivedAt)
            }
        case .about, .alerts, .alert, .zoneLog: break
        }
    }

    private func novelty(_ fetch: Fetch, _ content: Look.Content) -> [NewEvent] {
        let target = fetch.poll.target(in: deployment)
        // Where the clock was set back meanwhile, an event cannot lie before the look before it.
        let since = watermarks[target].map { min($0, fetch.receivedAt) }
        let look = Look(
            target: target, observedAt: fetch.receivedAt, servedAt: fetch.servedAt, since: since, content: content)
        return Novelty(against: records).events(of: look)
    }

    private func gapOpened(_ target: LookTarget, _ failure: FetchFailure) -> [NewEvent] {
        guard target.endpoint != .alert else { return [] }
        let event = coverage.gapOpened(
            target, cause: failure.cause, detail: failure.detail, lastComplete: watermarks[target])
        return event.map { [$0] } ?? []
    }

    private func gapClosed(_ target: LookTarget, _ fetch: Fetch) -> [NewEvent] {
        let dropped = unreadable[target]?.dropped ?? 0
        return coverage.gapClosed(target, until: fetch.receivedAt, unreadableNotKept: dropped).map { [$0] } ?? []
    }

    /// A zone that is gone takes its log along: nobody can ask for that any more, so its gap ends there.
    private func gapsOfVanishedZones(_ fetch: Fetch, _ observations: [Observation]) -> [NewEvent] {
        guard fetch.poll == .zones else { return [] }
        let gone = records.listed(at: fetch.poll.target(in: deployment)).subtracting(observations.map(\.stream))
        return gone.map(\.id).sorted().flatMap { gapClosed(LookTarget(deployment, .zoneLog, id: $0), fetch) }
    }

    private func isKept(_ target: LookTarget) -> Bool { unreadable[target]?.kept ?? 0 < Self.unreadableLimit }

    private mutating func noteUnreadable(_ fetch: Fetch, _ target: LookTarget) {
        guard case .unreadable = fetch.outcome else { return }
        if isKept(target) {
            unreadable[target, default: UnreadableCount()].kept += 1
        } else {
            unreadable[target, default: UnreadableCount()].dropped += 1
        }
    }

    /// A restart within a minute is no gap worth telling.
    private static let shortestPause: Int64 = 60_000
    /// A page with the time of day in it differs at each look; the first few of a gap show what was served, and how
    /// many more there were stands in the event that closes the gap.
    private static let unreadableLimit = 16
}
