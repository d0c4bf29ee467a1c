import ArchiveEvents
import GRDB
import TestSupport
import Testing

@testable import EventStorage

@Suite("The log's SQLite file")
struct SQLiteBlockStoreTests {
    @Test("is written durably by the one connection that writes")
    func pragmas() async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = try SQLiteBlockStore.open(at: test.path, access: .writing)
        let settings = try store.settings()
        #expect(settings == .init(journalMode: "wal", synchronous: 2, secureDelete: 1, autocheckpoint: 0))
    }

    @Test(
        "refuses to change or delete what was recorded",
        arguments: [
            "UPDATE block SET body = x'00'", "UPDATE block SET plain_crc32 = 1", "DELETE FROM block",
            "DELETE FROM block WHERE codec = 0", "DELETE FROM block WHERE codec = 1",
            "UPDATE block SET first_position = first_position + 1000",
            "UPDATE salt SET seed = x'00'", "DELETE FROM salt", "UPDATE tile SET hash = x'00'", "DELETE FROM tile",
            "INSERT OR REPLACE INTO block SELECT * FROM block", "INSERT OR REPLACE INTO salt SELECT * FROM salt",
            "INSERT OR REPLACE INTO tile SELECT * FROM tile",
            "INSERT OR REPLACE INTO checkpoint SELECT * FROM checkpoint",
            "INSERT INTO block SELECT -5, 1, 0, plain_size, plain_crc32, body_crc32, first_time, last_time, body FROM block",
            "INSERT INTO block SELECT 9000, 1, 0, plain_size, plain_crc32, body_crc32, first_time, last_time, body FROM block",
            "INSERT INTO tile VALUES (-1, 0, x'00')", "INSERT INTO salt VALUES (-1, x'00', NULL)",
            "UPDATE checkpoint SET note = ''", "DELETE FROM checkpoint",
        ])
    func appendOnly(statement: String) async throws {
        let test = try TestLog()
        let log = try await test.create()
        for round in 0..<4 {
            _ = try await log.append((0..<100).map { .sample("a", round * 100 + $0, size: 500) }, at: .testStart)
            if round == 2 { try await log.sealFullBlocks() }
        }
        let foreign = try DatabaseQueue(path: test.path)
        #expect(throws: DatabaseError.self) { try foreign.write { try $0.execute(sql: statement) } }
        #expect(try test.events().count == 401)
    }

    @Test("gives readers no way to write, and they flush nothing when they close")
    func readersCannotWrite() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append([.sample("a", 1)], at: .testStart)
        let reader = try test.readOnlyStore()
        #expect(throws: (any Error).self) { try reader.write { try $0.insertSeed([1], forRun: 9) } }
        let before = try test.fileSizes()
        try reader.close()
        #expect(try test.fileSizes() == before)
        #expect(before[1] > 0)
    }

    @Test("is not taken for a log when it is none", arguments: [nil, "CREATE TABLE t (x)", "PRAGMA user_version = 9"])
    func foreignFile(statement: String?) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("log.sqlite")
        let queue = try DatabaseQueue(path: path)
        if let statement { try queue.write { try $0.execute(sql: statement) } }
        try queue.close()
        #expect(throws: EventLogError.self) { try SQLiteBlockStore.open(at: path, access: .reading) }
    }

    @Test("shows a reader one state, while the writer goes on")
    func readersSeeOneState() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let reader = try test.readOnlyStore()
        let size = try reader.read { try $0.size() }
        _ = try await log.append([.sample("a", 1)], at: .testStart)
        #expect(size.number == 1)
        #expect(try reader.read { try $0.size().number } == 2)
    }
}
