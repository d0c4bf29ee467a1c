package import ArchiveEvents
package import EventStorage
import Foundation
import GRDB
import Schema
import Synchronization

/// Folds a whole log into a new file, on all cores: some read and parse, one folds and writes.
///
/// The code that makes rows is that of ``ViewStore``; only how much of it is held in memory differs, and that the indexes
/// come last.
package struct ViewFold {
    private let reader: LogReader
    private let origin: String
    private let end: Position?
    private let openLimit: Int

    /// Holds up to `openLimit` alarms in memory before it writes those that have been quiet for longest. Of the events
    /// before `end`, where one is given, the last few are left to ``ViewStore/catchUp(with:until:report:)``.
    package init(_ reader: LogReader, origin: String, until end: Position? = nil, openLimit: Int? = nil) {
        self.reader = reader
        self.origin = origin
        self.end = end
        self.openLimit = openLimit ?? ViewTables.standardOpenLimit
    }

    /// Writes the file, which must not exist; how many events were folded.
    package func write(to path: String, report: (Position) -> Void) throws -> Int {
        var configuration = ViewStore.configuration()
        configuration.prepareDatabase { database in
            // Nobody else knows the file, and one that was not finished is thrown away.
            try database.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA cache_size = -\(Self.cacheKibibytes); PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA threads = 2")
        }
        return try ViewError.folding(path) {
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.inDatabase { try fold(into: $0, report: report) }
        }
    }

    /// Folds into a database without tables.
    func write(into views: ViewStore, report: (Position) -> Void) throws -> Int {
        try views.queue.inDatabase { try fold(into: $0, report: report) }
    }

    private func fold(into database: Database, report: (Position) -> Void) throws -> Int {
        var next = Position.first
        try database.inTransaction(.immediate) {
            try ViewStore.make(database, origin)
            var tables = ViewTables(SourceTable(), .ownNotes, openLimit: openLimit)
            let runs = try reader.runs(ofBytes: Self.runBytes).filter { run in end.map { run.upperBound <= $0 } ?? true
            }
            let decoders = DecoderPool()
            let reader = reader
            try forEachAhead(runs, transform: { try decoders.chunk($0, of: reader) }) { chunk in
                try tables.apply(chunk, in: database)
                next = chunk.next
                report(next)
            }
            try tables.save(to: database)
            try database.execute(sql: Schema.viewIndexes)
            try database.execute(sql: "UPDATE progress SET position = ?", arguments: [next.number])
            return .commit
        }
        return Int(next.number)
    }

    /// Lines that are read and parsed at once: enough to make the hand-over cheap, little enough to hold dozens.
    private static let runBytes = 1 << 20
    /// Of pages that are written once and seldom looked at again.
    private static let cacheKibibytes = 32_768
}

/// Decoders that are at rest: what one remembers saves work for the next run of events.
private final class DecoderPool: Sendable {
    private let resting = Mutex([ViewDecoder]())

    func chunk(_ positions: Range<Position>, of log: LogReader) throws -> ViewChunk {
        var decoder = resting.withLock { $0.popLast() } ?? ViewDecoder()
        let chunk = try ViewChunk(positions, of: log, &decoder)
        resting.withLock { $0.append(decoder) }
        return chunk
    }
}
