package import ArchiveEvents
package import EventStorage
import Foundation
import GRDB
import Schema

/// Folds a whole log into a new file, on all cores: some read and parse, one folds and writes.
///
/// The code that makes rows is that of ``ViewStore``; only how much of it is held in memory differs, and that the indexes
/// come last.
package struct ViewFold {
    private let reader: LogReader
    private let origin: String
    private let openLimit: Int

    /// Holds up to `openLimit` alarms in memory before it writes those that have been quiet for longest.
    package init(_ reader: LogReader, origin: String, openLimit: Int? = nil) {
        self.reader = reader
        self.origin = origin
        self.openLimit = openLimit ?? ViewTables.standardOpenLimit
    }

    /// Writes the file, which must not exist; how many events were folded.
    package func write(to path: String, report: (Position) -> Void) throws -> Int {
        var configuration = ViewStore.configuration
        configuration.prepareDatabase { database in
            // Nobody else knows the file, and one that was not finished is thrown away.
            try database.execute(
                sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA cache_size = -\(Self.cacheKibibytes); PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA threads = 2")
        }
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.inDatabase { try fold(into: $0, report: report) }
    }

    private func fold(into database: Database, report: (Position) -> Void) throws -> Int {
        var next = Position.first
        try database.inTransaction(.immediate) {
            try ViewStore.make(database, origin)
            var tables = ViewTables(SourceTable(), .ownNotes, openLimit: openLimit)
            let runs = try reader.runs(ofBytes: Self.runBytes)
            try forEachAhead(runs, transform: { try chunk($0) }) { chunk in
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

    private func chunk(_ positions: Range<Position>) throws -> ViewChunk {
        var decoder = ViewDecoder()
        let events = try reader.events(from: positions.lowerBound, until: positions.upperBound)
        return ViewChunk(events, from: positions.lowerBound, &decoder)
    }

    /// Lines that are read and parsed at once: enough to make the hand-over cheap, little enough to hold several.
    private static let runBytes = 1 << 20
    /// Of pages that are written once and seldom looked at again.
    private static let cacheKibibytes = 32_768
}
