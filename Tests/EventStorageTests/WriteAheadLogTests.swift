import ArchiveEvents
import EventStorage
import GRDB
import TestSupport
import Testing

@Suite("The write-ahead log")
struct WriteAheadLogTests {
    @Test("is flushed at a bounded size, and does not grow past it")
    func bounded() async throws {
        let test = try TestLog()
        let log = try await limited(test, flush: 200_000, cap: 1_000_000)
        for number in 0..<600 { _ = try await log.append([.sample("s", number, size: 1000)], at: .testStart) }
        let sizes = try test.fileSizes()
        #expect(sizes[1] < 400_000, "\(sizes)")
        #expect(sizes[0] > 600_000, "the rest is in the file: \(sizes)")
    }

    @Test("refuses appends at its cap while a reader holds an old state, and goes on by itself once it is gone")
    func backPressure() async throws {
        let test = try TestLog()
        let log = try await limited(test, flush: 100_000, cap: 400_000)
        let reader = try foreignReader(test)
        let acknowledged = try await reader.heldOpen { () -> Int in
            for number in 0..<1000 {
                do {
                    _ = try await log.append([.sample("s", number, size: 1000)], at: .testStart)
                } catch EventLogError.heldByReader(let bytes) {
                    #expect(bytes > 400_000)
                    #expect(EventLogError.heldByReader(bytes: bytes).isTemporary)
                    return number
                }
            }
            return 1000
        }
        #expect(acknowledged > 20 && acknowledged < 200, "\(acknowledged)")
        #expect(try test.fileSizes()[1] < 600_000)
        try reader.close()
        _ = try await log.append([.sample("s", acknowledged, size: 1000)], at: .testStart)
        #expect(try test.events().count == acknowledged + 2)
    }

    @Test("does not let a reader keep the writer waiting")
    func readersDoNotBlock() async throws {
        let test = try TestLog()
        let log = try await limited(test, flush: 100_000, cap: 100_000_000)
        let reader = try foreignReader(test)
        try await reader.heldOpen {
            for number in 0..<200 { _ = try await log.append([.sample("s", number, size: 1000)], at: .testStart) }
        }
        #expect(try test.events().count == 201)
    }

    private func foreignReader(_ test: TestLog) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        return try DatabaseQueue(path: test.path, configuration: configuration)
    }

    private func limited(_ test: TestLog, flush: Int, cap: Int) async throws -> EventLog {
        var limits = WriteAheadLog.Limits()
        limits.flush = flush
        limits.cap = cap
        let store = try SQLiteBlockStore.create(at: test.path, limits: limits)
        return try await EventLog.create(in: store, signer: test.signer, headNote: test.headNote, at: .testStart)
    }
}

extension DatabaseQueue {
    /// Calls `body` while this connection holds the state that it sees now.
    fileprivate func heldOpen<Value>(_ body: () async throws -> Value) async throws -> Value {
        try inDatabase { database in
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try database.execute(sql: "BEGIN")
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM block")
        }
        let value = try await body()
        try inDatabase { try $0.execute(sql: "COMMIT") }
        return value
    }
}
