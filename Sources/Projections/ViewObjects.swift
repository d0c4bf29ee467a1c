import GRDB
import Schema

/// The tables, indexes, triggers and views of a file, as `sqlite_schema` has them: what a query means depends on them.
struct ViewObjects: Sendable, Hashable {
    /// What each was made with, by kind and name: `view v1_alarms`.
    private let definitions: [String: String]

    init(_ database: Database) throws {
        // Quoted, so that no value can be missing or of another kind, whatever became of the file.
        let sql = """
            SELECT CAST(coalesce(type, '') || ' ' || coalesce(name, '') AS TEXT), quote(tbl_name) || ' ' || quote(sql)
            FROM sqlite_schema
            """
        var definitions: [String: String] = [:]
        for row in try Row.fetchAll(database, sql: sql) {
            // Two objects of one name, which only a tampered file has, are a third one.
            definitions[try row.value(0), default: ""] += try row.value(1) as String
        }
        self.definitions = definitions
    }

    /// Those that this program makes.
    static func expected() throws -> ViewObjects { try made.get() }

    private static let made = Result {
        try DatabaseQueue().write { database in
            try database.execute(sql: Schema.views)
            try database.execute(sql: Schema.viewIndexes)
            return try ViewObjects(database)
        }
    }

    var isEmpty: Bool { definitions.isEmpty }

    /// Kind, name and definition of each, in the order of kinds and names.
    var texts: [(name: String, definition: String)] {
        definitions.sorted { $0.key < $1.key }.map { (name: $0.key, definition: $0.value) }
    }

    /// The tables that this program makes and that are there, in the order of their names.
    var ownTables: [String] {
        get throws {
            let kind = "table "
            return try Self.expected().definitions.keys.filter { $0.hasPrefix(kind) && definitions[$0] != nil }
                .map { String($0.dropFirst(kind.count)) }.filter { !$0.hasPrefix("sqlite_") }.sorted()
        }
    }

    /// What is not as this program makes it, one sentence for each object.
    func findings() throws -> [String] {
        let expected = try Self.expected().definitions
        return Set(expected.keys).union(definitions.keys).sorted().compactMap { name in
            switch (expected[name], definitions[name]) {
            case (let expected, let found) where expected == found: nil
            case (_, nil): "\(name) is missing"
            case (nil, _) where Self.isStatistics(name):
                "\(name) holds statistics that another program's ANALYZE made: they change no result, only how fast it comes"
            case (nil, _): Self.foreign(name)
            default: "\(name) is not the one that this program makes"
            }
        }
    }

    /// What no version of this program makes, one sentence for each object.
    func foreignFindings() throws -> [String] {
        try definitions.keys.filter { try !Self.isOurs($0) && !Self.isInternal($0) }.sorted().map(Self.foreign)
    }

    /// Whether a version of this program makes an object of that kind and name.
    static func isOurs(_ name: String) throws -> Bool {
        try expected().definitions[name] != nil || former.contains(name)
    }

    /// What earlier versions made and this one does not: grows whenever an object is given up.
    private static let former: Set = ["table endpoint"]

    /// The same, without what changes no result: enough for a question, not for a comparison.
    func findingsThatMatter() throws -> [String] {
        guard try self != Self.expected() else { return [] }
        return try ViewObjects(definitions.filter { !Self.isStatistics($0.key) }).findings()
    }

    private init(_ definitions: [String: String]) {
        self.definitions = definitions
    }

    private static func foreign(_ name: String) -> String { "\(name) does not belong to the views" }

    private static func isStatistics(_ name: String) -> Bool { name.hasPrefix("table sqlite_stat") }

    /// What SQLite makes by itself, for tables and for constraints: no other object may be called so.
    private static func isInternal(_ name: String) -> Bool {
        name.hasPrefix("table sqlite_") || name.hasPrefix("index sqlite_")
    }
}
