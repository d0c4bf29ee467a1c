import AlarmHistory
import ArchiveEvents
import ExactJSON
import GRDB

/// Table `webhook`.
struct WebhookProjection: Projection {
    mutating func apply(_ event: RecordedEvent, in database: Database) throws {
        guard event.type == .webhookReceived, let stream = RecordStream(subject: event.subject) else { return }
        let data = event.data.flatMap { try? JSONText([UInt8]($0)).root }
        // The stream is called after the zone: that stays where the data was erased.
        let zone = stream.id == RecordStream.unidentified ? nil : stream.id
        let values: StatementArguments = [
            event.position.number, stream.deployment, event.time.milliseconds, data?["zone"]?.string ?? zone,
            data?["device"]?.string,
        ]
        try database.cachedStatement(sql: "INSERT INTO webhook VALUES (?, ?, ?, ?, ?)").execute(arguments: values)
    }

    mutating func save(to database: Database) throws {}
}
