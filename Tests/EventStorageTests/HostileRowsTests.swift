import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("A row of the log that holds any number")
struct HostileRowsTests {
    /// Every column of numbers.
    private static let columns = [
        ("block", ["first_position", "event_count", "codec", "plain_size", "plain_crc32", "body_crc32", "first_time"]),
        ("block", ["last_time"]), ("salt", ["run"]), ("tile", ["level", "number"]), ("checkpoint", ["size", "kept"]),
        ("stream", ["version"]),
    ].flatMap { table, columns in columns.map { (table: table, column: $0) } }

    @Test(
        "is an error, or harmless, wherever the writer and its readers meet it",
        arguments: columns.map { "\($0.table) \($0.column)" })
    func anyNumber(place: String) async throws {
        let (table, column) = (place.split(separator: " ")[0], place.split(separator: " ")[1])
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append((0..<300).map { .sample("s", $0, size: 400) }, at: .testStart)
        try await log.sealFullBlocks()
        for number in 300..<303 { _ = try await log.append([.sample("s", number, size: 400)], at: .testStart) }
        try await log.flush()
        let original = try #require(FileManager.default.contents(atPath: test.path))
        for value in ["9223372036854775807", "-9223372036854775808", "-1", "0", "1000", "4294967294", "4294967296"] {
            for row in ["min", "max"] {
                let copy = test.folder.file("\(value) \(row)")
                try original.write(to: URL(fileURLWithPath: copy))
                try tamper(copy, String(table), String(column), value, row)
                await use(copy, test)
            }
        }
    }

    /// Sets a number in the first or the last row, whatever the file's own rules say.
    private func tamper(_ path: String, _ table: String, _ column: String, _ value: String, _ row: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in
            for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try database.execute(sql: "DROP TRIGGER \(name)")
            }
            let condition = "\(column) = (SELECT \(row)(\(column)) FROM \(table))"
            // The key of another row may have that number already: then there is nothing to be tried.
            try? database.execute(sql: "UPDATE OR IGNORE \(table) SET \(column) = \(value) WHERE \(condition)")
        }
        try queue.close()
    }

    /// What a writer and a reader do with a log. That it returns is what is tested.
    private func use(_ path: String, _ test: TestLog) async {
        do {
            let store = try SQLiteBlockStore.open(at: path, access: .writing)
            defer { try? store.close() }
            let reader = LogReader(store)
            _ = try? reader.runs(ofBytes: 1000)
            _ = try? reader.position(after: .testStart)
            try? reader.forEachChunk(from: .first) { _ in true }
            let log = try EventLog.open(in: store, signer: test.signer, headNote: test.headNote)
            _ = try await log.append([.sample("s", 1, size: 70_000)], at: .testStart)
            try await log.sealFullBlocks()
            _ = await log.tend(at: .testStart)
        } catch {
            #expect(!"\(error)".isEmpty)
        }
    }
}
