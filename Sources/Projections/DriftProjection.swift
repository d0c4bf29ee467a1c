import AlarmHistory
import ArchiveEvents
import ExactJSON
import GRDB

/// Table `drift`.
struct DriftProjection: Projection {
    mutating func apply(_ event: RecordedEvent, in database: Database) throws {
        guard event.type == .fieldsDrifted, let stream = RecordStream(subject: event.subject), stream.kind == "drift",
            let data = event.data.flatMap({ try? JSONText([UInt8]($0)).root })
        else { return }
        let isFirst = data["first"]?.bool ?? false
        let changes: [JSONElement] = data["changes"].map { Array($0.elements) } ?? []
        for (sequence, change) in changes.enumerated() {
            let values: StatementArguments = [
                event.position.number, sequence, stream.deployment, stream.id, event.time.milliseconds, isFirst,
                change["member"]?.string ?? "", change["kind"]?.string ?? "", change["type"]?.string,
                change["value"].flatMap(Self.text),
            ]
            let sql = "INSERT INTO drift VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            try database.cachedStatement(sql: sql).execute(arguments: values)
        }
    }

    mutating func save(to database: Database) throws {}

    /// A string's characters; of anything else what it is spelled like.
    private static func text(_ value: JSONElement) -> String? {
        value.kind == .null ? nil : value.string ?? String(decoding: value.compactBytes, as: UTF8.self)
    }
}
