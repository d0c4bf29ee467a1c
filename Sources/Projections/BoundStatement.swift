import AlarmHistory
import ArchiveEvents
import GRDB
import GRDBSQLite

/// A statement that is run for row after row through SQLite's own interface: GRDB's conversions cost as much as SQLite.
struct BoundStatement {
    private let statement: OpaquePointer
    private let database: Database
    private let sql: String

    init(_ sql: String, _ database: Database) throws {
        statement = try database.cachedStatement(sql: sql).sqliteStatement
        self.database = database
        self.sql = sql
    }

    /// Binds the values from the first parameter on, runs it, and makes it ready for the next row.
    func run(_ bind: (inout Binder) -> Void) throws {
        var binder = Binder(statement)
        bind(&binder)
        let code = sqlite3_step(statement)
        sqlite3_reset(statement)
        guard code == SQLITE_DONE else {
            let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
        }
    }

    /// Gives the parameters their values, one after the other.
    struct Binder {
        private let statement: OpaquePointer
        private var index: Int32 = 0

        fileprivate init(_ statement: OpaquePointer) {
            self.statement = statement
        }

        mutating func integer(_ value: Int64?) {
            index += 1
            if let value { sqlite3_bind_int64(statement, index, value) } else { sqlite3_bind_null(statement, index) }
        }

        mutating func integer(_ value: Int?) { integer(value.map(Int64.init)) }
        mutating func time(_ value: Instant?) { integer(value?.milliseconds) }
        mutating func position(_ value: Position?) { integer(value.map { Int64(clamping: $0.number) }) }

        mutating func text(_ value: String?) {
            index += 1
            guard var value = value?.withoutZero else {
                sqlite3_bind_null(statement, index)
                return
            }
            // SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
            let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            let empty = UnsafeRawPointer(("" as StaticString).utf8Start).assumingMemoryBound(to: CChar.self)
            value.withUTF8 { bytes in
                _ = bytes.withMemoryRebound(to: CChar.self) {
                    // No text is a null pointer, which would be NULL.
                    sqlite3_bind_text(statement, index, $0.baseAddress ?? empty, Int32($0.count), copied)
                }
            }
        }

        mutating func bytes(_ value: [UInt8]) {
            index += 1
            let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            value.withUnsafeBytes { bytes in
                _ =
                    bytes.isEmpty
                    ? sqlite3_bind_zeroblob(statement, index, 0)
                    : sqlite3_bind_blob64(statement, index, bytes.baseAddress, UInt64(bytes.count), copied)
            }
        }
    }
}
