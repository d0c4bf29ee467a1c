import GRDB

extension SQLiteBlockStore {
    /// SQLite's errors in the log's words.
    static func storageErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch is RowDecodingError {
            throw EventLogError.damaged("a row holds a value of another kind than its table allows")
        } catch let error as DatabaseError {
            throw EventLogError(error)
        }
    }
}

extension EventLogError {
    /// SQLite's error in the log's words.
    init(_ error: DatabaseError) {
        let words = error.message ?? error.resultCode.description
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_NOTADB: self = .notALog("log.sqlite is no SQLite file")
        case .SQLITE_CORRUPT: self = .damaged("SQLite finds the file malformed")
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL: self = .locked
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .inaccessible(words)
        case .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_INTERRUPT: self = .failing(words)
        default: self = .storage(words)
        }
    }
}
