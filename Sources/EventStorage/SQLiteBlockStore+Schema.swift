import GRDB
import Schema

extension SQLiteBlockStore {
    /// Tables and triggers that are not those of `schema/log`, one sentence each. Whoever tampers takes the triggers away
    /// first; one that was added could undo at the next append what the log promises. ``statisticsTables()`` are apart.
    package func schemaFindings() throws -> [String] {
        let expected = try Self.objects(of: Self.freshTables())
        let found = try withConnection { database in try Self.readErrors { try Self.objects(database) } }
        let names = Set(expected.keys).union(found.keys).filter {
            Self.statistics[$0] == nil || found[$0] != Self.statistics[$0]
        }
        .sorted()
        return names.compactMap { name in
            switch (expected[name], found[name]) {
            case (let expected, let found) where expected == found: nil
            case (_, nil): "\(name) is missing"
            case (nil, _): "\(name) does not belong to the log"
            default: "\(name) is not the log's own"
            }
        }
    }

    /// The tables of statistics that the file has, which `ANALYZE` of another program makes. They steer how SQLite looks
    /// for rows and never what it finds: a matter for the operator, and no reason to doubt the log.
    package func statisticsTables() throws -> [String] {
        try withConnection { database in
            let found = try Self.readErrors { try Self.objects(database) }
            return Self.statistics.filter { found[$0] == $1 }.keys.map { String($0.dropFirst("table ".count)) }.sorted()
        }
    }

    /// As SQLite itself makes them; under no other name, and with no other columns.
    private static let statistics = [
        "table sqlite_stat1": "'sqlite_stat1''CREATE TABLE sqlite_stat1(tbl,idx,stat)'",
        "table sqlite_stat4": "'sqlite_stat4''CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)'",
    ]

    /// The tables in a file that was never written.
    private static func freshTables() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try queue.write { try $0.execute(sql: Schema.log) }
        return queue
    }

    private static func objects(of queue: DatabaseQueue) throws -> [String: String] { try queue.read(objects) }

    /// What each table and trigger was made with.
    private static func objects(_ database: Database) throws -> [String: String] {
        // Without values that could be missing, or of another kind, in a file that was tampered with.
        let sql = "SELECT CAST(type || ' ' || name AS TEXT), quote(tbl_name) || quote(sql) FROM sqlite_schema"
        var objects: [String: String] = [:]
        try database.rows(sql) { row in objects[try row.text(0)] = try row.text(1) }
        return objects
    }
}
