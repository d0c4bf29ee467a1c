import AlarmHistory
import GRDB

/// Table `alarm_source`: each combination that alarms named, with its number.
struct SourceTable {
    /// A source of one deployment.
    struct Key: Hashable {
        let deployment: String
        let source: AlarmSource
    }

    private var ids: [Key: Int64] = [:]
    private var keys: [Key] = []
    /// Sources that were looked up already, by the object: alarms share it, and comparing eleven texts takes long.
    private var looked: [ObjectIdentifier: (key: Key, id: Int64)] = [:]

    /// The number of a source, which gets the next one where it is new.
    mutating func id(of source: AlarmSource, in deployment: String, _ database: Database) throws -> Int64 {
        if let looked = looked[ObjectIdentifier(source)], looked.key.deployment == deployment { return looked.id }
        let key = Key(deployment: deployment, source: source)
        let id = try ids[key] ?? insert(key, database)
        if looked.count >= Self.lookedLimit { looked.removeAll() }
        // Holds the object, so that no other one gets its identity.
        looked[ObjectIdentifier(source)] = (key, id)
        return id
    }

    /// The source of a number.
    func source(_ id: Int64, _ database: Database) throws -> Key? {
        id > 0 && id <= keys.count ? keys[Int(id) - 1] : nil
    }

    /// Reads what was added to the table since; the numbers go up without a gap.
    mutating func catchUp(with database: Database) throws {
        let sql = "SELECT * FROM alarm_source WHERE id > ? ORDER BY id"
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: [keys.count])
        while let row = try rows.next() {
            let attributes = try (2..<13).map { try row.value($0) as String? }
            append(Key(deployment: try row.value(1), source: AlarmSource(attributes: attributes)))
        }
    }

    private mutating func insert(_ key: Key, _ database: Database) throws -> Int64 {
        append(key)
        let sql = "INSERT INTO alarm_source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        let values: [(any DatabaseValueConvertible)?] = [keys.count, key.deployment] + key.source.attributes
        try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
        return Int64(keys.count)
    }

    private mutating func append(_ key: Key) {
        keys.append(key)
        ids[key] = Int64(keys.count)
    }

    private static let lookedLimit = 50_000
}
