import Foundation
import GRDB
import GRDBSQLite

/// A value on its way into a statement.
enum SQLiteValue {
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    static func integer(_ number: UInt64) -> SQLiteValue { .integer(Int64(bitPattern: number)) }
    static func integer(_ number: UInt32) -> SQLiteValue { .integer(Int64(number)) }
    static func integer(_ number: Int) -> SQLiteValue { .integer(Int64(number)) }
}

/// Statements through SQLite's own interface, kept compiled by GRDB: on the append path and in a pass over all blocks
/// GRDB's conversions cost as much as SQLite itself.
extension Database {
    /// Runs a statement that gives no rows.
    func run(_ sql: String, _ values: SQLiteValue...) throws {
        try step(sql, values) { _ in }
    }

    /// Calls `visit` with each row.
    func rows(_ sql: String, _ values: SQLiteValue..., visit: (SQLiteRow) throws -> Void) throws {
        try step(sql, values, visit: visit)
    }

    /// What `read` makes of the first row; nil where there is none.
    func first<Value>(_ sql: String, _ values: SQLiteValue..., read: (SQLiteRow) throws -> Value) throws -> Value? {
        var value: Value?
        try step(sql, values) { row in if value == nil { value = try read(row) } }
        return value
    }

    private func step(_ sql: String, _ values: [SQLiteValue], visit: (SQLiteRow) throws -> Void) throws {
        let statement = try cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        for (index, value) in values.enumerated() { try bind(value, at: Int32(index + 1), of: statement, sql) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: try visit(SQLiteRow(statement: statement))
            case SQLITE_DONE: return
            default: throw failure(sql)
            }
        }
    }

    private func bind(_ value: SQLiteValue, at index: Int32, of statement: OpaquePointer, _ sql: String) throws {
        // SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code =
            switch value {
            case .integer(let number): sqlite3_bind_int64(statement, index, number)
            case .text(let text): sqlite3_bind_text(statement, index, text, -1, copied)
            case .bytes(let bytes):
                bytes.withUnsafeBytes {
                    sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), copied)
                }
            }
        guard code == SQLITE_OK else { throw failure(sql) }
    }

    private func failure(_ sql: String) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(sqliteConnection)),
            message: sqliteConnection.map { String(cString: sqlite3_errmsg($0)) }, sql: sql)
    }
}

/// The row that a statement stands at.
///
/// A file that was tampered with may hold another kind of value than its column allows. That is an error, never a trap
/// and never a converted value.
struct SQLiteRow {
    fileprivate let statement: OpaquePointer

    func integer(_ column: Int32) throws -> Int64 {
        guard sqlite3_column_type(statement, column) == SQLITE_INTEGER else { throw Self.unexpectedKind }
        return sqlite3_column_int64(statement, column)
    }

    func text(_ column: Int32) throws -> String {
        guard sqlite3_column_type(statement, column) == SQLITE_TEXT, let text = sqlite3_column_text(statement, column)
        else { throw Self.unexpectedKind }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// The bytes, copied; nil for NULL.
    func bytes(_ column: Int32) throws -> [UInt8]? {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return nil
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(statement, column))
            return [UInt8](UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count))
        default: throw Self.unexpectedKind
        }
    }

    private static var unexpectedKind: EventLogError {
        .damaged("a row holds a value of another kind than its table allows")
    }
}
