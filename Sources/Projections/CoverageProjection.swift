import AlarmHistory
import ArchiveEvents
import ExactJSON
import GRDB

/// Tables `endpoint` and `gap`.
struct CoverageProjection: Projection {
    private var lastEvents: [String: Instant] = [:]

    mutating func apply(_ event: RecordedEvent, in database: Database) throws {
        switch event.type {
        case .gapOpened: try open(event, database)
        case .gapClosed: try close(event, database)
        case .recordSeen, .recordChanged, .recordListed, .recordMissing: note(event)
        default: break
        }
    }

    mutating func save(to database: Database) throws {
        let sql = """
            INSERT INTO endpoint VALUES (?, ?)
            ON CONFLICT DO UPDATE SET last_event_at = max(last_event_at, excluded.last_event_at)
            """
        for (subject, time) in lastEvents {
            try database.cachedStatement(sql: sql).execute(arguments: [subject, time.milliseconds])
        }
        lastEvents.removeAll()
    }

    private mutating func note(_ event: RecordedEvent) {
        guard let stream = RecordStream(subject: event.subject),
            let endpoint = event.endpoint.flatMap(Endpoint.init(rawValue:)), endpoint != .alert
        else { return }
        let target = LookTarget(stream.deployment, endpoint, id: endpoint == .zoneLog ? stream.id : nil)
        lastEvents[target.coverageSubject] = event.time
    }

    private func open(_ event: RecordedEvent, _ database: Database) throws {
        let data = event.data.flatMap { try? JSONText([UInt8]($0)).root }
        let lastComplete = data?["last_complete"]?.string.flatMap { Instant(rfc3339: $0) }
        try database.cachedStatement(sql: "INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?, NULL)").execute(arguments: [
            event.position.number, event.subject, data?["cause"]?.string ?? "unknown", data?["detail"]?.string ?? "",
            lastComplete?.milliseconds, event.time.milliseconds,
        ])
    }

    private func close(_ event: RecordedEvent, _ database: Database) throws {
        try database.cachedStatement(sql: "UPDATE gap SET closed_at = ? WHERE subject = ? AND closed_at IS NULL")
            .execute(arguments: [event.time.milliseconds, event.subject])
    }
}
