import ArchiveEvents
import Foundation
package import GRDB
import GRDBSQLite
import Schema
import TransparencyLog

/// The log as a SQLite file.
///
/// A store opened for writing owns the one connection that commits and that flushes the write-ahead log; every other
/// connection is read-only. SQLite before 3.51.3 can lose committed data when one connection flushes while another
/// commits: here that cannot happen.
package final class SQLiteBlockStore: BlockStore {
    private let connection: LogConnection

    /// Makes a new file with the tables of `schema/log`.
    package static func create(
        at path: String, limits: WriteAheadLog.Limits = .standard
    ) throws -> SQLiteBlockStore {
        // Before SQLite does, and for its folder's owner; what SQLite then makes beside it belongs to the same user.
        if try !DurableFile.exists(path) { try DurableFile.makeEmpty(path) }
        let store = try SQLiteBlockStore(path, .writing, limits)
        try store.connection.use { queue in
            try queue.inTransaction(.immediate) { database in
                try database.execute(sql: Schema.log)
                try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(Self.schemaVersion)")
                return .commit
            }
        }
        return store
    }

    /// Opens an existing file. Where it is that of an archive that is held, `folder`, its place is looked after: see
    /// ``checkFiles()``.
    package static func open(
        at path: String, access: Access, limits: WriteAheadLog.Limits = .standard, in folder: HeldFolder? = nil
    ) throws -> SQLiteBlockStore {
        // Where there is none, SQLite would make an empty one.
        guard try DurableFile.exists(path) else { throw EventLogError.notALog("there is no \(path)") }
        let store = try SQLiteBlockStore(path, access, limits, folder)
        try store.checkIdentity(path)
        return store
    }

    /// What a connection may do.
    package enum Access: Sendable {
        case reading, writing
    }

    private init(_ path: String, _ access: Access, _ limits: WriteAheadLog.Limits, _ folder: HeldFolder? = nil) throws {
        connection = LogConnection(path: path, access: access, limits: limits, folder: folder)
        if access == .reading { try connection.read { _ in } } else { try connection.use { _ in } }
    }

    private init(_ connection: LogConnection) {
        self.connection = connection
    }

    /// A reader of the same file, whose connection is closed and opened together with this one.
    package func reader() -> SQLiteBlockStore { SQLiteBlockStore(connection.companion) }

    package func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value {
        try connection.read { queue in try queue.read { try body(SQLiteLog(database: $0)) } }
    }

    package func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        let writeAhead = connection.writeAhead
        return try connection.use { queue in
            try queue.writeWithoutTransaction { database in
                try writeAhead.makeRoom(database)
                let value = try Self.transaction(database, body)
                writeAhead.flushWhereDue(database)
                return value
            }
        }
    }

    private static func transaction<Value>(
        _ database: Database, _ body: (any WritableLog) throws -> Value
    ) throws -> Value {
        try database.run("BEGIN IMMEDIATE")
        do {
            let value = try body(SQLiteLog(database: database))
            try database.run("COMMIT")
            return value
        } catch {
            // Not only what SQLite calls full is: the room may be missing for its index, or be found missing at a sync.
            let reason = sqlite3_system_errno(database.sqliteConnection)
            let isFull = error is DatabaseError && [ENOSPC, EDQUOT].contains(reason)
            // A failing disk may have ended the transaction already.
            if database.isInsideTransaction { try? database.run("ROLLBACK") }
            throw isFull ? EventLogError.diskFull : error
        }
    }

    /// Takes the write-ahead log into the file, as far as readers let it.
    package func flush() throws { _ = try flushFully() }

    /// Takes the write-ahead log into the file, as far as readers let it; whether that was all.
    package func flushFully() throws -> Bool {
        let writeAhead = connection.writeAhead
        return try connection.use { queue in try queue.writeWithoutTransaction { try writeAhead.flush($0) } }
    }

    /// Throws ``EventLogError/misplaced(_:)`` where the archive's files are not in their place; what is to be told where
    /// a file that SQLite keeps beside the log was missing, and what it held was saved.
    package func checkFiles() throws -> String? { try connection.checkFiles() }

    /// What the connection is set to, as SQLite tells it.
    struct Settings: Equatable {
        let journalMode: String?
        let synchronous: Int?
        let secureDelete: Int?
        let autocheckpoint: Int?
    }

    /// Asked by tests: a setting that another one undoes would cost acknowledged events, not an error.
    func settings() throws -> Settings {
        try connection.use { queue in
            try queue.inDatabase { database in
                Settings(
                    journalMode: try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                    synchronous: try Int.fetchOne(database, sql: "PRAGMA synchronous"),
                    secureDelete: try Int.fetchOne(database, sql: "PRAGMA secure_delete"),
                    autocheckpoint: try Int.fetchOne(database, sql: "PRAGMA wal_autocheckpoint"))
            }
        }
    }

    /// Closes the connection and opens it again, as after an error that does not pass.
    func reopen() throws { try connection.reopen() }

    /// Closes the connection; the writer's takes the write-ahead log into the file.
    package func close() throws { try connection.close() }

    /// What SQLite itself finds wrong with the file, one sentence each; it lists a hundred at most.
    package func integrityFindings() throws -> [String] {
        let faults = try connection.read { queue in
            try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
        }.filter { $0 != "ok" }
        try Self.requireRead(faults)
        return faults
    }

    private func checkIdentity(_ path: String) throws {
        let identity = try connection.read { queue in
            try queue.read { database in
                (
                    try Int.fetchOne(database, sql: "PRAGMA application_id"),
                    try Int.fetchOne(database, sql: "PRAGMA user_version")
                )
            }
        }
        try Self.checkIdentity(application: identity.0, version: identity.1, path)
    }

    static func checkIdentity(application: Int?, version: Int?, _ path: String) throws {
        guard application == applicationID else { throw EventLogError.notALog("\(path) is no alarm archive") }
        guard version == schemaVersion else {
            throw EventLogError.notALog("\(path) was written by a newer version of this program")
        }
    }

    /// The connection itself, for copies of the whole file.
    package func withConnection<Value>(_ body: (Database) throws -> Value) throws -> Value {
        try connection.use { try $0.unsafeRead(body) }
    }

    /// "ALRM": which program's file this is (SQLite's header, offset 68).
    package static let applicationID = 0x414C_524D
    /// Version of the tables (SQLite's header, offset 60).
    package static let schemaVersion = 1
}
