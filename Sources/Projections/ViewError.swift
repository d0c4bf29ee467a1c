import GRDB

/// Why the views cannot be used, and what to do.
package enum ViewError: Error, Sendable, CustomStringConvertible {
    /// SQLite cannot read its own file; what it says of it.
    case damaged(String)
    /// Missing, of another version or of another log, where they cannot be made anew.
    case unusable(String)
    /// SQLite would have to make files beside it, which cannot be made there.
    case unreadable(String)
    /// A folder or file that may only be read.
    case unwritable(String)

    package var description: String {
        switch self {
        case .damaged(let what): "the views are damaged (\(what)); `alarm-history rebuild` makes them anew from the log"
        case .unusable(let path):
            "\(path) is missing, of another version or of another log, and cannot be written: let the archive's owner run "
                + "`alarm-history rebuild`"
        case .unreadable(let path):
            "\(path) cannot be read from a folder that cannot be written while no other program has it open: let the "
                + "archive's owner ask, or ask while the archiver runs"
        case .unwritable(let path): "\(path) cannot be written: let the archive's owner run `alarm-history rebuild`"
        }
    }

    /// Does `body`, and calls damage by its name.
    static func namingDamage<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError where isDamage(error) {
            throw ViewError.damaged(error.message ?? "\(error.resultCode)")
        }
    }

    static func isDamage(_ error: DatabaseError) -> Bool {
        [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
    }
}
