import Foundation
import GRDB

extension SQLiteBlockStore {
    /// Errors of reading in the log's words: what contradicts a log is damage, what only kept it from being read is not,
    /// and comes with what to do.
    package static func readErrors<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            let words = error.message ?? error.resultCode.description
            if let advice = advice(error.resultCode) { throw EventLogError.storage("\(words); \(advice)") }
            switch error.resultCode {
            // These have words of their own.
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: throw error
            default: throw EventLogError.damaged("its tables cannot be read as those of a log: \(words)")
            }
        }
    }

    /// What to do where a file could not be read, which says nothing of what is in it; nil for a code that does.
    static func advice(_ code: ResultCode) -> String? {
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL, .SQLITE_INTERRUPT: ReadAdvice.busy
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_READONLY: ReadAdvice.access
        case .SQLITE_NOMEM: ReadAdvice.memory
        case .SQLITE_IOERR, .SQLITE_FULL, .SQLITE_NOLFS: ReadAdvice.disk
        // A programmer's error, and none of the file's.
        case .SQLITE_MISUSE, .SQLITE_INTERNAL: ReadAdvice.again
        default: nil
        }
    }

    /// SQLite's check goes on where it cannot read a page, and lists that like a fault; throws where it did so.
    package static func requireRead(_ faults: [String]) throws {
        for fault in faults {
            guard let match = fault.firstMatch(of: /error code=(\d+)/), let code = Int32(match.1) else { continue }
            // The low byte is the kind of error; the others say more of it.
            if let advice = advice(ResultCode(rawValue: code & 0xFF)) {
                throw EventLogError.storage("\(fault); \(advice)")
            }
        }
    }
}

/// What to do where something could not be read.
private enum ReadAdvice {
    static let busy = "end the program that holds it (`fuser` names it), or wait, and try again"
    static let access = "check who owns it and its directory, and how many files may be open (`ulimit -n`)"
    static let memory = "free some memory, and try again"
    static let disk = "check the disk, and try again"
    static let again = "try again"
}

extension SystemError {
    /// What to do.
    package var advice: String {
        switch number {
        case EMFILE, ENFILE, EACCES, EPERM, ELOOP: ReadAdvice.access
        case ENOMEM: ReadAdvice.memory
        case EIO, ENOSPC, EDQUOT, EROFS: ReadAdvice.disk
        case EBUSY, EAGAIN: ReadAdvice.busy
        default: ReadAdvice.again
        }
    }
}
