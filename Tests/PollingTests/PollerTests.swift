import AlarmHistory
import AltaAPI
import ArchiveEvents
import EventStorage
import Logging
import Polling
import Synchronization
import TestSupport
import Testing

@Suite("The poller")
struct PollerTests {
    @Test("waits for room where the disk is full, and loses nothing")
    func fullDisk() async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = FullDisk(try SQLiteBlockStore.open(at: test.path, access: .writing), refusals: 3)
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 200_000))
        try await poller(test, log, clock, .continuous) { _ in .ok(#"[{"guid":"a"}]"#) }.poll()
        #expect(store.refusalsLeft == 0)
        #expect(try test.events().contains { $0.type == .recordSeen && $0.subject == "hq/alerts/a" })
        #expect(clock.now >= .testStart.advanced(byMilliseconds: 90_000))
    }

    @Test("says so and ends a single cycle where the disk is full")
    func fullDiskOnce() async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = FullDisk(try SQLiteBlockStore.open(at: test.path, access: .writing), refusals: 1)
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        let poller = try poller(test, log, ManualClock(.testStart), .once) { _ in .ok(#"[{"guid":"a"}]"#) }
        await #expect(throws: EventLogError.self) { try await poller.poll() }
        #expect(try test.events().count == 1)
    }

    @Test("ends where the first login is refused, and records the gap")
    func refusedLogin() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let poller = try poller(test, log, ManualClock(.testStart), .continuous) { _ in .status(401) }
        await #expect(throws: PollerError.self) { try await poller.poll() }
        #expect(try test.events().map(\.type) == [.archiveCreated, .gapOpened])
    }

    @Test("asks an unreachable deployment once in a single cycle, and records a gap for each endpoint")
    func unreachableOnce() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let asked = Mutex(0)
        let poller = try poller(test, log, ManualClock(.testStart), .once) { _ throws(TransportError) in
            asked.withLock { $0 += 1 }
            throw TransportError("nothing there")
        }
        let report = try await poller.poll()
        #expect(asked.withLock { $0 } == 1)
        #expect(report.failures.count == 4)
        #expect(try test.events().filter { $0.type == .gapOpened }.count == 4)
    }

    @Test("records nothing of a question that was called off")
    func cancellation() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let callOff = Mutex<(@Sendable () -> Void)?>(nil)
        let poller = try poller(test, log, ManualClock(.testStart), .continuous) { _ throws(TransportError) in
            callOff.withLock { $0 }?()
            throw TransportError("called off")
        }
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let polling = Task {
            for await _ in starts { break }
            _ = try await poller.poll()
        }
        callOff.withLock { $0 = { polling.cancel() } }
        start.yield()
        try await polling.value
        #expect(try test.events().count == 1)
    }

    private func poller(
        _ test: TestLog, _ log: EventLog, _ clock: ManualClock, _ mode: PollCycle.Mode,
        _ get: @escaping ScriptedTransport.Script
    ) throws -> Poller {
        let transport = ScriptedTransport { request throws(TransportError) in
            let answer = try get(request)
            return request.method == .post && answer.status == 200 ? .signedIn : answer
        }
        let client = AltaClient(
            deployment: "hq", credentials: Credentials(username: "u", password: "p"), transport: transport,
            clock: clock,
            reader: AnswerReader(redaction: SecretRedaction(key: [1])))
        var configuration = Poller.Configuration(deployment: "hq", watermarkPath: test.folder.file("watermarks.json"))
        configuration.cycle.mode = mode
        return Poller(
            configuration: configuration, client: client, log: log, reader: try test.reader(), clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }
}

/// A store on a disk that is full for a while.
private final class FullDisk: BlockStore {
    private let store: SQLiteBlockStore
    private let refusals: Mutex<Int>

    init(_ store: SQLiteBlockStore, refusals: Int) {
        self.store = store
        self.refusals = Mutex(refusals)
    }

    var refusalsLeft: Int { refusals.withLock { $0 } }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value { try store.read(body) }

    func flush() throws { try store.flush() }

    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        let isFull = refusals.withLock { left in
            left -= 1
            return left >= 0
        }
        guard !isFull else { throw EventLogError.diskFull }
        refusals.withLock { $0 = 0 }
        return try store.write(body)
    }
}
