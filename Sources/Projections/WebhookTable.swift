import AlarmHistory
import ArchiveEvents
import ExactJSON
import GRDB

/// Table `webhook`.
struct WebhookTable {
    func apply(_ webhook: WebhookRow, in database: Database) throws {
        try BoundStatement("INSERT INTO webhook VALUES (?, ?, ?, ?, ?)", database).run { row in
            row.position(webhook.position)
            row.text(webhook.deployment)
            row.time(webhook.receivedAt)
            row.text(webhook.zoneID)
            row.text(webhook.deviceID)
        }
    }
}

extension WebhookRow {
    init(_ event: RecordedEvent) throws(UnusableEvent) {
        guard let stream = RecordStream(subject: event.subject) else {
            throw UnusableEvent(reason: "\(event.subject) is no stream of webhooks")
        }
        let data: JSONElement? = if let bytes = event.data { try event.json(bytes) } else { nil }
        // The stream is called after the zone: that stays where the data was erased.
        let zone = stream.id == RecordStream.unidentified ? nil : stream.id
        self.init(
            position: event.position, deployment: stream.deployment, receivedAt: event.time,
            zoneID: data?["zone"]?.string ?? zone, deviceID: data?["device"]?.string)
    }
}
