import GRDBSQLite

/// The baseline: rows through SQLite's own interface, WAL, FULL, one row per commit.
final class BareTable {
    private var connection: OpaquePointer?
    private var statement: OpaquePointer?
    private var next: Int64 = 0

    init(path: String) throws {
        try check(sqlite3_open(path, &connection))
        for sql in [
            "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
            "CREATE TABLE event (position INTEGER PRIMARY KEY, line BLOB NOT NULL)",
        ] {
            try check(sqlite3_exec(connection, sql, nil, nil, nil))
        }
        try check(sqlite3_prepare_v2(connection, "INSERT INTO event VALUES (?, ?)", -1, &statement, nil))
    }

    deinit {
        sqlite3_finalize(statement)
        sqlite3_close(connection)
    }

    func insert(_ line: [UInt8]) throws {
        sqlite3_bind_int64(statement, 1, next)
        try line.withUnsafeBytes { bytes in
            try check(sqlite3_bind_blob(statement, 2, bytes.baseAddress, Int32(bytes.count), nil))
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
