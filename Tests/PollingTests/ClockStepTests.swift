import AlarmHistory
import AltaAPI
import ArchiveEvents
import EventStorage
import ExactJSON
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Polling

@Suite("An archive while the machine's clock steps")
struct ClockStepTests {
    private static let day: Int64 = 86_400_000
    private static let century = 36_525 * day
    /// Milliseconds for which the clock is wrong.
    private static let wrongFor: Int64 = 5_000

    @Test(
        "has times near the truth, no gap, and an event for each step",
        arguments: [day, 50 * 365 * day, -day, 100 * century, -30 * century], [true, false])
    func wrongForFiveSeconds(error: Int64, hasDate: Bool) async throws {
        let machine = try await ClockedArchive(minutes: 10, hasDate: hasDate)
        machine.set([(60_000, error), (60_000 + Self.wrongFor, -error)])
        try await machine.poll()
        let events = try machine.test.events()
        for event in events {
            #expect(event.time.milliseconds - Instant.testStart.milliseconds < 600_000, "\(event.subject)")
            #expect(event.since.map { $0 <= event.time } ?? true)
            if let truth = event.trueTime { #expect(abs(event.time.milliseconds(since: truth)) < 1000) }
        }
        #expect(events.filter { $0.type == .gapOpened }.isEmpty)
        let steps = events.filter { $0.type == .clockStepped }
        #expect(steps.count == 2 && steps.allSatisfy { $0.subject == "archive" })
        #expect(steps.map { $0.text("followed") } == ["false", "true"])
        #expect(steps.allSatisfy { ($0.text("served") == "null") != hasDate })
        #expect(machine.lines.text.contains("set it by NTP"))
        #expect(try machine.test.reader().size().number > 20, "polling went on")
    }

    @Test("asks as often as before, however the clock is set", arguments: [day, -day, 50 * 365 * day])
    func schedule(error: Int64) async throws {
        let steady = try await ClockedArchive(minutes: 10, hasDate: true)
        try await steady.poll()
        let stepped = try await ClockedArchive(minutes: 10, hasDate: true)
        stepped.set([(60_000, error), (120_000, -error), (300_000, error)])
        try await stepped.poll()
        #expect(abs(stepped.requests - steady.requests) <= 2, "\(stepped.requests) instead of \(steady.requests)")
    }

    @Test("whose last time lies ahead says so first; its coverage and `since` are true all the same")
    func logAhead() async throws {
        let machine = try await ClockedArchive(minutes: 130, hasDate: true, createdAt: 3 * 365 * Self.day)
        try await machine.poll()
        let events = try machine.test.events()
        let end = Instant.testStart.advanced(byMilliseconds: 3 * 365 * Self.day)
        #expect(events.dropFirst().first?.type == .clockStepped)
        #expect(events[1].text("before") == end.description && events[1].text("followed") == "false")
        #expect(events.allSatisfy { $0.time == end })
        #expect(machine.lines.text.contains("lies 1095 days ahead of the clock"))
        let until = Instant.testStart.advanced(byMilliseconds: 130 * 60_000)
        #expect(events.allSatisfy { $0.since.map { $0 < until } ?? true })
        let told = events.filter { $0.type == .coverageConfirmed && $0.subject == "hq/coverage/ongoing-alerts" }
        #expect(told.count == 2)
        for event in told {
            let (from, to) = (try #require(event.instant("from")), try #require(event.instant("until")))
            #expect(from < to && from >= .testStart && to < until)
        }
        #expect(events.filter { $0.type == .gapOpened }.isEmpty)
    }

    @Test("goes on where the notes and the log of a run with a clock far ahead claim what is still to come")
    func claimsAhead() throws {
        var world = CycleWorld()
        try world.look(.ongoingAlerts, ["[]", "[]"])
        world.pass(3 * 365 * Self.day)
        try world.look(.ongoingAlerts, [#"[{"guid":"1"}]"#])
        let note = world.cycle.watermarks
        world.pass(-3 * 365 * Self.day)
        world.restart(note)
        let target = LookTarget("hq", .ongoingAlerts)
        #expect(world.cycle.watermarks[target] == nil)
        let first = try world.look(.ongoingAlerts, [#"[{"guid":"2"}]"#])
        #expect(first.first { $0.subject == "hq/alerts/2" }?.since == nil, "nothing credible came before")
        for _ in 0..<80 {
            world.pass(55_000)
            try world.look(.ongoingAlerts, [#"[{"guid":"2"}]"#])
        }
        let told = world.log.filter { $0.type == .coverageConfirmed }
        #expect(told.contains { $0.instant("from").map { $0 < .testStart.advanced(byMilliseconds: 60_000) } ?? false })
    }

    @Test("records no more than ten steps in ten minutes, and tells the rest as one")
    func restless() async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        let time = ManualClock(.testStart)
        let clock = DisciplinedClock(time)
        let recorder = ClockRecorder(clock: clock, log: log, logger: LoggedLines().logger)
        for step in 0..<100 {
            time.step(byMilliseconds: step.isMultiple(of: 2) ? Self.day : -Self.day)
            time.advance(byMilliseconds: 1000)
            await recorder.record()
        }
        let count = { try test.events().filter { $0.type == .clockStepped }.count }
        #expect(try count() == 10)
        time.advance(byMilliseconds: 600_000)
        await recorder.record()
        #expect(try count() == 11)
        #expect(try test.events().last?.text("steps") == "90")
    }

    @Test("waits with what the log cannot take now")
    func refused() async throws {
        let time = ManualClock(.testStart)
        let (test, store, recorder) = try await recorder(time)
        time.step(byMilliseconds: Self.day)
        store.refuses(true)
        await recorder.record()
        store.refuses(false)
        await recorder.record()
        #expect(try test.events().map(\.type) == [.archiveCreated, .clockStepped])
    }

    @Test("records each step once where the log recorded one and failed to say so, whatever stepped meanwhile")
    func undecided() async throws {
        let time = ManualClock(.testStart)
        let (test, store, recorder) = try await recorder(time)
        store.mutes(true)
        for _ in 0..<3 {
            time.step(byMilliseconds: Self.day)
            time.advance(byMilliseconds: 1000)
            await recorder.record()
        }
        store.mutes(false)
        await recorder.record()
        let steps = try test.events().filter { $0.type == .clockStepped }
        #expect(steps.map { $0.text("steps") ?? "1" } == ["1", "2"])
    }

    /// A recorder by a clock that can be set, over a log that can be kept from recording.
    private func recorder(
        _ time: ManualClock
    ) async throws -> (test: TestLog, store: RefusingStore, recorder: ClockRecorder) {
        let test = try TestLog(.memory)
        _ = try await test.create()
        let store = RefusingStore(try #require(try test.blockReader() as? any BlockStore))
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        return (test, store, ClockRecorder(clock: DisciplinedClock(time), log: log, logger: LoggedLines().logger))
    }
}

/// A log, a poller, and a machine whose clock is set at given times; the vendor shows one more alarm each half minute.
private final class ClockedArchive: Sendable {
    let test: TestLog
    let lines = LoggedLines()
    private let time: ManualClock
    private let clock: DisciplinedClock
    private let log: EventLog
    private let recorder: ClockRecorder
    private let hasDate: Bool
    private let settings = Mutex<[(after: Int64, error: Int64)]>([])
    private let asked = Mutex(0)

    init(minutes: Int64, hasDate: Bool, createdAt lead: Int64 = 0) async throws {
        test = try TestLog(.memory)
        log = try await test.create(at: .testStart.advanced(byMilliseconds: lead))
        time = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: minutes * 60_000))
        clock = DisciplinedClock(time)
        clock.begin(logEnd: await log.lastTime)
        recorder = ClockRecorder(clock: clock, log: log, logger: lines.logger)
        self.hasDate = hasDate
    }

    var requests: Int { asked.withLock { $0 } }

    /// Sets the clock by so much, so many milliseconds after the start.
    func set(_ steps: [(Int64, Int64)]) { settings.withLock { $0 = steps.map { ($0.0, $0.1) } } }

    func poll() async throws {
        let client = AltaClient(
            deployment: "hq", credentials: Credentials(bearer: "b"), transport: Vendor(archive: self),
            clock: clock, reader: AnswerReader(redaction: SecretRedaction(key: [1])))
        let poller = Poller(
            configuration: .init(deployment: "hq", watermarkPath: test.folder.file("watermarks.json")),
            client: client, log: log, reader: try test.reader(), clock: clock, logger: lines.logger)
        await recorder.begin()
        try await poller.poll()
        await recorder.record()
    }

    private struct Vendor: HTTPTransport {
        let archive: ClockedArchive

        func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
            await archive.answer(request)
        }
    }

    private func answer(_ request: AltaRequest) async -> HTTPAnswer {
        asked.withLock { $0 += 1 }
        let passed = time.trueTime.milliseconds(since: .testStart)
        let due = settings.withLock { settings in
            defer { settings.removeAll { $0.after <= passed } }
            return settings.filter { $0.after <= passed }
        }
        for step in due {
            time.step(byMilliseconds: step.error)
            await recorder.record()
        }
        time.advance(byMilliseconds: 20)
        let alarm = #"[{"guid":"\#(passed / 30_000)","true_time":"\#(time.trueTime)"}]"#
        let body = ["/api/v1/ongoingAlerts", "/api/v1/alerts"].contains(request.path) ? alarm : "[]"
        let headers = hasDate ? [("Date", Self.httpDate(time.trueTime))] : []
        return HTTPAnswer(status: 200, headers: headers, body: Array(body.utf8))
    }

    /// All of November.
    private static func httpDate(_ time: Instant) -> String {
        let text = time.description
        return "Mon, \(text.dropFirst(8).prefix(2)) Nov \(text.prefix(4)) \(text.dropFirst(11).prefix(8)) GMT"
    }
}

/// A store that has no room while it is told so, or does what it is told and fails to say so.
private final class RefusingStore: BlockStore {
    private let store: any BlockStore
    private let isRefusing = Mutex(false)
    private let isMute = Mutex(false)

    init(_ store: any BlockStore) {
        self.store = store
    }

    func refuses(_ value: Bool) { isRefusing.withLock { $0 = value } }

    func mutes(_ value: Bool) { isMute.withLock { $0 = value } }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value {
        guard !isMute.withLock({ $0 }) else { throw EventLogError.failing("disk I/O error") }
        return try store.read(body)
    }

    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        guard !isRefusing.withLock({ $0 }) else { throw EventLogError.diskFull }
        let value = try store.write(body)
        guard !isMute.withLock({ $0 }) else { throw EventLogError.failing("disk I/O error") }
        return value
    }

    func flush() throws {}
}

extension RecordedEvent {
    fileprivate var content: JSONElement? { data.flatMap { try? JSONText([UInt8]($0)).root } }

    /// A member of the data, as text.
    fileprivate func text(_ name: String) -> String? {
        content?[name].map { $0.string ?? String(decoding: $0.bytes, as: UTF8.self) }
    }

    fileprivate func instant(_ name: String) -> Instant? { text(name).flatMap { Instant(rfc3339: $0) } }

    /// When the vendor really made the record.
    fileprivate var trueTime: Instant? { instant("true_time") }
}
