import AlarmHistory
import ArchiveEvents
import ExactJSON
import GRDB

/// Table `drift`.
struct DriftTable {
    func apply(_ rows: [DriftRow], in database: Database) throws {
        let insert = try BoundStatement("INSERT INTO drift VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", database)
        for (sequence, drift) in rows.enumerated() {
            try insert.run { row in
                row.position(drift.position)
                row.integer(sequence)
                row.text(drift.deployment)
                row.text(drift.endpoint)
                row.time(drift.time)
                row.integer(drift.isFirst ? 1 : 0)
                row.text(drift.member)
                row.text(drift.kind)
                row.text(drift.type)
                row.text(drift.value)
            }
        }
    }
}

extension DriftRow {
    /// What an event tells; nothing where its data was erased.
    static func rows(_ event: RecordedEvent) throws(UnusableEvent) -> [DriftRow] {
        guard let stream = RecordStream(subject: event.subject), stream.kind == "drift" else {
            throw UnusableEvent(reason: "\(event.subject) is no stream of drift")
        }
        guard let bytes = event.data else { return [] }
        let data = try event.json(bytes)
        let isFirst = data["first"]?.bool ?? false
        return (data["changes"].map { Array($0.elements) } ?? []).map { change in
            DriftRow(
                position: event.position, deployment: stream.deployment, endpoint: stream.id, time: event.time,
                isFirst: isFirst, member: change["member"]?.string ?? "", kind: change["kind"]?.string ?? "",
                type: change["type"]?.string, value: change["value"].flatMap(text))
        }
    }

    /// A string's characters; of anything else what it is spelled like.
    private static func text(_ value: JSONElement) -> String? {
        value.kind == .null ? nil : value.string ?? String(decoding: value.compactBytes, as: UTF8.self)
    }
}
