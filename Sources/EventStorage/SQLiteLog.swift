import ArchiveEvents
import Foundation
import GRDB
import TransparencyLog

/// One state of the file, seen through a connection within a transaction.
final class SQLiteLog: WritableLog {
    private let database: Database
    private(set) var bytesWritten = 0

    init(database: Database) {
        self.database = database
    }

    func size() throws -> Position {
        let end = try UInt64.fetchOne(
            cached("SELECT first_position + event_count FROM block ORDER BY first_position DESC LIMIT 1"))
        return Position(end ?? 0)
    }

    func blocks(from position: Position, limit: Int) throws -> [Block] {
        let sql = """
            SELECT * FROM block
            WHERE first_position >= coalesce((SELECT max(first_position) FROM block WHERE first_position <= ?1), 0)
              AND first_position + event_count > ?1
            ORDER BY first_position LIMIT ?2
            """
        return try Array(Row.fetchCursor(cached(sql), arguments: [position.number, limit]).map(Self.block))
    }

    func block(at position: Position) throws -> Block? {
        let statement = try cached("SELECT * FROM block WHERE first_position = ?")
        return try Row.fetchCursor(statement, arguments: [position.number]).map(Self.block).next()
    }

    func unsealed() throws -> Position {
        let sql = """
            SELECT first_position + event_count FROM block
            WHERE codec <> 0 ORDER BY first_position DESC LIMIT 1
            """
        return Position(try UInt64.fetchOne(cached(sql)) ?? 0)
    }

    func firstPosition(notBefore time: Instant) throws -> Position? {
        let sql = "SELECT first_position FROM block WHERE last_time >= ? ORDER BY first_position LIMIT 1"
        return try UInt64.fetchOne(cached(sql), arguments: [time.milliseconds]).map { Position($0) }
    }

    func salts(ofRun run: UInt64) throws -> RunSalts? {
        let row = try Row.fetchOne(cached("SELECT seed, salts FROM salt WHERE run = ?"), arguments: [run])
        guard let row else { return nil }
        if let seed = row["seed"] as Data?, seed.count == Leaf.seedSize { return .seed([UInt8](seed)) }
        return (row["salts"] as Data?).map { .salts([UInt8]($0)) }
    }

    func tile(level: Int, number: UInt64) throws -> TreeHash? {
        let hash = try Data.fetchOne(
            cached("SELECT hash FROM tile WHERE level = ? AND number = ?"), arguments: [level, number])
        return hash.flatMap { TreeHash($0) }
    }

    func tileCounts() throws -> [Int: UInt64] {
        let rows = try Row.fetchAll(cached("SELECT level, count(*) FROM tile GROUP BY level"))
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as Int, $0[1] as UInt64) })
    }

    func strayRows() throws -> [String] {
        let sql = """
            SELECT 'block ' || first_position FROM block WHERE first_position < 0
            UNION ALL SELECT 'salt ' || run FROM salt WHERE run < 0 OR run > (?1 - 1) / 256
            UNION ALL SELECT 'tile ' || level || '/' || number FROM tile WHERE level < 1 OR number < 0
            UNION ALL SELECT 'checkpoint ' || size FROM checkpoint WHERE size < 1
            LIMIT 100
            """
        return try String.fetchAll(cached(sql), arguments: [try size().number])
    }

    func checkpoints() throws -> [StoredCheckpoint] {
        try Row.fetchAll(cached("SELECT size, note, kept FROM checkpoint ORDER BY size")).map(Self.checkpoint)
    }

    func newestCheckpoint() throws -> StoredCheckpoint? {
        try Row.fetchOne(cached("SELECT size, note, kept FROM checkpoint ORDER BY size DESC LIMIT 1"))
            .map(Self.checkpoint)
    }

    func sealedVersion(of stream: StreamKey) throws -> StreamVersion? {
        let sql = "SELECT version FROM stream WHERE subject_hash = ?"
        return try UInt64.fetchOne(cached(sql), arguments: [Data(stream.bytes)]).map { StreamVersion($0) }
    }

    func append(_ frame: Block) throws {
        let sql = "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        try cached(sql).execute(arguments: Self.arguments(frame))
        bytesWritten += frame.body.count
    }

    func replaceFrames(until border: Position, with blocks: [Block]) throws {
        guard let start = blocks.first?.firstPosition else { return }
        let frames = Set(
            try UInt64.fetchAll(
                cached("SELECT first_position FROM block WHERE first_position >= ? AND first_position < ?"),
                arguments: [start.number, border.number]))
        // In the order that the file's triggers demand: at no moment is an event in no block.
        for block in blocks where !frames.contains(block.firstPosition.number) { try append(block) }
        for block in blocks where frames.contains(block.firstPosition.number) { try seal(block) }
        for frame in frames.subtracting(blocks.map(\.firstPosition.number)).sorted() {
            try cached("DELETE FROM block WHERE first_position = ?").execute(arguments: [frame])
        }
    }

    /// Turns the frame that begins where `block` does into it.
    private func seal(_ block: Block) throws {
        let sql = """
            UPDATE block SET event_count = ?2, codec = ?3, plain_size = ?4, plain_crc32 = ?5, body_crc32 = ?6,
              first_time = ?7, last_time = ?8, body = ?9
            WHERE first_position = ?1
            """
        try cached(sql).execute(arguments: Self.arguments(block))
        bytesWritten += block.body.count
    }

    func insertSeed(_ seed: [UInt8], forRun run: UInt64) throws {
        try cached("INSERT INTO salt (run, seed) VALUES (?, ?)").execute(arguments: [run, Data(seed)])
    }

    func insertTile(_ hash: TreeHash, level: Int, number: UInt64) throws {
        try cached("INSERT INTO tile VALUES (?, ?, ?)").execute(arguments: [level, number, Data(hash.bytes)])
    }

    func putCheckpoint(_ checkpoint: StoredCheckpoint, after previous: UInt64?, keepingIt: Bool) throws {
        try cached("INSERT INTO checkpoint VALUES (?, ?, ?)")
            .execute(arguments: [checkpoint.size, checkpoint.note, checkpoint.isKept])
        guard let previous else { return }
        let sql =
            keepingIt
            ? "UPDATE checkpoint SET kept = 1 WHERE size = ?" : "DELETE FROM checkpoint WHERE size = ? AND kept = 0"
        try cached(sql).execute(arguments: [previous])
    }

    func setSealedVersion(_ version: StreamVersion, of stream: StreamKey) throws {
        try cached("INSERT INTO stream VALUES (?, ?) ON CONFLICT DO UPDATE SET version = excluded.version")
            .execute(arguments: [Data(stream.bytes), version.number])
    }

    private func cached(_ sql: String) throws -> Statement { try database.cachedStatement(sql: sql) }

    private static func arguments(_ block: Block) -> StatementArguments {
        [
            block.firstPosition.number, block.eventCount, block.codec.rawValue, block.plainSize, block.plainCRC32,
            block.bodyCRC32, block.firstTime.milliseconds, block.lastTime.milliseconds, Data(block.body),
        ]
    }

    /// The columns in the order of `schema/log/block.sql`, which no later version may change.
    private static func block(_ row: Row) throws -> Block {
        let numbers = try (0..<8).map { try value(row, $0) as Int64 }
        guard let position = UInt64(exactly: numbers[0]), let count = UInt64(exactly: numbers[1]), count > 0,
            count < UInt64(UInt32.max), let codec = Block.Codec(rawValue: Int(numbers[2])),
            let plainCRC = UInt32(exactly: numbers[4]), let bodyCRC = UInt32(exactly: numbers[5]),
            numbers[3] >= 0, position + count <= UInt64(Int64.max)
        else { throw EventLogError.damaged("the row of block \(numbers[0]) holds impossible numbers") }
        let body = try row.withUnsafeData(atIndex: 8) { $0.map { [UInt8]($0) } ?? [] }
        return Block(
            firstPosition: Position(position), eventCount: count, codec: codec, plainSize: Int(numbers[3]),
            plainCRC32: plainCRC, bodyCRC32: bodyCRC, firstTime: Instant(milliseconds: numbers[6]),
            lastTime: Instant(milliseconds: numbers[7]), body: body)
    }

    private static func checkpoint(_ row: Row) throws -> StoredCheckpoint {
        StoredCheckpoint(
            size: UInt64(clamping: try value(row, 0) as Int64), note: try value(row, 1), isKept: try value(row, 2))
    }

    /// A column's value. A file that was tampered with may hold another kind of it, which must not be a trap.
    private static func value<Value: DatabaseValueConvertible>(_ row: Row, _ column: Int) throws -> Value {
        guard let value = Value.fromDatabaseValue(row[column]) else {
            throw EventLogError.damaged("a row holds a value of another kind than its table allows")
        }
        return value
    }
}
