import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `alarms`.
struct AlarmList {
    let alarms: [AlarmRow]
    let total: Int
    let query: AlarmQuery
    let coverage: PeriodCoverage

    func write(_ format: FormatOptions) throws {
        if format.json {
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for alarm in alarms { try Console.answer(alarm.json.bytes + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(Array(csv.csv.utf8))
        } else {
            try Console.answer(alarms.isEmpty ? "no alarms" : table.text)
        }
        if alarms.count < total { Console.note("\(alarms.count) of \(total) alarms; --limit \(total) shows all") }
        for note in coverage.notes { Console.note(note) }
    }

    private var document: JSONValue {
        .object([
            ("schema_version", .integer(1)), ("since", .optional(query.since?.description)),
            ("until", .optional(query.until?.description)), ("total", .whole(total)),
            ("coverage", coverage.json), ("alarms", .array(alarms.map(\.json))),
        ])
    }

    private var table: Table {
        var table = Table(columns: ["BEGAN", "STATE", "VERDICT", "ZONE", "DEVICE", "GUID"])
        table.rows = alarms.map { alarm in
            [
                (alarm.occurredAt ?? alarm.firstObservedAt).description, alarm.state, alarm.verdict,
                (alarm.zoneName ?? alarm.zoneID ?? "-").printable, (alarm.device ?? alarm.deviceID ?? "-").printable,
                alarm.guid.printable,
            ]
        }
        return table
    }

    private var csv: Table {
        var table = Table(columns: AlarmRow.members.map(\.name))
        table.rows = alarms.map { alarm in AlarmRow.members.map { $0.value(alarm).csvText } }
        return table
    }
}

extension AlarmRow {
    /// The alarm as the contract names its members.
    var json: JSONValue { .object(Self.members.map { ($0.name, $0.value(self)) }) }

    /// Name and value of each fact; JSON, CSV and their order come from here.
    static var members: [(name: String, value: (AlarmRow) -> JSONValue)] {
        [
            ("guid", { .string($0.guid) }), ("deployment", { .string($0.deployment) }),
            ("zone_id", { .optional($0.zoneID) }), ("zone_name", { .optional($0.zoneName) }),
            ("device", { .optional($0.device ?? $0.deviceID) }), ("device_id", { .optional($0.deviceID) }),
            ("state", { .string($0.state) }), ("verdict", { .string($0.verdict) }),
            ("occurred_at", { .optional($0.occurredAt?.description) }),
            ("first_observed_at", { .string($0.firstObservedAt.description) }),
            ("last_observed_at", { .string($0.lastObservedAt.description) }),
            ("ended_at", { .optional($0.endedAt?.description) }),
            ("ended_not_before", { .optional($0.endedNotBefore?.description) }),
            ("ended_not_after", { .optional($0.endedNotAfter?.description) }),
            ("merged", { $0.isMerged.map(JSONValue.bool) ?? .null }), ("events", { .whole($0.events) }),
        ]
    }
}

extension JSONValue {
    /// The value as a cell: unknown is empty.
    var csvText: String {
        switch self {
        case .null: ""
        case .string(let text): text
        default: String(decoding: bytes, as: UTF8.self)
        }
    }
}
