import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `stats`.
struct StatsList {
    let groups: [StatsGroup]
    let query: StatsQuery
    let coverage: PeriodCoverage

    func write(_ format: FormatOptions) throws {
        let columns = StatsColumns(query.keys)
        if format.json {
            try Console.answer(document(columns).bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for group in groups { try Console.answer(columns.json(group).bytes + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(csv: columns.csv(groups))
        } else {
            let tables = StatsTables(groups: groups, query: query, coverage: coverage, bars: .ofAnswer)
            try Console.answer(drawn: groups.isEmpty ? coverage.report.noAlarms : tables.text)
        }
        for note in coverage.notes { Console.note(note) }
    }

    private func document(_ columns: StatsColumns) -> JSONValue {
        .object([
            ("schema_version", .integer(1)), ("since", .optional(query.since?.description)),
            ("until", .optional(query.until?.description)), ("tz", .string(query.calendar.name)),
            ("by", .array(query.keys.map { .string($0.rawValue) })),
            ("total", .whole(groups.reduce(0) { $0 + $1.alarms })), ("coverage", coverage.json),
            ("rows", .array(groups.map(columns.json))),
        ])
    }
}

/// Name and value of each fact of a group, as the keys of the query make them.
struct StatsColumns {
    typealias Column = (name: String, value: (StatsGroup) -> JSONValue)

    private let keys: [Column]

    init(_ keys: [StatsKey]) {
        let ofDeployment = !Set(keys).isDisjoint(with: [.zone, .device, .rule]) && !keys.contains(.deployment)
        self.keys = keys.flatMap(Self.columns) + (ofDeployment ? Self.columns(.deployment) : [])
    }

    func json(_ group: StatsGroup) -> JSONValue {
        let responses = JSONValue.object(
            Self.answers.map { ($0.name, $0.value(group)) } + Self.figures(group.responses?.high)
                + [("low", .object(Self.figures(group.responses?.low)))])
        return .object((keys + Self.counts).map { ($0.name, $0.value(group)) } + [("response_ms", responses)])
    }

    func csv(_ groups: [StatsGroup]) -> Table {
        let columns = keys + Self.counts + Self.answers
        let figures = Self.figures(nil).map(\.0)
        var table = Table(
            columns: columns.map(\.name) + figures.map { "response_\($0)_ms" } + figures.map { "response_low_\($0)_ms" }
        )
        table.rows = groups.map { group in
            let times = Self.figures(group.responses?.high) + Self.figures(group.responses?.low)
            return columns.map { $0.value(group).csvText } + times.map(\.1.csvText)
        }
        return table
    }

    private static func columns(_ key: StatsKey) -> [Column] {
        switch key {
        case .zone:
            [
                ("zone", { .optional($0.source?.zoneName ?? $0.source?.zoneID) }),
                ("zone_id", { .optional($0.source?.zoneID) }),
            ]
        case .device:
            [
                ("device", { .optional($0.source?.device ?? $0.source?.deviceID) }),
                ("device_id", { .optional($0.source?.deviceID) }),
            ]
        case .rule:
            [
                ("rule", { .optional($0.source?.ruleName ?? $0.source?.ruleID) }),
                ("rule_id", { .optional($0.source?.ruleID) }),
            ]
        case .deployment: [("deployment", { .optional($0.source?.deployment) })]
        case .detection: [("detection", { .optional($0.source?.detection) })]
        case .importance: [("importance", { .optional($0.source?.importance) })]
        case .verdict: [("verdict", { .string($0.verdict.rawValue) })]
        case .month: [("month", { .string($0.date.month) })]
        case .day: [("day", { .string($0.date.text) })]
        case .weekday: [("weekday", { .string($0.date.weekdayName) })]
        case .hour: [("hour", { .whole($0.hour) })]
        }
    }

    private static var counts: [Column] {
        [
            ("alarms", { .whole($0.alarms) }), ("valid", { .whole($0.valid) }), ("false", { .whole($0.falseAlarms) }),
            ("unverified", { .whole($0.unverified) }), ("unknown", { .whole($0.unknown) }),
            ("ongoing", { .whole($0.ongoing) }), ("missing", { .whole($0.missing) }),
        ]
    }

    /// `n`, `unanswered`, `late_verdicts` and `untimed_verdicts` add up to the alarms.
    private static var answers: [Column] {
        [
            ("n", { .whole($0.answered) }), ("unanswered", { .whole($0.unanswered) }),
            ("late_verdicts", { .whole($0.lateVerdicts) }), ("untimed_verdicts", { .whole($0.untimed) }),
        ]
    }

    private static func figures(_ figures: ResponseFigures?) -> [(String, JSONValue)] {
        func value(_ path: KeyPath<ResponseFigures, Int64>) -> JSONValue {
            figures.map { .integer($0[keyPath: path]) } ?? .null
        }
        return [("median", value(\.median)), ("p90", value(\.p90)), ("p95", value(\.p95)), ("max", value(\.max))]
    }
}

extension StatsDate {
    /// `monday`.
    var weekdayName: String {
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"][weekday]
    }
}
