import AlarmHistory
package import ArchiveEvents
package import EventStorage
import Foundation
package import GRDB
import Schema
import Synchronization

/// `views.sqlite`: rows made from the log, with the position that they stand at. Delete it at any time.
package final class ViewStore: Sendable {
    let queue: DatabaseQueue
    /// What SQLite opens in order to read the same rows by another connection.
    let location: String
    /// What was found where the file belongs and moved out of the way, as a sentence.
    package let remark: String?
    /// Whether a file holds the rows, so that others see them.
    package let isFile: Bool
    /// What messages call it.
    let path: String
    /// Where the file is read without the files that SQLite keeps beside it.
    let detached: DetachedFile?
    private let identities: [FileStamp.Identity?]
    private let memory = Mutex(ViewMemory())

    /// The rows of a connection to the file at `path`.
    init(
        _ queue: DatabaseQueue, at path: String, detached: DetachedFile? = nil, remark: String? = nil
    ) {
        self.queue = queue
        self.path = path
        self.detached = detached
        self.remark = remark
        location = queue.path
        isFile = true
        identities = Self.identities(path)
    }

    /// Rows that no file holds.
    init(inMemory queue: DatabaseQueue) {
        self.queue = queue
        path = "the views in memory"
        location = queue.path
        (detached, remark, identities, isFile) = (nil, nil, [], false)
    }

    /// Whether the files that were opened have their names still. Where they were removed or replaced, what is written here
    /// comes to nobody's sight.
    package var isNamed: Bool { Self.identities(path) == identities }

    private static func identities(_ path: String) -> [FileStamp.Identity?] {
        // A rollback journal comes and goes.
        ViewFile.names(path).dropLast().map { (try? FileStamp($0))?.identity }
    }

    /// Position of the next event to be taken in.
    package func progress() throws -> Position { try read(Self.progress) }

    /// Calls `body` with one consistent state.
    package func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let result = Result { try ViewError.naming(path) { try queue.read(body) } }
        // Whatever was read of a file that changed meanwhile, an error too, says nothing about the rows.
        try requireUnchanged()
        return try result.get()
    }

    /// Throws where the file is read without following its writer, and was written since it was opened.
    package func requireUnchanged() throws {
        guard detached?.isUnchanged ?? true else {
            throw ViewError.unavailable(path, .failing, DetachedFile.changed)
        }
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
        try ViewError.naming(path) { try other.queue.backup(to: queue) }
    }

    /// Begins anew: the rows are of a longer log than this one, which an older copy was put in the place of.
    private func reset(origin: String) throws {
        try ViewError.naming(path) { try queue.write { try Self.reset($0, origin) } }
    }

    /// Takes in events that follow the progress, as far as they do; how many that were. Where one cannot be taken in, the
    /// rows stand right before it, and ``ViewError/unfoldable(_:_:)`` names it.
    @discardableResult
    package func take(_ events: [RecordedEvent]) throws -> Int {
        do {
            return try takeAtOnce(events)
        } catch ViewError.unfoldable where events.count > 1 {
            let half = events.count / 2
            return try take(Array(events[..<half])) + take(Array(events[half...]))
        }
    }

    private func takeAtOnce(_ events: [RecordedEvent]) throws -> Int {
        try ViewError.folding(path, events.count == 1 ? events[0].position : nil) {
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

    /// Makes the tables of an empty file, without their indexes.
    static func make(_ database: Database, _ origin: String) throws {
        try database.execute(sql: Schema.views)
        try database.execute(
            sql: "INSERT INTO progress VALUES (?, ?, 0, ?)",
            arguments: [origin, version, Int64.random(in: 0 ... .max)])
    }

    /// How long another one's lock is waited for.
    static func configuration(_ patience: Patience = .question) -> Configuration {
        var configuration = Configuration()
        configuration.label = "views"
        configuration.busyMode = .timeout(patience.seconds)
        return configuration
    }

    /// Raised whenever a projection, a table or any text of `schema/views` changes: rows of another version are folded anew,
    /// and a file of this version with other texts counts as tampered with.
    package static let version = 6

    /// Columns with counts hold no more: sums over any number of rows stay within 64 bits. No log has so many events.
    static let mostOfAnything = ConfirmedStretch.mostCounted

    /// Milliseconds from the first moment of the years of four digits to the last.
    static let longestDuration = UInt64(316_000_000_000_000)
}

/// What a store keeps between two transactions to save work.
struct ViewMemory {
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
