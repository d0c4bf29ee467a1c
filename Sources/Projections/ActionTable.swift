import AlarmHistory
import ArchiveEvents
import ExactJSON
import GRDB

/// What an event says of an action: its request, or its answer.
struct ActionSight: Sendable {
    let event: RecordedEvent
    let stream: RecordStream
    /// Nil where it was erased.
    let data: JSONElement?

    init(_ event: RecordedEvent) throws(UnusableEvent) {
        guard let stream = RecordStream(subject: event.subject), stream.kind == "actions" else {
            throw UnusableEvent(reason: "\(event.subject) is no stream of actions")
        }
        self.event = event
        self.stream = stream
        data = if let bytes = event.data { try event.json(bytes) } else { nil }
    }
}

/// Table `action`: one row for each request, completed by its answer.
struct ActionTable {
    func apply(_ sight: ActionSight, in database: Database) throws {
        let (event, stream, data) = (sight.event, sight.stream, sight.data)
        if event.type == .actionRequested { return try insert(event, stream, data, database) }
        guard let position = try request(answeredBy: event, stream, data, database) else { return }
        try complete(position, event, data, database)
    }

    private func insert(
        _ event: RecordedEvent, _ stream: RecordStream, _ data: JSONElement?, _ database: Database
    ) throws {
        let sql = """
            INSERT INTO action (position, deployment, at, action, target, actor, reason, method, path, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            event.position.number, stream.deployment, event.time.milliseconds, data?["action"]?.string,
            Self.target(of: stream), data?["actor"]?.string, data?["reason"]?.string, data?["method"]?.string,
            data?["path"]?.string, data?["body"].flatMap(Self.body),
        ])
    }

    private static func body(_ element: JSONElement) -> String? {
        element.kind == .null ? nil : String(decoding: element.bytes, as: UTF8.self)
    }

    /// The request that an answer names. Erased data names none: then it is the one request of the stream that is still
    /// open, and where there are several, nobody can tell.
    private func request(
        answeredBy event: RecordedEvent, _ stream: RecordStream, _ data: JSONElement?, _ database: Database
    ) throws -> Int64? {
        let requested = data?["requested"]?.integer
        guard requested != nil || event.data == nil else { return nil }
        let sql = """
            SELECT position FROM action WHERE deployment = ?1 AND target IS ?2
              AND CASE WHEN ?3 IS NULL THEN answered_position IS NULL ELSE position = ?3 END
            LIMIT 2
            """
        let found = try Int64.fetchAll(
            database.cachedStatement(sql: sql), arguments: [stream.deployment, Self.target(of: stream), requested])
        return found.count == 1 ? found.first : nil
    }

    /// The stream is called after the target: that stays where the data was erased.
    private static func target(of stream: RecordStream) -> String? {
        stream.id == RecordStream.unidentified ? nil : stream.id
    }

    private func complete(
        _ position: Int64, _ event: RecordedEvent, _ data: JSONElement?, _ database: Database
    ) throws {
        let sql = """
            UPDATE action SET answered_position = ?, answered_at = ?, outcome = ?, status = ?, effect = ?, links = ?,
              detail = ?
            WHERE position = ? AND answered_position IS NULL
            """
        try database.cachedStatement(sql: sql).execute(arguments: [
            event.position.number, event.time.milliseconds, data?["outcome"]?.string, data?["status"]?.integer,
            data?["effect"]?.string, data?["links"]?.integer, data?["detail"]?.string, position,
        ])
    }
}
