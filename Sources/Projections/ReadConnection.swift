import EventStorage
import GRDBSQLite

/// A connection that can do nothing but read.
struct ReadConnection: ~Copyable {
    private let connection: OpaquePointer
    private let rule = ReadingRule()

    init(_ views: ViewStore) throws(ReadQueryError) {
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(views.location, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "no memory"
            sqlite3_close(opened)
            throw .failed("\(views.path): \(message)")
        }
        connection = opened
        sqlite3_busy_timeout(connection, Self.patience)
        if let preparation = views.detached?.preparation { sqlite3_exec(connection, preparation, nil, nil, nil) }
        sqlite3_exec(connection, "PRAGMA query_only = 1", nil, nil, nil)
        sqlite3_limit(connection, SQLITE_LIMIT_LENGTH, Self.longest)
        sqlite3_hard_heap_limit64(Self.mostMemory)
        sqlite3_set_authorizer(connection, ReadingRule.judge, Unmanaged.passUnretained(rule).toOpaque())
    }

    deinit { sqlite3_close_v2(connection) }

    var interrupter: ReadQuery.Interrupter { ReadQuery.Interrupter(address: UInt(bitPattern: connection)) }

    /// The one statement of a text; comments and empty statements may stand around it.
    func statement(_ sql: String) throws(ReadQueryError) -> OpaquePointer {
        var statement: OpaquePointer?
        var rest = sql
        // SQLite would not see what stands behind it.
        guard !sql.utf8.contains(0) else { throw .hasNUL }
        do throws(ReadQueryError) {
            while !rest.isEmpty {
                let (next, tail) = try prepare(rest)
                rest = tail
                guard let next else { continue }
                guard statement == nil else {
                    sqlite3_finalize(next)
                    throw .several
                }
                statement = next
                guard sqlite3_stmt_readonly(next) != 0 else { throw .notReading("this statement") }
            }
        } catch {
            sqlite3_finalize(statement)
            throw error
        }
        guard let statement else { throw .empty }
        return statement
    }

    /// The first statement of a text, nil where that is empty, and what stands behind it.
    private func prepare(_ sql: String) throws(ReadQueryError) -> (statement: OpaquePointer?, tail: String) {
        rule.refused = nil
        var statement: OpaquePointer?
        let (code, tail) = sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v2(connection, text, -1, &statement, &tail)
            return (code, tail.map { String(cString: $0) } ?? "")
        }
        guard code == SQLITE_OK else { throw failure() }
        return (statement, tail)
    }

    /// What went wrong last.
    func failure() -> ReadQueryError {
        if let refused = rule.refused { return .notReading(refused) }
        let message = String(cString: sqlite3_errmsg(connection))
        switch sqlite3_errcode(connection) {
        case SQLITE_INTERRUPT: return .interrupted
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged(message)
        default: break
        }
        return message.hasPrefix("no such table") ? .unknownTable(message, views: views()) : .failed(message)
    }

    private func views() -> [String] {
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name"
        guard let statement = try? prepare(sql).statement else { return [] }
        defer { sqlite3_finalize(statement) }
        var names: [String] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            names.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
        }
        return names
    }

    /// Bytes of a text, a blob or a row: more than any event has.
    private static let longest: Int32 = 16 << 20
    /// Bytes that SQLite takes in all, for this connection and for others of the program.
    private static let mostMemory: Int64 = 1 << 30
    /// Milliseconds that another one's lock is waited for.
    private static let patience: Int32 = 10_000
}

/// What a statement may do, as SQLite asks about it while it compiles.
private final class ReadingRule {
    /// What was refused last, as people call it.
    var refused: String?

    static let judge:
        @convention(c) (
            UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
            UnsafePointer<CChar>?
        ) -> Int32 = { rule, action, first, second, _, _ in
            guard let rule else { return SQLITE_DENY }
            let (first, second) = (first.map { String(cString: $0) }, second.map { String(cString: $0) })
            guard let what = refusal(action, first, second) else { return SQLITE_OK }
            Unmanaged<ReadingRule>.fromOpaque(rule).takeUnretainedValue().refused = what
            return SQLITE_DENY
        }

    /// What an action is called that is not reading; nil for reading.
    private static func refusal(_ action: Int32, _ first: String?, _ second: String?) -> String? {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: nil
        case SQLITE_FUNCTION: second.flatMap { refusedFunctions.contains($0.lowercased()) ? $0 : nil }
        case SQLITE_PRAGMA: pragmaRefusal(first?.lowercased() ?? "", second)
        case SQLITE_ATTACH, SQLITE_DETACH: "ATTACH, DETACH or VACUUM"
        // How a table-valued function such as json_each declares its columns; nothing is written.
        case SQLITE_UPDATE where first == "sqlite_master": nil
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
            first?.hasPrefix("sqlite_") == true ? schemaChange : "changing rows"
        case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: "beginning or ending a transaction"
        default: schemaChange
        }
    }

    /// Functions that reach into the program itself.
    private static let refusedFunctions: Set = ["load_extension", "fts3_tokenizer"]

    private static let schemaChange = "making, changing or dropping tables, views or indexes"

    private static func pragmaRefusal(_ name: String, _ value: String?) -> String? {
        let isQuestion = value == nil ? questions.contains(name) : questionsWithValue.contains(name)
        return isQuestion || (value == nil && questionsWithValue.contains(name)) ? nil : "PRAGMA \(name)"
    }

    /// Pragmas that only tell.
    private static let questions: Set = [
        "application_id", "collation_list", "compile_options", "data_version", "database_list", "encoding",
        "freelist_count", "function_list", "journal_mode", "module_list", "page_count", "page_size", "pragma_list",
        "query_only", "schema_version", "user_version",
    ]

    /// Those whose value is what they are asked about.
    private static let questionsWithValue: Set = [
        "foreign_key_list", "index_info", "index_list", "index_xinfo", "integrity_check", "quick_check", "table_info",
        "table_list", "table_xinfo",
    ]
}
