import GRDBSQLite

/// The baseline: rows through SQLite's own interface, WAL, FULL.
final class BareTable {
    private var connection: OpaquePointer?
    private var statement: OpaquePointer?
    private var next: Int64 = 0

    /// A new file; with an index over the subjects, as every event store has one, or without.
    init(path: String, isIndexed: Bool) throws {
        try check(sqlite3_open(path, &connection))
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("CREATE TABLE event (position INTEGER PRIMARY KEY, subject TEXT, line BLOB NOT NULL)")
        if isIndexed { try run("CREATE INDEX event_by_subject ON event (subject)") }
        try check(sqlite3_prepare_v2(connection, "INSERT INTO event VALUES (?, ?, ?)", -1, &statement, nil))
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_close(connection)
    }

    func run(_ sql: String) throws { try check(sqlite3_exec(connection, sql, nil, nil, nil)) }

    func insert(_ line: [UInt8], subject: String? = nil) throws {
        sqlite3_bind_int64(statement, 1, next)
        // SQLITE_TRANSIENT: SQLite copies the text before the call returns.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        if let subject { sqlite3_bind_text(statement, 2, subject, -1, copied) }
        try line.withUnsafeBytes { bytes in
            try check(sqlite3_bind_blob(statement, 3, bytes.baseAddress, Int32(bytes.count), nil))
            guard sqlite3_step(statement) == SQLITE_DONE else { throw BareError(code: sqlite3_errcode(connection)) }
        }
        sqlite3_reset(statement)
        next += 1
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw BareError(code: code) }
    }
}

struct BareError: Error {
    let code: Int32
}
