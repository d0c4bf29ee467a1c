import AlarmHistory
import ArchiveEvents
import GRDB

/// Finds the rows of alarms that are told of again: by the index, or, while a fold over the whole log has none yet, by
/// what it noted as it wrote them.
struct AlarmPlaces {
    private var noted: [Int: Int64]?

    /// By the index.
    static var indexed: AlarmPlaces { AlarmPlaces(noted: nil) }
    /// By its own notes: 24 bytes an alarm.
    static var ownNotes: AlarmPlaces { AlarmPlaces(noted: [:]) }

    /// Notes where an alarm is written.
    mutating func note(_ key: AlarmKey, _ position: Position) {
        noted?[key.digest] = Int64(clamping: position.number)
    }

    /// The alarm's row, and its source's id; nil where there is none.
    func load(_ key: AlarmKey, _ sources: SourceTable, _ database: Database) throws -> (AlarmSummary, Int64)? {
        guard let noted else {
            return try find("SELECT * FROM alarm WHERE guid = ? ORDER BY position", [key.guid], key, sources, database)
        }
        guard let position = noted[key.digest] else { return nil }
        let sql = "SELECT * FROM alarm WHERE position = ?"
        if let row = try find(sql, [position], key, sources, database) { return row }
        // Two keys with one digest: the later one took the note over.
        return try find("SELECT * FROM alarm WHERE guid = ?", [key.guid], key, sources, database)
    }

    private func find(
        _ sql: String, _ arguments: StatementArguments, _ key: AlarmKey, _ sources: SourceTable, _ database: Database
    ) throws -> (AlarmSummary, Int64)? {
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        while let row = try rows.next() {
            let sourceID = try row.value("source") as Int64
            guard try row.value("guid") == key.guid, let source = try sources.source(sourceID, database),
                source.deployment == key.deployment
            else { continue }
            return (try AlarmSummary(row: row, source: source.source), sourceID)
        }
        return nil
    }
}
