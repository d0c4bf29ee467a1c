import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `zone`: a zone and entries of its log.
struct ZoneLogList {
    let zone: ZoneRow
    let armedSince: ArmedSince?
    let since: Instant?
    let until: Instant?
    let entries: [ZoneEntry]
    /// How many there are in the period.
    let total: Int
    let coverage: PeriodCoverage

    func write(_ format: FormatOptions) throws {
        if format.json {
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for entry in entries { try Console.answer(entry.json.bytes + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(csv: csv)
        } else {
            try Console.answer((header + ["", entries.isEmpty ? "no entries" : table.text]).joined(separator: "\n"))
        }
        if entries.count < total { Console.note("\(entries.count) of \(total) entries; --limit \(total) shows all") }
        for note in coverage.notes { Console.note(note) }
    }

    private var document: JSONValue {
        let zone = JSONValue.object(
            zone.members + [
                ("armed_since", .optional(armedSince?.occurredAt?.description)),
                ("armed_since_not_before", .optional(armedSince?.notBefore?.description)),
                ("armed_since_not_after", .optional(armedSince?.notAfter.description)),
            ])
        return .object([
            ("schema_version", .integer(1)), ("since", .optional(since?.description)),
            ("until", .optional(until?.description)), ("zone", zone), ("total", .whole(total)),
            ("coverage", coverage.json), ("entries", .array(entries.map(\.json))),
        ])
    }

    private var csv: Table {
        var table = Table(columns: ZoneEntry.members.map(\.name))
        table.rows = entries.map { entry in ZoneEntry.members.map { $0.value(entry).csvText } }
        return table
    }

    // MARK: for people

    private var header: [String] {
        let place = zone.siteName.map { ", \($0)" } ?? ""
        var lines = ["\(zone.name ?? "a zone without a name")\(place)  (\(zone.id), \(zone.deployment))"]
        lines.append("\(armedText); state \(zone.state ?? "not told")")
        let listed = zone.isListed ? "and still listed" : "no longer listed"
        lines.append("observed since \(LocalTime.text(zone.firstObservedAt)), \(listed)")
        let last = zone.lastAlarmAt.map { ", the last one at \(LocalTime.text($0))" } ?? ""
        lines.append("\(zone.alarms) alarms, \(zone.recentAlarms) in the last 7 days\(last)")
        lines.append("\(zone.logEntries) entries in its log, \(total) of them in this period")
        return lines.map(\.printable)
    }

    private var armedText: String {
        guard let isArmed = zone.isArmed else { return "not told whether armed" }
        let word = isArmed ? "armed" : "disarmed"
        guard let armedSince else { return word }
        let claim = armedSince.occurredAt.map { "since \(LocalTime.text($0)) by the vendor's clock, " } ?? ""
        return "\(word) \(claim)seen at \(LocalTime.text(armedSince.notAfter))"
    }

    private var table: Table {
        var table = Table(columns: ["TIME", "ACTION", "BY", "ALARM", "DEVICE", "COMMENT", "EVENT"])
        table.rows = entries.map { entry in
            [
                LocalTime.text(entry.occurredAt ?? entry.notAfter), entry.action ?? "-", entry.userName ?? "-",
                entry.alertGUID ?? "-", entry.deviceID ?? "-", entry.comment ?? "-", entry.position.description,
            ].map(\.printable)
        }
        return table
    }
}

extension ZoneEntry {
    var json: JSONValue { .object(Self.members.map { ($0.name, $0.value(self)) }) }

    /// Name and value of each fact; JSON, CSV and their order come from here.
    static var members: [(name: String, value: (ZoneEntry) -> JSONValue)] {
        [
            ("position", { .whole($0.position.number) }),
            ("occurred_at", { .optional($0.occurredAt?.description) }),
            ("not_before", { .optional($0.notBefore?.description) }),
            ("not_after", { .string($0.notAfter.description) }), ("action", { .optional($0.action) }),
            ("user_name", { .optional($0.userName) }), ("alert_guid", { .optional($0.alertGUID) }),
            ("device_id", { .optional($0.deviceID) }), ("comment", { .optional($0.comment) }),
        ]
    }
}
