import GRDB
import GRDBSQLite
import Synchronization

/// Keeps the write-ahead log of the writer's connection within bounds.
///
/// It is flushed into the file once it passes a size, and begins anew then. A reader that holds an old state keeps it
/// from that: it goes on growing, up to a cap, at which appends are refused until the reader is gone. So a forgotten
/// reader costs a bounded piece of the disk, and is told of.
package final class WriteAheadLog: Sendable {
    /// Sizes in bytes.
    package struct Limits: Sendable {
        /// Where it is flushed. Large enough that a flush is rare, small enough that nobody notices the file, and that
        /// it soon stops growing: writing over its beginning again syncs faster.
        package var flush = 64 << 20
        /// Where appends are refused. Days of a large site's events.
        package var cap = 256 << 20

        package init() {}

        package static let standard = Limits()
    }

    private let limits: Limits
    private let frames = Atomic<Int>(0)
    private let frameSize = Atomic<Int>(0)

    init(_ limits: Limits) {
        self.limits = limits
    }

    /// Bytes that it holds now. The file's own size does not tell: that stays at its highest.
    var size: Int { frames.load(ordering: .relaxed) * frameSize.load(ordering: .relaxed) }

    /// Lets SQLite tell of each commit how many frames there are. The connection must not outlive this.
    func watch(_ database: Database) throws {
        let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        frameSize.store(pageSize + Self.frameHeader, ordering: .relaxed)
        frames.store(0, ordering: .relaxed)
        try database.execute(sql: "PRAGMA journal_size_limit = \(2 * limits.flush)")
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            database.sqliteConnection,
            { context, _, _, count in
                guard let context else { return SQLITE_OK }
                let log = Unmanaged<WriteAheadLog>.fromOpaque(context).takeUnretainedValue()
                log.frames.store(Int(count), ordering: .relaxed)
                return SQLITE_OK
            }, context)
    }

    /// Throws where there is no room for a further commit.
    func makeRoom(_ database: Database) throws {
        guard size > limits.cap, try !flush(database) else { return }
        throw EventLogError.heldByReader(bytes: size)
    }

    /// Flushes once there is enough. The commit stands, whatever becomes of the flush: the next one tries again.
    func flushWhereDue(_ database: Database) {
        if size > limits.flush { _ = try? flush(database) }
    }

    /// Takes into the file what no reader holds back; whether that was all.
    func flush(_ database: Database) throws -> Bool {
        let (all, flushed) = try database.checkpoint(.passive)
        return all == flushed
    }

    /// What stands before each page (SQLite's file format, section 4.2).
    private static let frameHeader = 24
}
