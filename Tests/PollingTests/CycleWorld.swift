import AlarmHistory
import AltaAPI
import ArchiveEvents
import EventStorage
import Polling
import TestSupport

/// A poll cycle with a log in memory and a clock that goes on by a second with each look.
struct CycleWorld {
    var cycle: PollCycle
    private(set) var log: [RecordedEvent] = []
    private var versions: [String: Int] = [:]
    var now = Instant.testStart
    /// By how much the clock was set.
    private var error: Int64 = 0
    private let reader = AnswerReader(redaction: SecretRedaction(key: [1]))

    init(mode: PollCycle.Mode = .continuous, requestBudget: Int = 120) {
        var configuration = PollCycle.Configuration(deployment: "hq")
        configuration.mode = mode
        configuration.requestBudget = requestBudget
        cycle = PollCycle(configuration, watermarks: Watermarks(), startingAt: .testStart)
    }

    /// What came of asking, when this body was the answer.
    func fetch(_ poll: Poll, _ body: String, servedAt: Instant? = nil, latency: Int64 = 0) throws -> Fetch {
        let outcome: Fetch.Outcome =
            switch reader.read(Array(body.utf8), of: poll.target(in: "hq")) {
            case .whole(let observations): .complete(observations)
            case .part(let observations, let remainder): .partial(observations, remainder)
            case .damaged(let list): .damaged(list, FetchFailure(list.cause, list.reason))
            case .unreadable(let reason, let kept): .unreadable(kept, FetchFailure(.unreadable, reason))
            case .tooLarge(let reason, let kept): .unreadable(kept, FetchFailure(.tooLarge, reason))
            }
        return Fetch(
            poll: poll, askedAt: now.advanced(byMilliseconds: -latency), receivedAt: now, servedAt: servedAt,
            outcome: outcome)
    }

    func failure(_ poll: Poll, _ cause: GapCause, retryAt: Instant? = nil) -> Fetch {
        Fetch(
            poll: poll, askedAt: now, receivedAt: now, servedAt: nil,
            outcome: .failed(FetchFailure(cause, "for the test", retryAt: retryAt)))
    }

    /// Lets time pass in which nobody looks.
    mutating func pass(_ milliseconds: Int64) { now = now.advanced(byMilliseconds: milliseconds) }

    /// Sets the clock forward, or back.
    mutating func setClock(by amount: Int64) {
        noticeClocks()
        error += amount
        pass(amount)
        noticeClocks()
    }

    private mutating func noticeClocks() { cycle.notice(clocks) }

    private var clocks: ClockReading { ClockReading(wall: now, monotonic: now.milliseconds - error) }

    /// Looks once for each body; the events of all looks.
    @discardableResult
    mutating func look(_ poll: Poll, _ bodies: [String]) throws -> [RecordedEvent] {
        try bodies.flatMap { body in
            now = now.advanced(byMilliseconds: 1000)
            return try record(fetch(poll, body))
        }
    }

    mutating func fail(_ poll: Poll, _ cause: GapCause) throws -> [RecordedEvent] {
        now = now.advanced(byMilliseconds: 1000)
        return try record(failure(poll, cause))
    }

    /// Begins anew with a note of watermarks, and what the log knows; what that is worth, which is not recorded yet.
    @discardableResult
    mutating func restart(_ note: Watermarks) -> [NewEvent] {
        cycle = PollCycle(PollCycle.Configuration(deployment: "hq"), watermarks: note, startingAt: now)
        for event in log { cycle.apply(event) }
        return cycle.resume(at: now)
    }

    /// Records what is no answer's.
    @discardableResult
    mutating func record(_ besides: [NewEvent]) throws -> [RecordedEvent] {
        let events = try log(besides)
        cycle.recorded(events)
        return events
    }

    @discardableResult
    mutating func record(_ fetch: Fetch) throws -> [RecordedEvent] {
        let events = try log(cycle.events(of: fetch))
        return try events + record(cycle.recorded(fetch, as: events))
    }

    /// Records what is overdue now; its events.
    mutating func overdue() throws -> [RecordedEvent] {
        try record(cycle.overdue(at: now))
    }

    /// Lets time pass in which nothing can be recorded, and in whose middle the clock may be set; the events that it is worth.
    mutating func outage(_ milliseconds: Int64, clockSetBy amount: Int64 = 0) throws -> [RecordedEvent] {
        let since = clocks.monotonic
        noticeClocks()
        pass(milliseconds + amount)
        error += amount
        cycle.note(StorageOutage(since: since, detail: "for the test"), until: clocks)
        noticeClocks()
        return try record(cycle.gapsOfOutage(at: now))
    }

    /// Polls until so many answers came, each after `latency`, and records what becomes overdue meanwhile; its events.
    mutating func overdue(while answers: Int, latency: Int64) throws -> [RecordedEvent] {
        var told: [RecordedEvent] = []
        var left = answers
        while left > 0 {
            switch cycle.next(at: now) {
            case .finish: return told
            case .wait(let time): now = time
            case .fetch(let poll):
                for _ in 0..<latency / PollCycle.watchInterval {
                    pass(PollCycle.watchInterval)
                    told += try overdue()
                }
                told += try record(fetch(poll, poll == .about ? "{}" : "[]"))
                left -= 1
            }
        }
        return told
    }

    /// Polls for so many milliseconds, each answer after `latency`; what was asked, and when.
    mutating func run(
        _ milliseconds: Int64, latency: Int64 = 50, _ answer: (Poll) -> String
    ) throws -> [(poll: Poll, at: Instant)] {
        let end = now.advanced(byMilliseconds: milliseconds)
        var asked: [(poll: Poll, at: Instant)] = []
        while now < end {
            switch cycle.next(at: now) {
            case .finish: return asked
            case .wait(let time): now = time
            case .fetch(let poll):
                asked.append((poll, now))
                pass(latency)
                try record(fetchUnlessRecorded(poll, answer(poll)))
            }
        }
        return asked
    }

    /// What comes of asking as the client does it, which takes apart no bytes that are recorded.
    private func fetchUnlessRecorded(_ poll: Poll, _ body: String) throws -> Fetch {
        let fetch = try fetch(poll, body)
        let digest = ContentDigest(hashing: Array(body.utf8))
        return Fetch(
            poll: poll, askedAt: fetch.askedAt, receivedAt: fetch.receivedAt, servedAt: nil,
            outcome: cycle.recordedAnswer(to: poll, at: now) == digest ? .unchanged : fetch.outcome, body: digest)
    }

    private mutating func log(_ events: [NewEvent]) throws -> [RecordedEvent] {
        try events.map { event in
            versions[event.subject, default: 0] += 1
            let version = versions[event.subject] ?? 1
            let line = EventLine(
                event, position: Position(UInt64(log.count)), source: "test", time: now,
                version: StreamVersion(UInt64(version)))
            guard let recorded = RecordedEvent(line: line.bytes[...]) else { throw Unreadable(line: line.bytes) }
            log.append(recorded)
            return recorded
        }
    }

    private struct Unreadable: Error {
        let line: [UInt8]
    }
}
