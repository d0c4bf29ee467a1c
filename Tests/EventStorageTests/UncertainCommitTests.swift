import ArchiveEvents
import EventStorage
import GRDB
import Synchronization
import TestSupport
import Testing

/// A commit that fails may stand all the same: a sync that fails leaves its bytes where the next opening may find them.
@Suite("A commit that fails")
struct UncertainCommitTests {
    @Test("and stands is acknowledged")
    func stands() async throws {
        let (test, store, log) = try await faulty()
        store.fail(.afterCommit)
        let receipt = try await log.append([.sample("a", 1)], at: .testStart)
        #expect(receipt.events.map(\.position) == [Position(1)])
        #expect(try await goesOn(log, test) == [1, 2])
    }

    @Test("and does not stand is recorded by the next try")
    func doesNotStand() async throws {
        let (test, store, log) = try await faulty()
        store.fail(.atCommit)
        await #expect(throws: EventLogError.self) { try await log.append([.sample("a", 1)], at: .testStart) }
        _ = try await log.append([.sample("a", 1)], at: .testStart)
        #expect(try await goesOn(log, test) == [1, 2])
    }

    @Test("and whose file cannot be read is undecided; the same events tried again are recorded once")
    func undecided() async throws {
        let (test, store, log) = try await faulty()
        store.fail(.afterCommit, readsFailing: 2)
        for _ in 0..<2 {
            let error = await #expect(throws: EventLogError.self) {
                try await log.append([.sample("a", 1)], at: .testStart)
            }
            #expect(error?.isTemporary == true)
        }
        let receipt = try await log.append([.sample("a", 1)], at: .testStart)
        #expect(receipt.events.map(\.position) == [Position(1)] && receipt.checkpoint != nil)
        #expect(try await goesOn(log, test) == [1, 2])
    }

    @Test("and stands is recorded once, too, where others append before it is tried again")
    func othersBetween() async throws {
        let (test, store, log) = try await faulty()
        store.fail(.afterCommit, readsFailing: 1)
        let error = await #expect(throws: EventLogError.self) {
            try await log.append([.sample("a", 1)], at: .testStart)
        }
        guard case .undecided = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let other = try await log.append([.sample("b", 1)], at: .testStart)
        #expect(other.events.map(\.position) == [Position(2)])
        let receipt = try await log.append([.sample("a", 1)], at: .testStart)
        #expect(receipt.events.map(\.position) == [Position(1)])
        // Two appends of the same events are two, once none of them is in doubt any more.
        #expect(try await log.append([.sample("a", 1)], at: .testStart).events.map(\.position) == [Position(3)])
        #expect(try test.events().count == 4)
    }

    @Test("while blocks are sealed leaves the log as it was, or sealed", arguments: [Fault.atCommit, .afterCommit])
    func sealing(fault: Fault) async throws {
        let (test, store, log) = try await faulty()
        for number in 1...80 { _ = try await log.append([.sample("a", number, size: 1000)], at: .testStart) }
        store.fail(fault)
        await #expect(throws: (any Error).self) { try await log.sealFullBlocks() }
        try await log.sealFullBlocks()
        _ = try await log.append([.sample("a", 81)], at: .testStart)
        #expect(try test.events().map(\.version.number) == [1] + Array(1...81))
        #expect(try test.blockReader().read { try $0.unsealed() } > .first)
    }

    @Test("is no excuse: a log that somebody else wrote into is not gone on with")
    func foreignWriter() async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        _ = try await test.open().append([.sample("x", 1)], at: .testStart)
        let error = await #expect(throws: EventLogError.self) {
            try await log.append([.sample("a", 1)], at: .testStart)
        }
        guard case .foreignWriter(known: 1, found: 2) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isTemporary == false)
        #expect(try test.events().count == 2)
    }

    /// The versions of stream `a` once one more event is in it; the log is what its lines make.
    private func goesOn(_ log: EventLog, _ test: TestLog) async throws -> [UInt64] {
        let receipt = try await log.append([.sample("a", 2)], at: .testStart)
        #expect(receipt.checkpoint != nil)
        #expect(try await test.open().append([.sample("b", 1)], at: .testStart).checkpoint != nil, "it opens again")
        return try test.events().filter { $0.subject == "hq/alerts/a" }.map(\.version.number)
    }

    private func faulty() async throws -> (TestLog, FaultyStore, EventLog) {
        let test = try TestLog(.memory)
        _ = try await test.create()
        let store = FaultyStore(try test.memoryStore())
        let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
        return (test, store, log)
    }
}

/// Where a write fails.
enum Fault: Sendable {
    /// All of it is done, and taken back.
    case atCommit
    /// All of it stands, but that does not get out.
    case afterCommit
}

/// A store whose next write fails.
private final class FaultyStore: BlockStore {
    private let store: any BlockStore
    private let faults = Mutex((fault: Fault?.none, reads: 0))

    init(_ store: any BlockStore) {
        self.store = store
    }

    func fail(_ fault: Fault, readsFailing reads: Int = 0) { faults.withLock { $0 = (fault, reads) } }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value {
        let fails = faults.withLock { faults in
            guard faults.fault == nil, faults.reads > 0 else { return false }
            faults.reads -= 1
            return true
        }
        if fails { throw EventLogError.failing("disk I/O error") }
        return try store.read(body)
    }

    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        let fault = faults.withLock { faults in
            defer { faults.fault = nil }
            return faults.fault
        }
        let value = try store.write { log in
            let value = try body(log)
            if fault == .atCommit { throw EventLogError.failing("disk I/O error") }
            return value
        }
        if fault == .afterCommit { throw EventLogError.failing("disk I/O error") }
        return value
    }

    func flush() throws { try store.flush() }
}
