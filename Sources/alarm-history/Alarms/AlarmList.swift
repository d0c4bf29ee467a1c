import AlarmHistory
import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `alarms`.
struct AlarmList {
    let found: AlarmQuery.Answer
    let query: AlarmQuery
    let past: PastTime?
    /// What changed after the fact, by alarm.
    private let changes: [Position: [TransitionRow]]
    let coverage: PeriodCoverage
    let unlisted: UnlistedList

    init(
        found: AlarmQuery.Answer, query: AlarmQuery, past: PastTime?, changes: [TransitionRow],
        coverage: PeriodCoverage, unlisted: UnlistedList
    ) {
        self.found = found
        self.query = query
        self.past = past
        self.changes = Dictionary(grouping: changes, by: \.alarm)
        self.coverage = coverage
        self.unlisted = unlisted
    }

    private var alarms: [AlarmRow] { found.alarms }

    func write(_ format: FormatOptions) throws {
        if format.json {
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for alarm in alarms { try Console.answer(json(alarm).bytes + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(csv: csv)
        } else {
            try Console.answer(text)
        }
        if alarms.count < found.total {
            Console.note("\(alarms.count) of \(found.total) alarms; --limit \(found.total) shows all")
        }
        if let past { Console.note("as the archive knew it at \(past.time), from the events before \(past.position)") }
        for note in coverage.notes { Console.note(note) }
    }

    private var text: String {
        (alarms.isEmpty ? coverage.report.noAlarms : table.text) + (unlisted.total > 0 ? "\n\n" + unlisted.text : "")
    }

    private var document: JSONValue {
        var members: [(String, JSONValue)] = [
            ("schema_version", .integer(1)), ("since", .optional(query.since?.description)),
            ("until", .optional(query.until?.description)), ("total", .whole(found.total)),
            ("coverage", coverage.json), ("alarms", .array(alarms.map(json))),
            ("unlisted", unlisted.json),
        ]
        if let past { members.insert(("as_of", .string(past.time.description)), at: 3) }
        if let since = query.changedSince { members.insert(("changed_since", .string(since.description)), at: 3) }
        return .object(members)
    }

    private func json(_ alarm: AlarmRow) -> JSONValue {
        var members = AlarmRow.members.map { ($0.name, $0.value(alarm)) }
        if query.changedSince != nil { members.append(("changes", .array(changes(of: alarm).map(\.json)))) }
        return .object(members)
    }

    private func changes(of alarm: AlarmRow) -> [TransitionRow] { changes[alarm.summary.firstPosition] ?? [] }

    private var table: Table {
        let isChanges = query.changedSince != nil
        let columns = ["BEGAN", "STATE", "VERDICT", "ZONE", "DEVICE", "GUID"] + (isChanges ? ["CHANGED"] : [])
        var table = Table(columns: columns)
        table.rows = alarms.map { alarm in
            let changed = isChanges ? [changes(of: alarm).map(\.sentence).joined(separator: "; ")] : []
            return [
                (alarm.occurredAt ?? alarm.firstObservedAt).description, alarm.state, alarm.verdict,
                (alarm.zoneName ?? alarm.zoneID ?? "-").printable, (alarm.device ?? alarm.deviceID ?? "-").printable,
                alarm.guid.printable,
            ] + changed
        }
        return table
    }

    private var csv: Table {
        let isChanges = query.changedSince != nil
        var table = Table(columns: AlarmRow.members.map(\.name) + (isChanges ? ["changes"] : []))
        table.rows = alarms.map { alarm in
            let changed = isChanges ? [changes(of: alarm).map(\.sentence).joined(separator: "; ")] : []
            return AlarmRow.members.map { $0.value(alarm).csvText } + changed
        }
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
            ("detection", { .optional($0.source.detection) }), ("importance", { .optional($0.source.importance) }),
            ("rule_id", { .optional($0.source.ruleID) }), ("rule_name", { .optional($0.source.ruleName) }),
            ("answered_at", { .optional($0.summary.answer?.at?.description) }),
            ("answered_not_before", { .optional($0.summary.answer?.seen.notBefore?.description) }),
            ("answered_not_after", { .optional($0.summary.answer?.seen.notAfter.description) }),
            ("answered_late", { $0.summary.answer.map { .bool($0.isLate) } ?? .null }),
            ("response_low_ms", { $0.summary.response.map { .integer($0.lowerBound) } ?? .null }),
            ("response_high_ms", { $0.summary.response.map { .integer($0.upperBound) } ?? .null }),
            ("reversals", { .whole($0.summary.reversals) }), ("listed", { .bool($0.summary.isListed) }),
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

extension TransitionRow {
    /// The transition as JSON.
    var json: JSONValue { .object(members) }

    /// Its members, to which others may be added.
    var members: [(String, JSONValue)] {
        [
            ("kind", .string(kind.rawValue)), ("endpoint", .optional(endpoint?.rawValue)),
            ("not_before", .optional(notBefore?.description)), ("not_after", .string(notAfter.description)),
            ("occurred_at", .optional(occurredAt?.description)), ("position", .whole(position.number)),
            ("verdict", .optional(verdict?.rawValue)), ("former_verdict", .optional(formerVerdict?.rawValue)),
            ("actor", .optional(actor)), ("afterwards", .optional(afterwards?.rawValue)),
        ]
    }

    /// What changed after the fact: `reversal valid -> false 2026-11-23T03:12:45.123Z`.
    var sentence: String {
        let verdicts = verdict.map { " \(formerVerdict?.rawValue ?? "none") -> \($0.rawValue)" } ?? ""
        return "\(afterwards?.rawValue ?? kind.rawValue)\(verdicts) \(occurredAt ?? notAfter)"
    }
}
