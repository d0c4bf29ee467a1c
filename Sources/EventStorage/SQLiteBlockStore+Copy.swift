import Foundation
import GRDB

extension SQLiteBlockStore {
    /// Writes a copy of the whole file to `path`, an empty file, by SQLite's backup; `progress` is told how many pages
    /// of how many are done.
    ///
    /// The copy is one file, without a write-ahead log beside it, and not durable yet.
    package func copy(to path: String, progress: (UInt64, UInt64) -> Void = { _, _ in }) throws {
        defer { for suffix in Self.companions { unlink(path + suffix) } }
        let copy = try Self.storageErrors { try DatabaseQueue(path: path, configuration: Self.copyConfiguration) }
        try withConnection { source in
            try copy.writeWithoutTransaction { try Self.copyPages(of: source, to: $0, progress) }
        }
        try Self.storageErrors {
            // The copied pages say that there is a write-ahead log, as the source has one.
            try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try copy.close()
        }
    }

    /// All steps copy one state, that of the transaction around them: without it, each commit of the writer would make
    /// the backup begin anew. The writer does not wait for it.
    private static func copyPages(
        of source: Database, to copy: Database, _ progress: (UInt64, UInt64) -> Void
    ) throws {
        try withoutActuallyEscaping(progress) { progress in
            try source.inTransaction(.deferred) {
                // Only the first read takes hold of a state.
                _ = try Int.fetchOne(source, sql: "SELECT count(*) FROM sqlite_schema")
                try backUp(source, to: copy) { progress(UInt64($0.completedPageCount), UInt64($0.totalPageCount)) }
                return .commit
            }
        }
    }

    private static func backUp(
        _ source: Database, to copy: Database, step: @escaping (DatabaseBackupProgress) -> Void
    ) throws {
        do {
            try source.backup(to: copy, pagesPerStep: pagesPerStep, progress: step)
        } catch let error as DatabaseError {
            // The connections know of no error of a backup: their words would be "not an error".
            throw DatabaseError(resultCode: error.extendedResultCode)
        }
    }

    /// Nobody sees the copy before it is whole: it needs neither a journal nor syncs on the way.
    private static var copyConfiguration: Configuration {
        var configuration = Configuration()
        configuration.label = "copy"
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA journal_mode = MEMORY")
            try database.execute(sql: "PRAGMA synchronous = OFF")
        }
        return configuration
    }

    /// A megabyte: a moment's work.
    private static let pagesPerStep: CInt = 256
    /// Endings of what SQLite may keep beside a file.
    package static let companions = ["-wal", "-shm", "-journal"]
}
