import GRDB
import Schema

extension SQLiteBlockStore {
    /// Tables and triggers that are not those of `schema/log`, one sentence each. Whoever tampers takes the triggers away
    /// first; one that was added could undo at the next append what the log promises.
    package func schemaFindings() throws -> [String] {
        let expected = try Self.objects(of: Self.freshTables())
        let found = try withConnection(Self.objects)
        let names = Set(expected.keys).union(found.keys).sorted()
        return names.compactMap { name in
            switch (expected[name], found[name]) {
            case (let expected, let found) where expected == found: nil
            case (_, nil): "\(name) is missing"
            case (nil, _): "\(name) does not belong to the log"
            default: "\(name) is not the log's own"
            }
        }
    }

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
