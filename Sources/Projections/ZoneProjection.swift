import AlarmHistory
import ArchiveEvents
import ExactJSON
import GRDB

/// Table `zone`.
struct ZoneProjection: Projection {
    mutating func apply(_ event: RecordedEvent, in database: Database) throws {
        guard let stream = RecordStream(subject: event.subject) else { return }
        if stream.kind == Endpoint.zoneLog.recordKind, event.type == .recordSeen {
            try upsert(event, stream, "log_entries = log_entries + 1", database, logEntries: 1)
        } else if stream.kind == Endpoint.zones.recordKind, stream.holdsOneRecord {
            try applyRecord(event, stream, database)
        }
    }

    mutating func save(to database: Database) throws {}

    private func applyRecord(_ event: RecordedEvent, _ stream: RecordStream, _ database: Database) throws {
        let change = "events = events + 1, last_observed_at = excluded.last_observed_at, listed = excluded.listed"
        try upsert(event, stream, change, database, events: 1, isListed: event.type != .recordMissing)
        guard let data = event.data, let text = try? JSONText([UInt8](data)), text.root.kind == .object else { return }
        let members = VendorMembers(text.root)
        try database.cachedStatement(
            sql: "UPDATE zone SET name = ?, site_name = ?, state = ? WHERE deployment = ? AND id = ?"
        ).execute(arguments: [
            members.text("name"), members.text("site_name"), members.text("state"), stream.deployment, stream.id,
        ])
    }

    private func upsert(
        _ event: RecordedEvent, _ stream: RecordStream, _ change: String, _ database: Database, events: Int = 0,
        isListed: Bool = false, logEntries: Int = 0
    ) throws {
        let sql = """
            INSERT INTO zone (deployment, id, listed, first_observed_at, last_observed_at, events, log_entries)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET \(change)
            """
        let seen = event.type == .recordMissing ? event.since ?? event.time : event.time
        try database.cachedStatement(sql: sql).execute(arguments: [
            stream.deployment, stream.id, isListed, event.time.milliseconds, seen.milliseconds, events, logEntries,
        ])
    }
}
