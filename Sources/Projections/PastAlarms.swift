import AlarmHistory
import ArchiveEvents
import EventStorage
import GRDB

/// The alarms that there were before a position and that changed since, as the events before it tell them.
struct PastAlarms {
    let alarms: [AlarmRow]

    init(before position: Position, _ log: LogReader, _ database: Database) throws {
        let changed = try Self.changed(since: position, database)
        let positions = changed.keys.sorted()
        var timelines: [Int64: AlarmTimeline] = [:]
        var sources = AlarmSources()
        try log.forEachEvent(at: positions) { event in
            guard let alarm = changed[event.position] else { return }
            let evidence = try AlarmEvidence(event, &sources)
            _ = timelines[alarm, default: AlarmTimeline(startingWith: evidence)].apply(evidence)
        }
        alarms = try timelines.map { try Self.row($0.key, $0.value.summary, database) }
    }

    /// The events before the position of the alarms that have further ones since, each with its alarm.
    private static func changed(since position: Position, _ database: Database) throws -> [Position: Int64] {
        let sql = """
            SELECT t.position, t.alarm FROM alarm AS a JOIN transition AS t ON t.alarm = a.position
            WHERE a.position < ?1 AND a.last_position >= ?1 AND t.position < ?1
            """
        var changed: [Position: Int64] = [:]
        let rows = try Row.fetchCursor(database, sql: sql, arguments: [position.number])
        while let row = try rows.next() { changed[Position(try row.value(0))] = try row.value(1) }
        return changed
    }

    private static func row(_ alarm: Int64, _ summary: AlarmSummary, _ database: Database) throws -> AlarmRow {
        let sql = """
            SELECT s.deployment, alarm.guid, z.name FROM alarm JOIN alarm_source AS s ON s.id = alarm.source
            LEFT JOIN zone AS z ON z.deployment = s.deployment AND z.id = ?2 WHERE alarm.position = ?1
            """
        let source = summary.record?.source ?? .unknown
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [alarm, source.zoneID])
        return AlarmRow(
            deployment: row?[0] ?? "", guid: row?[1] ?? "", source: source, summary: summary, zoneNow: row?[2])
    }
}
