package import AlarmHistory
package import ArchiveEvents
import GRDB

/// What an event says of a zone's record.
struct ZoneSight: Sendable {
    let key: ZoneKey
    let position: Position
    let time: Instant
    let since: Instant?
    let isListed: Bool
    /// Nil where the event holds none, or its data was erased.
    let record: ZoneRecord?
    /// Whether the event holds a record, or held one.
    let hasContent: Bool

    init(_ event: RecordedEvent, _ stream: RecordStream) throws(UnusableEvent) {
        key = ZoneKey(deployment: stream.deployment, id: stream.id)
        (position, time, since) = (event.position, event.time, event.since)
        isListed = event.type != .recordMissing
        hasContent = event.type == .recordSeen || event.type == .recordChanged
        record = if hasContent, let data = event.data { ZoneRecord(try event.json(data)) } else { nil }
    }
}

/// A zone's name in its deployment.
struct ZoneKey: Hashable, Sendable {
    let deployment: String
    let id: String

    init(deployment: String, id: String) {
        (self.deployment, self.id) = (deployment.withoutZero, id.withoutZero)
    }
}

/// A row of table `zone_entry`: one entry of a zone's log.
package struct ZoneEntryRow: Sendable, Hashable {
    package let position: Position
    package let deployment: String
    package let zoneID: String
    /// The looks between which it appeared.
    package let seen: Bracket
    /// What it says; nil where it was erased.
    package let entry: ZoneLogEntry?

    init(_ event: RecordedEvent, _ stream: RecordStream) throws(UnusableEvent) {
        position = event.position
        deployment = stream.deployment
        zoneID = stream.id
        seen = Bracket(notBefore: event.since, notAfter: event.time)
        entry = if let data = event.data { ZoneLogEntry(try event.json(data)) } else { nil }
    }
}

/// Tables `zone`, `zone_state` and `zone_entry`.
struct ZoneTable {
    private var changes: [ZoneKey: ZoneChange] = [:]

    mutating func apply(_ sight: ZoneSight, in database: Database) throws {
        changes[sight.key, default: ZoneChange(firstSeen: sight.time)].take(sight)
        // A state that is no longer known is a state, too: armed time must not run on through it.
        guard sight.hasContent || !sight.isListed else { return }
        let insert = try BoundStatement("INSERT INTO zone_state VALUES (?, ?, ?, ?, ?, ?, ?, ?)", database)
        try insert.run { row in
            row.position(sight.position)
            row.text(sight.key.deployment)
            row.text(sight.key.id)
            row.text(sight.record?.state)
            row.integer(sight.record?.isArmed.map { $0 ? 1 : 0 })
            row.time(sight.since)
            row.time(sight.time)
            row.time(sight.record?.stateSince)
        }
    }

    mutating func apply(_ entry: ZoneEntryRow, in database: Database) throws {
        let key = ZoneKey(deployment: entry.deployment, id: entry.zoneID)
        changes[key, default: ZoneChange(firstSeen: entry.seen.notAfter)].takeEntry()
        let insert = try BoundStatement("INSERT INTO zone_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", database)
        try insert.run { row in
            row.position(entry.position)
            row.text(entry.deployment)
            row.text(entry.zoneID)
            row.time(entry.entry?.occurredAt)
            row.bracket(entry.seen)
            row.text(entry.entry?.action)
            row.text(entry.entry?.userName)
            row.text(entry.entry?.alertGUID)
            row.text(entry.entry?.deviceID)
            row.text(entry.entry?.comment)
        }
    }

    mutating func save(to database: Database) throws {
        for (key, change) in changes { try change.save(key, database) }
        changes.removeAll(keepingCapacity: true)
    }
}

/// What events changed of a row of table `zone`.
private struct ZoneChange {
    private let firstSeen: Instant
    private var lastSeen: Instant?
    private var events = 0
    private var entries = 0
    private var isListed: Bool?
    private var record: ZoneRecord?

    init(firstSeen: Instant) {
        self.firstSeen = firstSeen
    }

    mutating func take(_ sight: ZoneSight) {
        events += 1
        isListed = sight.isListed
        if let seen = sight.isListed ? sight.time : sight.since { lastSeen = max(lastSeen ?? seen, seen) }
        if let record = sight.record { self.record = record }
    }

    mutating func takeEntry() { entries += 1 }

    func save(_ key: ZoneKey, _ database: Database) throws {
        let upsert = """
            INSERT INTO zone (deployment, id, listed, first_observed_at, last_observed_at, events, log_entries)
            VALUES (?1, ?2, coalesce(?3, 0), ?4, max(?4, coalesce(?5, ?4)), ?6, ?7)
            ON CONFLICT DO UPDATE SET listed = coalesce(?3, listed),
              last_observed_at = max(last_observed_at, coalesce(?5, last_observed_at)), events = events + ?6,
              log_entries = log_entries + ?7
            """
        try BoundStatement(upsert, database).run { row in
            row.text(key.deployment)
            row.text(key.id)
            row.integer(isListed.map { $0 ? 1 : 0 })
            row.time(firstSeen)
            row.time(lastSeen)
            row.integer(events)
            row.integer(entries)
        }
        guard let record else { return }
        let update = """
            UPDATE zone SET name = ?, site_name = ?, state = ?, armed = ? WHERE deployment = ? AND id = ?
            """
        try BoundStatement(update, database).run { row in
            row.text(record.name)
            row.text(record.siteName)
            row.text(record.state)
            row.integer(record.isArmed.map { $0 ? 1 : 0 })
            row.text(key.deployment)
            row.text(key.id)
        }
    }
}
