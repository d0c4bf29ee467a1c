package import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import GRDBSQLite

/// Why the views cannot be used, and what to do. None of it touches the log.
package enum ViewError: Error, Sendable, CustomStringConvertible {
    /// SQLite cannot read its own file, or a row holds what none can; what it says of it.
    case damaged(String)
    /// An event cannot be taken in, of which the position may be known: a value that no row can hold comes of it, or of
    /// rows that were changed by hand; what SQLite says of it. The file is whole, and its rows say what they said.
    case unfoldable(Position?, String)
    /// Missing, of another version or of another log, where they cannot be made anew.
    case unusable(String)
    /// A folder or file that may only be read.
    case unwritable(String)
    /// A name, and what has it that is no file.
    case obstructed(String, String)
    /// A file that cannot be opened, read or written now; what SQLite or the system say of it.
    case unavailable(String, Reason, String)
    /// More events than views in memory may be made of; bytes.
    case tooLargeForMemory(Int)

    /// Why a file is unavailable.
    package enum Reason: Sendable {
        /// There is no room.
        case full
        /// Another program holds a lock.
        case locked
        /// Its owner or its rights forbid it.
        case unwritable
        /// The disk, or something else.
        case failing

        /// The reason behind a result code of SQLite's.
        init(_ code: Int32) {
            self =
                switch code & 0xFF {
                case SQLITE_FULL: .full
                case SQLITE_IOERR where code == Self.sharedMemorySize: .full
                case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .locked
                case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: .unwritable
                default: .failing
                }
        }

        /// `SQLITE_IOERR_SHMSIZE`, a macro: no room for the index of the write-ahead log.
        private static let sharedMemorySize: Int32 = 10 | 19 << 8

        fileprivate var advice: String {
            switch self {
            case .full: "make room on the disk"
            case .locked: "end the program that holds it (`fuser` names it)"
            case .unwritable: "check who owns it and its directory, or move it away"
            case .failing: "check the disk, or move it away"
            }
        }
    }

    package var description: String {
        switch self {
        case .damaged(let what): "the views are damaged (\(what)); `alarm-history rebuild` makes them anew from the log"
        case .unfoldable(let position, let what):
            "\(position.map { "event \($0)" } ?? "an event") cannot be taken into the views (\(what)): `alarm-history rebuild` "
                + "makes them anew from the log; where that says the same, only a later version can"
        case .unusable(let path):
            "\(path) is missing, damaged, of another version or of another log, and cannot be written: let the archive's "
                + "owner run `alarm-history rebuild`"
        case .unwritable(let path): "\(path) cannot be written: let the archive's owner run `alarm-history rebuild`"
        case .obstructed(let path, let what): "\(path) is \(what), where the views belong: move it away"
        case .unavailable(let path, let reason, let what): "\(path) cannot be used (\(what)): \(reason.advice)"
        case .tooLargeForMemory(let bytes):
            "views of more than \(bytes >> 20) MiB are not made in memory: let the archive's owner run `alarm-history rebuild`"
        }
    }

    /// Whether what is wrong is in the rows themselves.
    package var isDamage: Bool { if case .damaged = self { true } else { false } }

    /// Whether it will fail alike again as long as rows and events are the same.
    var isAboutRows: Bool { if case .unfoldable = self { true } else { isDamage } }

    /// Does `body`, and calls by its name what is wrong with the file at `path`.
    static func naming<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where isDamage(error) {
            throw ViewError.damaged(error.message ?? "\(error.resultCode)")
        } catch let error as DatabaseError where isAboutTheFile(error) {
            let code = error.extendedResultCode
            throw ViewError.unavailable(path, Reason(code.rawValue), error.message ?? "\(code)")
        } catch let error as DatabaseError where isAboutAValue(error) {
            throw ViewError.damaged("a value that cannot be: \(error.message ?? "\(error.resultCode)")")
        } catch let error as RowDecodingError {
            throw ViewError.damaged("\(error)")
        } catch let error as SystemError {
            throw ViewError.unavailable(path, error.number == ENOSPC ? .full : .unwritable, "\(error)")
        }
    }

    /// The same of a `body` that folds events into the file, one of them where a position is given: a value that cannot be
    /// says nothing of the file then.
    static func folding<Value>(_ path: String, _ position: Position? = nil, _ body: () throws -> Value) throws -> Value
    {
        try naming(path) {
            do {
                return try body()
            } catch let error as DatabaseError where isAboutAValue(error) {
                throw ViewError.unfoldable(position, error.message ?? "\(error.resultCode)")
            } catch let error as RowDecodingError {
                throw ViewError.unfoldable(position, "\(error)")
            } catch ViewError.damaged(let what) {
                throw ViewError.unfoldable(position, what)
            }
        }
    }

    static func isDamage(_ error: DatabaseError) -> Bool {
        [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
    }

    /// Whether a number or a text is one that no row can hold: sums overflow, and a row that is made of it breaks its table's
    /// rules.
    private static func isAboutAValue(_ error: DatabaseError) -> Bool {
        [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE].contains(error.resultCode)
            || error.message == "integer overflow"
    }

    private static func isAboutTheFile(_ error: DatabaseError) -> Bool {
        [
            .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL, .SQLITE_CANTOPEN,
            .SQLITE_READONLY,
            .SQLITE_PERM, .SQLITE_AUTH,
        ].contains(error.resultCode)
    }
}
