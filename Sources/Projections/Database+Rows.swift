import GRDB
import GRDBSQLite

/// The row that a statement stands at, read through SQLite's own interface: in a pass over a million rows GRDB's
/// conversions cost more than SQLite itself. The tables are strict, so their columns hold what they say; in a damaged file
/// anything is converted somehow.
struct RawRow {
    fileprivate let statement: OpaquePointer

    /// A number; 0 for NULL.
    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// A count; throws where no archive can have so many, so that sums cannot overflow.
    func count(_ column: Int32) throws -> Int {
        let count = integer(column)
        guard (0...ViewStore.mostOfAnything).contains(count) else { throw ViewError.damaged("a count that cannot be") }
        return Int(count)
    }

    /// Milliseconds between two times; throws where no two times of a calendar lie so far from each other.
    func duration(_ column: Int32) throws -> Int64 {
        let duration = integer(column)
        guard duration.magnitude <= ViewStore.longestDuration else {
            throw ViewError.damaged("a duration that cannot be")
        }
        return duration
    }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// A text; nil for NULL.
    func text(_ column: Int32) -> String? {
        guard let text = sqlite3_column_text(statement, column) else { return nil }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// Bytes, valid until the next row.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(statement, column)
        return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }
}

extension Database {
    /// Calls `visit` with each row of a statement without parameters.
    func forEachRow(_ sql: String, _ visit: (RawRow) throws -> Void) throws {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try visit(RawRow(statement: statement))
            case SQLITE_DONE: return
            default:
                throw DatabaseError(
                    resultCode: ResultCode(rawValue: sqlite3_extended_errcode(sqliteConnection)),
                    message: sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }, sql: sql)
            }
        }
    }
}
