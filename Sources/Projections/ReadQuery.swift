import GRDBSQLite

/// One statement that only reads, asked of the views as they stand, through SQLite's own interface.
///
/// The file is opened for reading, the connection is told to write nothing (`query_only`), and SQLite asks back about each
/// thing that a statement would do: what is not reading is refused by name. Not for several threads.
package final class ReadQuery {
    /// The columns' names. Of several with the same name each further one has a number behind it, as in `zone_2`.
    package let columns: [String]
    private let connection: ReadConnection
    private let statement: OpaquePointer
    private var isOver = false

    /// Prepares the statement; fails with ``ReadQueryError`` where it is not one that only reads.
    package init(_ sql: String, of views: ViewStore) throws(ReadQueryError) {
        let connection = try ReadConnection(views)
        let statement = try connection.statement(sql)
        let names = (0..<sqlite3_column_count(statement)).map { sqlite3_column_name(statement, $0) }
        columns = Self.distinct(names.map { $0.map { String(cString: $0) } ?? "" })
        self.statement = statement
        self.connection = connection
    }

    deinit { sqlite3_finalize(statement) }

    /// The next row; nil behind the last one.
    package func next() throws(ReadQueryError) -> [ReadValue]? {
        // Another step behind the last row would begin anew.
        guard !isOver else { return nil }
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return (0..<Int32(columns.count)).map { ReadValue(statement, $0) }
        case SQLITE_DONE:
            isOver = true
            return nil
        default: throw connection.failure()
        }
    }

    /// What stops the statement from another thread.
    package var interrupter: Interrupter { connection.interrupter }

    static func distinct(_ names: [String]) -> [String] {
        var taken = Set(names)
        var seen: Set<String> = []
        return names.map { name in
            guard !seen.insert(name).inserted else { return name }
            let free = (2...).lazy.map { "\(name)_\($0)" }.first { !taken.contains($0) } ?? name
            taken.insert(free)
            return free
        }
    }

    /// Stops whatever a query is at; it then fails with ``ReadQueryError/interrupted``.
    package struct Interrupter: Sendable {
        /// The connection's: SQLite allows any thread, and a handler of signals, to interrupt it while it is open.
        package let address: UInt

        package init(address: UInt) {
            self.address = address
        }

        package func interrupt() {
            if let connection = OpaquePointer(bitPattern: address) { sqlite3_interrupt(connection) }
        }
    }
}

/// A value as SQLite holds it.
package enum ReadValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])

    fileprivate init(_ statement: OpaquePointer, _ column: Int32) {
        func bytes(_ start: UnsafeRawPointer?) -> UnsafeRawBufferPointer {
            UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
        }
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: self = .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: self = .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT: self = .text(String(decoding: bytes(sqlite3_column_text(statement, column)), as: UTF8.self))
        case SQLITE_BLOB: self = .blob([UInt8](bytes(sqlite3_column_blob(statement, column))))
        default: self = .null
        }
    }
}

/// Why a question has no answer.
package enum ReadQueryError: Error, Sendable, CustomStringConvertible {
    /// There is nothing to ask.
    case empty
    /// There is more than one statement.
    case several
    /// SQLite would read it only up to a NUL.
    case hasNUL
    /// It would do something else than read.
    case notReading(String)
    /// No such table; these views there are.
    case unknownTable(String, views: [String])
    /// SQLite cannot read the file; what it says of it.
    case damaged(String)
    /// SQLite's own words.
    case failed(String)
    case interrupted

    /// Whether the question should not have been asked so.
    package var isUsage: Bool {
        switch self {
        case .empty, .several, .hasNUL, .notReading: true
        case .unknownTable, .damaged, .failed, .interrupted: false
        }
    }

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .empty: "there is no statement"
        case .several: "that is more than one statement; ask one at a time"
        case .hasNUL: "the statement has a NUL in it; leave that out"
        case .notReading(let what): "only reading is allowed here, and \(what) is something else"
        case .unknownTable(let message, let views):
            "\(message); ask the views \(views.joined(separator: ", ")), or the tables that schema/README.md describes"
        case .damaged(let message): ViewError.damaged(message).description
        case .failed(let message): message
        case .interrupted: "interrupted"
        }
    }
}
