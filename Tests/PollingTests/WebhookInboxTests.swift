import AltaAPI
import ArchiveEvents
import EventStorage
import Polling
import Synchronization
import TestSupport
import Testing

@Suite("The inbox for webhooks")
struct WebhookInboxTests {
    @Test("hands each webhook on once, as it is recorded")
    func handsOn() async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        let handedOn = Mutex<[RecordedEvent]>([])
        let inbox = WebhookInbox(
            log: log, clock: ManualClock(.testStart), signals: [:], logger: .silent
        ) { events in
            handedOn.withLock { $0 += events }
        }
        for number in 0..<5 {
            let isTaken = inbox.offer(.sample("a", number), deployment: "hq")
            #expect(isTaken)
            if number > 2 { #expect(await inbox.record()) }
        }
        #expect(await inbox.record())
        let lines = handedOn.withLock { $0.map { Array($0.line) } }
        let recorded = try test.events().dropFirst().map { Array($0.line) }
        #expect(lines == recorded && lines.count == 5)
    }

    @Test("keeps the time at which each came, however long the log takes nothing")
    func times() async throws {
        let clock = ManualClock(.testStart)
        let (test, store, inbox) = try await inbox(clock, LoggedLines())
        store.isMute.withLock { $0 = true }
        for number in 0..<4 {
            clock.advance(byMilliseconds: 60_000)
            _ = inbox.offer(.sample("a", number), deployment: "hq")
            #expect(await !inbox.record())
        }
        store.isMute.withLock { $0 = false }
        #expect(await inbox.record())
        let minutes = try test.events().dropFirst().map { $0.time.milliseconds(since: .testStart) / 60_000 }
        #expect(minutes == [1, 2, 3, 4])
    }

    /// An inbox over a log that can be kept from saying what it recorded.
    private func inbox(
        _ clock: ManualClock, _ lines: LoggedLines
    ) async throws -> (test: TestLog, store: MuteStore, inbox: WebhookInbox) {
        let test = try TestLog(.memory)
        _ = try await test.create()
        let store = MuteStore(try test.memoryStore())
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        return (test, store, WebhookInbox(log: log, clock: clock, signals: [:], logger: lines.logger))
    }

    @Test("records once what a failed commit recorded all the same, however many came meanwhile")
    func undecided() async throws {
        let lines = LoggedLines()
        let (test, store, inbox) = try await inbox(ManualClock(.testStart), lines)
        store.isMute.withLock { $0 = true }
        for number in 0..<3 {
            _ = inbox.offer(.sample("a", number), deployment: "hq")
            #expect(await !inbox.record())
        }
        store.isMute.withLock { $0 = false }
        #expect(await inbox.record())
        #expect(try test.events().count == 4)
        #expect(lines.text.split(separator: "\n").count { $0.hasPrefix("error") } == 1, "told once")
    }

    @Test("tells how many webhooks of which deployment are lost where it stops before the log takes them")
    func loss() async throws {
        let lines = LoggedLines()
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 60_000))
        let (_, store, inbox) = try await inbox(clock, lines)
        store.isMute.withLock { $0 = true }
        for (number, deployment) in ["hq", "annex", "hq"].enumerated() {
            _ = inbox.offer(.sample("a", number), deployment: deployment)
        }
        // The clock calls it off a minute later.
        try await inbox.run()
        #expect(lines.errors.contains { $0.contains("hq: 2 webhooks are lost") }, "\(lines.errors)")
        #expect(lines.errors.contains { $0.contains("annex: 1 webhooks are lost") }, "\(lines.errors)")
    }
}

/// A store that does what it is told and fails to say so.
private final class MuteStore: BlockStore {
    let isMute = Mutex(false)
    private let store: any BlockStore

    init(_ store: any BlockStore) {
        self.store = store
    }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value {
        if isMute.withLock({ $0 }) { throw EventLogError.failing("disk I/O error") }
        return try store.read(body)
    }

    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        let value = try store.write(body)
        if isMute.withLock({ $0 }) { throw EventLogError.failing("disk I/O error") }
        return value
    }

    func flush() throws { try store.flush() }
}
