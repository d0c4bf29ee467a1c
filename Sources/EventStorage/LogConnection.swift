import Foundation
import GRDB
import Synchronization

/// One connection to the log's file, which is opened again where it may be of no use any more.
///
/// A connection can outlive what it stands for: a disk that was away for a moment, a write-ahead log that somebody
/// removed. So after a second error in a row of a kind that may come from that, it is closed, and opened at the next use.
final class LogConnection: Sendable {
    let writeAhead: WriteAheadLog
    private let path: String
    private let access: SQLiteBlockStore.Access
    private let limits: WriteAheadLog.Limits
    private let folder: HeldFolder?
    private let state = Mutex(State())
    private let reader = Mutex<LogConnection?>(nil)

    private struct State {
        var queue: DatabaseQueue?
        /// Where the file is read without the files that SQLite keeps beside it.
        var detached: DetachedFile?
        /// Errors in a row that a fresh connection may mend.
        var failures = 0
        var isClosed = false
        /// What SQLite keeps beside the file, by the endings of their names.
        var besides: [String: FileIdentity] = [:]
    }

    init(path: String, access: SQLiteBlockStore.Access, limits: WriteAheadLog.Limits, folder: HeldFolder?) {
        self.path = path
        self.access = access
        self.limits = limits
        self.folder = folder
        writeAhead = WriteAheadLog(limits)
    }

    /// A read-only connection to the same file. SQLite shares what it knows of a file between all connections of a
    /// process, so that one is opened anew only where both are.
    var companion: LogConnection {
        reader.withLock { reader in
            if let reader { return reader }
            let made = LogConnection(path: path, access: .reading, limits: limits, folder: folder)
            reader = made
            return made
        }
    }

    /// Calls `body` with the connection, opened where it is not; errors are the log's.
    func use<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
        try SQLiteBlockStore.storageErrors { try attempt(body) }
    }

    /// Calls `body`, which only reads, as ``use(_:)`` does; errors are those of reading.
    func read<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
        try SQLiteBlockStore.storageErrors { try SQLiteBlockStore.readErrors { try attempt(body) } }
    }

    private func attempt<Value>(_ body: (DatabaseQueue) throws -> Value) throws -> Value {
        let queue = try queue()
        let result = Result { try body(queue) }
        // Whatever was read of a file that changed meanwhile, an error too, says nothing about the log.
        if let detached = state.withLock({ $0.detached }), !detached.isUnchanged {
            throw EventLogError.storage(DetachedFile.changed)
        }
        switch result {
        case .success: state.withLock { $0.failures = 0 }
        case .failure(let error): note(error)
        }
        return try result.get()
    }

    private func queue() throws -> DatabaseQueue {
        if isWorn { try reopen() }
        return try state.withLock { state in
            if let queue = state.queue { return queue }
            guard !state.isClosed else { throw EventLogError.storage("it is closed") }
            // Never another archive's file, which may lie there by now.
            try folder?.check()
            let (queue, detached) = try opened()
            (state.queue, state.detached) = (queue, detached)
            state.failures = 0
            state.besides = besides()
            return queue
        }
    }

    private var isWorn: Bool { state.withLock { $0.failures >= Self.patience && $0.queue != nil } }

    private func note(_ error: any Error) {
        guard let error = error as? DatabaseError, Self.suspicious.contains(error.resultCode) else { return }
        state.withLock { $0.failures += 1 }
    }

    /// Closes the connection and its companion; the next use opens them.
    func reopen() throws {
        try folder?.check()
        reader.withLock { $0 }?.disconnect()
        disconnect()
    }

    private func disconnect() {
        let queue = state.withLock { state in
            defer { state.queue = nil }
            return state.queue
        }
        // Where it cannot be closed now, it is once nobody has it any more.
        try? queue?.close()
    }

    /// Closes it for good.
    func close() throws {
        let queue = state.withLock { state in
            state.isClosed = true
            defer { state.queue = nil }
            return state.queue
        }
        try SQLiteBlockStore.storageErrors { try queue?.close() }
    }

    private func opened() throws -> (DatabaseQueue, DetachedFile?) {
        guard access == .writing else {
            return try SQLiteBlockStore.readErrors { try DetachedFile.open(path, Self.configuration(.reading)) }
        }
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration(.writing))
        try queue.inDatabase { database in
            // GRDB lowers this to NORMAL as it turns the write-ahead log on; then power loss could take acknowledged
            // events.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            try writeAhead.watch(database)
        }
        return (queue, nil)
    }

    private static func configuration(_ access: SQLiteBlockStore.Access) -> Configuration {
        var configuration = Configuration()
        configuration.label = "log"
        configuration.readonly = access == .reading
        configuration.journalMode = access == .writing ? .wal : .default
        configuration.busyMode = .timeout(access == .reading ? readerSeconds : writerSeconds)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
            try database.execute(sql: "PRAGMA cell_size_check = ON")
            guard access == .writing else { return }
            // Else plain frames freed by sealing would stay readable in free pages.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// In WAL mode a reader waits only for a recovery after a crash, and for a writer that takes a long write-ahead log
    /// into the file as it closes.
    private static let readerSeconds = 5.0
    /// Nobody else is to write; whoever cannot wait longer than this tries again.
    private static let writerSeconds = 1.0
    /// One error may come and go; the connection is as good as before then, and closing it is not free of risk.
    private static let patience = 2
    /// What may be the connection's own fault. A full disk and a lock never are.
    private static let suspicious: [ResultCode] = [
        .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_NOMEM,
        .SQLITE_PROTOCOL, .SQLITE_MISUSE,
    ]
}

// MARK: the files beside the log's

extension LogConnection {
    /// Throws ``EventLogError/misplaced(_:)`` where the archive's files are not in their place.
    ///
    /// Where only the write-ahead log or its index is missing, or another file, this connection still has the old one:
    /// what it holds is taken into the log's file, and both connections are opened anew. Then that is to be told.
    func checkFiles() throws -> String? {
        guard let folder else { return nil }
        try folder.check()
        guard let lost = lostBeside() else { return nil }
        let isSaved = try use { queue in try queue.writeWithoutTransaction { try writeAhead.flush($0) } }
        guard isSaved else {
            throw EventLogError.misplaced("\(lost) was removed, and a reader keeps what it held from being saved")
        }
        try reopen()
        return "\(lost) was removed or replaced under the archiver; what it held was saved into log.sqlite"
    }

    /// The path of a file beside the log that is not the one that SQLite opened.
    private func lostBeside() -> String? {
        let (known, isOpen) = state.withLock { ($0.besides, $0.queue != nil) }
        guard isOpen else { return nil }
        let found = besides()
        return known.keys.sorted().first { found[$0] != known[$0] }.map { path + $0 }
    }

    private func besides() -> [String: FileIdentity] {
        Self.endings.reduce(into: [:]) { $0[$1] = try? FileIdentity.of(path + $1) }
    }

    private static let endings = ["-wal", "-shm"]
}
