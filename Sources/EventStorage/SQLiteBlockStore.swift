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
    private let queue: DatabaseQueue
    private let writeAhead: WriteAheadLog
    /// Where the file is read without the files that SQLite keeps beside it.
    private let detached: DetachedFile?

    /// Makes a new file with the tables of `schema/log`.
    package static func create(
        at path: String, limits: WriteAheadLog.Limits = .standard
    ) throws -> SQLiteBlockStore {
        // Before SQLite does, and for its folder's owner; what SQLite then makes beside it belongs to the same user.
        if try !DurableFile.exists(path) { try DurableFile.makeEmpty(path) }
        let store = try SQLiteBlockStore(path: path, access: .writing, limits)
        try storageErrors {
            try store.queue.inTransaction(.immediate) { database in
                try database.execute(sql: Schema.log)
                try database.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
                try database.execute(sql: "PRAGMA user_version = \(Self.schemaVersion)")
                return .commit
            }
        }
        return store
    }

    /// Opens an existing file.
    package static func open(
        at path: String, access: Access, limits: WriteAheadLog.Limits = .standard
    ) throws -> SQLiteBlockStore {
        // Where there is none, SQLite would make an empty one.
        guard try DurableFile.exists(path) else { throw EventLogError.notALog("there is no \(path)") }
        let store = try SQLiteBlockStore(path: path, access: access, limits)
        try store.checkIdentity(path)
        return store
    }

    /// What a connection may do.
    package enum Access: Sendable {
        case reading, writing
    }

    private init(path: String, access: Access, _ limits: WriteAheadLog.Limits) throws {
        let writeAhead = WriteAheadLog(limits)
        (queue, detached) = try Self.storageErrors {
            guard access == .writing else {
                return try Self.readErrors { try DetachedFile.open(path, Self.configuration(.reading)) }
            }
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration(access))
            try queue.inDatabase { database in
                // GRDB lowers this to NORMAL as it turns the write-ahead log on; then power loss could take
                // acknowledged events.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try writeAhead.watch(database)
            }
            return (queue, nil)
        }
        self.writeAhead = writeAhead
    }

    package func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value {
        let result = Result {
            try Self.storageErrors { try Self.readErrors { try queue.read { try body(SQLiteLog(database: $0)) } } }
        }
        // Whatever was read of a file that changed meanwhile, an error too, says nothing about the log.
        guard detached?.isUnchanged ?? true else { throw EventLogError.storage(DetachedFile.changed) }
        return try result.get()
    }

    package func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        try Self.storageErrors {
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
    package func flush() throws {
        try Self.storageErrors { try queue.writeWithoutTransaction { _ = try writeAhead.flush($0) } }
    }

    /// What the connection is set to, as SQLite tells it.
    struct Settings: Equatable {
        let journalMode: String?
        let synchronous: Int?
        let secureDelete: Int?
        let autocheckpoint: Int?
    }

    /// Asked by tests: a setting that another one undoes would cost acknowledged events, not an error.
    func settings() throws -> Settings {
        try queue.inDatabase { database in
            Settings(
                journalMode: try String.fetchOne(database, sql: "PRAGMA journal_mode"),
                synchronous: try Int.fetchOne(database, sql: "PRAGMA synchronous"),
                secureDelete: try Int.fetchOne(database, sql: "PRAGMA secure_delete"),
                autocheckpoint: try Int.fetchOne(database, sql: "PRAGMA wal_autocheckpoint"))
        }
    }

    /// Closes the connection; the writer's takes the write-ahead log into the file.
    package func close() throws {
        try Self.storageErrors { try queue.close() }
    }

    /// What SQLite itself finds wrong with the file, one sentence each; it lists a hundred at most.
    package func integrityFindings() throws -> [String] {
        try Self.storageErrors {
            let faults = try Self.readErrors {
                try queue.read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }
            }.filter { $0 != "ok" }
            try Self.requireRead(faults)
            return faults
        }
    }

    private func checkIdentity(_ path: String) throws {
        let identity = try Self.storageErrors {
            try Self.readErrors {
                try queue.read { database in
                    (
                        try Int.fetchOne(database, sql: "PRAGMA application_id"),
                        try Int.fetchOne(database, sql: "PRAGMA user_version")
                    )
                }
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
        try Self.storageErrors { try queue.unsafeRead(body) }
    }

    private static func configuration(_ access: Access) -> Configuration {
        var configuration = Configuration()
        configuration.label = "log"
        configuration.readonly = access == .reading
        configuration.journalMode = access == .writing ? .wal : .default
        configuration.busyMode = .timeout(busySeconds)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            guard access == .writing else { return }
            // Else plain frames freed by sealing would stay readable in free pages.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// SQLite's errors in the log's words.
    static func storageErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch is RowDecodingError {
            throw EventLogError.damaged("a row holds a value of another kind than its table allows")
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_FULL: throw EventLogError.diskFull
            case .SQLITE_NOTADB: throw EventLogError.notALog("log.sqlite is no SQLite file")
            case .SQLITE_CORRUPT: throw EventLogError.damaged("SQLite finds the file malformed")
            default: throw EventLogError.storage(error.message ?? error.resultCode.description)
            }
        }
    }

    /// "ALRM": which program's file this is (SQLite's header, offset 68).
    package static let applicationID = 0x414C_524D
    /// Version of the tables (SQLite's header, offset 60).
    package static let schemaVersion = 1
    /// In WAL mode only recovery after a crash makes anyone wait, and that takes well under a second.
    private static let busySeconds = 5.0
}
