package import ArchiveEvents
package import EventStorage
import Foundation
package import GRDB
import Schema
import Synchronization

/// `views.sqlite`: rows made from the log, with the position that they stand at. Delete it at any time.
package final class ViewStore: Sendable {
    let queue: DatabaseQueue
    private let memory = Mutex(ViewMemory())

    /// Opens the file and makes it where it is missing. Rows of another log, or of other projections, are discarded.
    package static func open(at path: String, origin: String) throws -> ViewStore {
        do {
            return try openExisting(at: path, origin: origin)
        } catch let error as DatabaseError where ViewError.isDamage(error) {
            // Damaged, and made from the log again sooner than repaired.
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            return try openExisting(at: path, origin: origin)
        }
    }

    private static func openExisting(at path: String, origin: String) throws -> ViewStore {
        // Not GRDB's own way to a write-ahead log, which writes a table and takes it away whenever a file is opened: a
        // question that finds all rows up to date writes nothing.
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
        try queue.inDatabase { database in
            if try String.fetchOne(database, sql: "PRAGMA journal_mode") != "wal",
                try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") != "wal"
            {
                throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "\(path) cannot have a write-ahead log")
            }
            // A lost transaction is folded again.
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            guard try !Self.isUsable(database, origin) else { return }
            try database.inTransaction(.immediate) {
                if try !Self.isUsable(database, origin) { try Self.reset(database, origin) }
                return .commit
            }
        }
        return ViewStore(queue)
    }

    /// Opens an existing file of that log, or of any, for reading.
    package static func openReadOnly(at path: String, origin: String? = nil) throws -> ViewStore {
        guard FileManager.default.fileExists(atPath: path) else { throw ViewError.unusable(path) }
        var configuration = Self.configuration
        configuration.readonly = true
        do {
            let views = ViewStore(try DatabaseQueue(path: path, configuration: configuration))
            guard try views.read({ try Self.isUsable($0, origin) }) else { throw ViewError.unusable(path) }
            return views
        } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
            throw ViewError.unreadable(path)
        }
    }

    private init(_ queue: DatabaseQueue) {
        self.queue = queue
    }

    /// Position of the next event to be taken in.
    package func progress() throws -> Position { try read(Self.progress) }

    /// Calls `body` with one consistent state.
    package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try ViewError.namingDamage { try queue.read(body) }
    }

    /// Takes in what the log has beyond the progress, the events from `end` on left out; how many events that were.
    ///
    /// Another process may do the same at the same time: each transaction goes on from the progress that it finds.
    @discardableResult
    package func catchUp(
        with reader: LogReader, until end: Position? = nil, report: (Position) -> Void = { _ in }
    ) throws -> Int {
        var count = 0
        var start = try progress()
        if try start > reader.size() {
            try reset(origin: reader.origin())
            start = .first
        }
        try reader.forEachChunk(from: start) { events in
            count += try take(end.map { end in events.filter { $0.position < end } } ?? events)
            guard let last = events.last else { return true }
            report(last.position)
            return !Task.isCancelled && end.map { last.position < $0 } ?? true
        }
        return count
    }

    /// One hash of all rows, and the position that they stand at.
    package func digest() throws -> ViewDigest {
        try read { try ViewDigest($0) }
    }

    /// Replaces all rows by those of `other`, in one transaction, under whoever reads.
    package func replace(with other: ViewStore) throws {
        try other.queue.backup(to: queue)
    }

    /// Begins anew: the rows are of a longer log than this one, which an older copy was put in the place of.
    private func reset(origin: String) throws {
        try queue.write { try Self.reset($0, origin) }
    }

    /// Takes in events that follow the progress, as far as they do; how many that were.
    @discardableResult
    package func take(_ events: [RecordedEvent]) throws -> Int {
        try ViewError.namingDamage {
            try queue.writeWithoutTransaction { database in
                try memory.withLock { memory in
                    var count = 0
                    try database.inTransaction(.immediate) {
                        count = try memory.take(events, database)
                        return .commit
                    }
                    return count
                }
            }
        }
    }

    static func progress(_ database: Database) throws -> Position {
        Position(try UInt64.fetchOne(database.cachedStatement(sql: "SELECT position FROM progress")) ?? 0)
    }

    private static func isUsable(_ database: Database, _ origin: String?) throws -> Bool {
        let sql = """
            SELECT EXISTS (
              SELECT 1 FROM progress WHERE origin = coalesce(?, origin) AND version = ? AND position IS NOT NULL
            )
            """
        do {
            return try Bool.fetchOne(database, sql: sql, arguments: [origin, version]) ?? false
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // No such table or column: programs of other versions may have others, and a new file has none.
            return false
        }
    }

    private static func reset(_ database: Database, _ origin: String) throws {
        for kind in ["view", "table"] {
            let sql = "SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'"
            for name in try String.fetchAll(database, sql: sql, arguments: [kind]) {
                try database.execute(sql: "DROP \(kind) \"\(name)\"")
            }
        }
        try make(database, origin)
        try database.execute(sql: Schema.viewIndexes)
    }

    /// Makes the tables of an empty file, without their indexes.
    static func make(_ database: Database, _ origin: String) throws {
        try database.execute(sql: Schema.views)
        try database.execute(
            sql: "INSERT INTO progress VALUES (?, ?, 0, ?)",
            arguments: [origin, version, Int64.random(in: 0 ... .max)])
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "views"
        configuration.busyMode = .timeout(10)
        return configuration
    }

    /// Raised whenever a projection or a table changes: rows of another version are folded anew.
    package static let version = 5
}

/// What a store keeps between two transactions to save work.
private struct ViewMemory {
    private var decoder = ViewDecoder()
    private var sources = SourceTable()
    private var made: Int64?

    mutating func take(_ events: [RecordedEvent], _ database: Database) throws -> Int {
        let progress = try ViewStore.progress(database)
        let fresh = events.drop { $0.position < progress }
        guard let first = fresh.first, first.position == progress else { return 0 }
        try recallSources(database)
        let chunk = ViewChunk(fresh, from: progress, &decoder)
        var tables = ViewTables(sources, .indexed)
        try tables.apply(chunk, in: database)
        try tables.save(to: database)
        try database.execute(sql: "UPDATE progress SET position = ?", arguments: [chunk.next.number])
        return chunk.count
    }

    /// The sources are numbered in the log's order, so those that are known stay as they are while the file does.
    private mutating func recallSources(_ database: Database) throws {
        let now = try Int64.fetchOne(database.cachedStatement(sql: "SELECT made FROM progress"))
        if now != made { sources = SourceTable() }
        made = now
        try sources.catchUp(with: database)
    }
}
