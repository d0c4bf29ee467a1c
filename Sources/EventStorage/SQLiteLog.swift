import ArchiveEvents
import GRDB
import TransparencyLog

/// One state of the file, seen through a connection within a transaction.
final class SQLiteLog: WritableLog {
    private let database: Database

    init(database: Database) {
        self.database = database
    }

    func size() throws -> Position {
        let sql = "SELECT first_position + event_count FROM block ORDER BY first_position DESC LIMIT 1"
        return try position(sql) ?? .first
    }

    func blocks(from position: Position, limit: Int) throws -> [Block] {
        let sql = """
            SELECT * FROM block
            WHERE first_position >= coalesce((SELECT max(first_position) FROM block WHERE first_position <= ?1), 0)
              AND first_position + event_count > ?1
            ORDER BY first_position LIMIT ?2
            """
        var blocks: [Block] = []
        try database.rows(sql, .integer(position.number), .integer(limit)) { blocks.append(try Self.block($0)) }
        return blocks
    }

    func forEachRow(from position: Position, _ visit: (BlockRow) throws -> Void) throws {
        // Without the bodies, of which SQLite then reads no page.
        let sql = """
            SELECT first_position, event_count, codec, plain_size, plain_crc32, body_crc32, first_time, last_time,
              length(body)
            FROM block WHERE first_position >= ?1 ORDER BY first_position
            """
        try database.rows(sql, .integer(position.number)) { row in
            try visit(try Self.row(row, bodySize: Int(row.integer(8))))
        }
    }

    func unsealed() throws -> Position {
        let sql = """
            SELECT first_position + event_count FROM block
            WHERE codec <> 0 ORDER BY first_position DESC LIMIT 1
            """
        return try position(sql) ?? .first
    }

    func firstPosition(notBefore time: Instant) throws -> Position? {
        let sql = "SELECT first_position FROM block WHERE last_time >= ?1 ORDER BY first_position LIMIT 1"
        return try position(sql, .integer(time.milliseconds))
    }

    func salts(ofRun run: UInt64) throws -> RunSalts? {
        let salts = try database.first("SELECT seed, salts FROM salt WHERE run = ?1", .integer(run)) { row in
            RunSalts(seed: try row.bytes(0), salts: try row.bytes(1))
        }
        return salts ?? nil
    }

    func forEachSaltRow(_ visit: (SaltRow) throws -> Void) throws {
        // A seed is not taken out of its table where only its size is asked for.
        let sql = "SELECT run, seed IS NULL, length(seed), salts FROM salt WHERE run >= 0 ORDER BY run"
        try database.rows(sql) { row in
            let hasNoSeed = try row.integer(1) != 0
            try visit(
                SaltRow(
                    run: UInt64(clamping: try row.integer(0)), seedSize: hasNoSeed ? nil : Int(try row.integer(2)),
                    salts: try row.bytes(3)))
        }
    }

    func saltCount() throws -> UInt64 {
        try database.first("SELECT count(*) FROM salt") { UInt64(clamping: try $0.integer(0)) } ?? 0
    }

    func tile(level: Int, number: UInt64) throws -> TreeHash? {
        let sql = "SELECT hash FROM tile WHERE level = ?1 AND number = ?2"
        return try database.first(sql, .integer(level), .integer(number)) { try $0.bytes(0) ?? [] }
            .flatMap { TreeHash($0) }
    }

    func tileCounts() throws -> [Int: UInt64] {
        var counts: [Int: UInt64] = [:]
        try database.rows("SELECT level, count(*) FROM tile GROUP BY level") { row in
            counts[Int(try row.integer(0))] = UInt64(clamping: try row.integer(1))
        }
        return counts
    }

    func strayRows() throws -> [String] {
        let sql = """
            SELECT 'block ' || first_position FROM block WHERE first_position < 0
            UNION ALL SELECT 'salt ' || run FROM salt WHERE run < 0 OR run > (?1 - 1) / 256
            UNION ALL SELECT 'tile ' || level || '/' || number FROM tile WHERE level < 1 OR number < 0
            UNION ALL SELECT 'checkpoint ' || size FROM checkpoint WHERE size < 1
              OR kept <> 1 AND (kept <> 0 OR size < (SELECT max(size) FROM checkpoint))
            LIMIT 100
            """
        var strays: [String] = []
        try database.rows(sql, .integer(try size().number)) { strays.append(try $0.text(0)) }
        return strays
    }

    func checkpoints() throws -> [StoredCheckpoint] {
        var checkpoints: [StoredCheckpoint] = []
        try database.rows("SELECT size, note, kept FROM checkpoint ORDER BY size") {
            checkpoints.append(try Self.checkpoint($0))
        }
        return checkpoints
    }

    func newestCheckpoint() throws -> StoredCheckpoint? {
        try database.first("SELECT size, note, kept FROM checkpoint ORDER BY size DESC LIMIT 1", read: Self.checkpoint)
    }

    func sealedVersion(of stream: StreamKey) throws -> StreamVersion? {
        try database.first("SELECT version FROM stream WHERE subject_hash = ?1", .bytes(stream.bytes)) {
            StreamVersion(UInt64(clamping: try $0.integer(0)))
        }
    }

    func forEachSealedStream(_ visit: (StreamKey, StreamVersion) throws -> Void) throws {
        try database.rows("SELECT subject_hash, version FROM stream ORDER BY subject_hash") { row in
            try visit(StreamKey(stored: try row.bytes(0) ?? []), StreamVersion(UInt64(clamping: try row.integer(1))))
        }
    }

    func append(_ blocks: [Block]) throws {
        for block in blocks { try isSealing(block) ? takeInFrames(block) : insert(block) }
    }

    /// Only a sealed block may begin before the log's end.
    private func isSealing(_ block: Block) throws -> Bool {
        try block.codec == .deflate && size() != block.firstPosition
    }

    private func takeInFrames(_ block: Block) throws {
        try seal(block)
        try database.run("DELETE FROM block WHERE first_position > ?1", .integer(block.firstPosition.number))
    }

    private func insert(_ block: Block) throws {
        try database.run(
            "INSERT INTO block VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", .integer(block.firstPosition.number),
            .integer(block.eventCount), .integer(block.codec.rawValue), .integer(block.plainSize),
            .integer(block.plainCRC32), .integer(block.bodyCRC32), .integer(block.firstTime.milliseconds),
            .integer(block.lastTime.milliseconds), .bytes(block.body))
    }

    func replaceFrames(until border: Position, with blocks: [Block]) throws {
        guard let start = blocks.first?.firstPosition else { return }
        var frames: Set<UInt64> = []
        let sql = "SELECT first_position FROM block WHERE first_position >= ?1 AND first_position < ?2"
        try database.rows(sql, .integer(start.number), .integer(border.number)) {
            frames.insert(UInt64(clamping: try $0.integer(0)))
        }
        // In the order that the file's triggers demand: at no moment is an event in no block.
        for block in blocks where !frames.contains(block.firstPosition.number) { try insert(block) }
        for block in blocks where frames.contains(block.firstPosition.number) { try seal(block) }
        for frame in frames.subtracting(blocks.map(\.firstPosition.number)).sorted() {
            try database.run("DELETE FROM block WHERE first_position = ?1", .integer(frame))
        }
    }

    /// Turns the frame that begins where `block` does into it.
    private func seal(_ block: Block) throws {
        let sql = """
            UPDATE block SET event_count = ?2, codec = ?3, plain_size = ?4, plain_crc32 = ?5, body_crc32 = ?6,
              first_time = ?7, last_time = ?8, body = ?9
            WHERE first_position = ?1
            """
        try database.run(
            sql, .integer(block.firstPosition.number), .integer(block.eventCount), .integer(block.codec.rawValue),
            .integer(block.plainSize), .integer(block.plainCRC32), .integer(block.bodyCRC32),
            .integer(block.firstTime.milliseconds), .integer(block.lastTime.milliseconds), .bytes(block.body))
    }

    func insertSeed(_ seed: [UInt8], forRun run: UInt64) throws {
        try database.run("INSERT INTO salt (run, seed) VALUES (?1, ?2)", .integer(run), .bytes(seed))
    }

    func insertTile(_ hash: TreeHash, level: Int, number: UInt64) throws {
        try database.run(
            "INSERT INTO tile VALUES (?1, ?2, ?3)", .integer(level), .integer(number), .bytes(hash.bytes))
    }

    func putCheckpoint(_ checkpoint: StoredCheckpoint, after previous: UInt64?, keepingIt: Bool) throws {
        try database.run(
            "INSERT INTO checkpoint VALUES (?1, ?2, ?3)", .integer(checkpoint.size), .text(checkpoint.note),
            .integer(checkpoint.isKept ? 1 : 0))
        guard let previous else { return }
        let sql =
            keepingIt
            ? "UPDATE checkpoint SET kept = 1 WHERE size = ?1" : "DELETE FROM checkpoint WHERE size = ?1 AND kept = 0"
        try database.run(sql, .integer(previous))
    }

    func setSealedVersion(_ version: StreamVersion, of stream: StreamKey) throws {
        try database.run(
            "INSERT INTO stream VALUES (?1, ?2) ON CONFLICT DO UPDATE SET version = excluded.version",
            .bytes(stream.bytes), .integer(version.number))
    }

    private func position(_ sql: String, _ value: SQLiteValue? = nil) throws -> Position? {
        func read(_ row: SQLiteRow) throws -> Position {
            guard let number = UInt64(exactly: try row.integer(0)) else {
                throw EventLogError.damaged("a block's row holds a negative position")
            }
            return Position(number)
        }
        guard let value else { return try database.first(sql, read: read) }
        return try database.first(sql, value, read: read)
    }

    /// The columns in the order of `schema/log/block.sql`, which no later version may change.
    private static func block(_ row: SQLiteRow) throws -> Block {
        let body = try row.bytes(8) ?? []
        return Block(row: try Self.row(row, bodySize: body.count), body: body)
    }

    private static func row(_ row: SQLiteRow, bodySize: Int) throws -> BlockRow {
        let numbers = try (0..<8).map { try row.integer($0) }
        guard let position = UInt64(exactly: numbers[0]), let count = UInt64(exactly: numbers[1]), count > 0,
            count < UInt64(UInt32.max), let codec = Block.Codec(rawValue: Int(numbers[2])),
            let plainCRC = UInt32(exactly: numbers[4]), let bodyCRC = UInt32(exactly: numbers[5]),
            (0...plainSizeLimit).contains(numbers[3]), position + count <= UInt64(Int64.max)
        else { throw EventLogError.damaged("the row of block \(numbers[0]) holds impossible numbers") }
        return BlockRow(
            firstPosition: Position(position), eventCount: count, codec: codec, plainSize: Int(numbers[3]),
            plainCRC32: plainCRC, bodyCRC32: bodyCRC, firstTime: Instant(milliseconds: numbers[6]),
            lastTime: Instant(milliseconds: numbers[7]), bodySize: bodySize)
    }

    /// Bytes of lines that a row may speak of: more than SQLite holds in one value, and few enough to be added up.
    private static let plainSizeLimit = Int64(Int32.max)

    private static func checkpoint(_ row: SQLiteRow) throws -> StoredCheckpoint {
        StoredCheckpoint(
            size: UInt64(clamping: try row.integer(0)), note: try row.text(1), isKept: try row.integer(2) != 0)
    }
}
