import AlarmPerformance
import ArchiveEvents
import ExactJSON

/// The answer of `kpi`.
struct KpiList {
    let reading: PerformanceReading
    let indicators: [Indicator]

    func write(_ format: FormatOptions) throws {
        if format.json {
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for indicator in indicators { try Console.answer(indicator.json.bytes + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(csv: csv)
        } else {
            try Console.answer("\(reading.heading)\n\n\(table.text)\n\n\(Self.legend)")
        }
        for note in reading.notes { Console.note(note) }
    }

    private static let legend = """
        Targets of isa-18.2 and eemua-191 are reference lines of the process industry: they assume a plant operator.
        `alarm-history kpi explain NAME` says what a figure means and how it came out.
        """

    private var document: JSONValue {
        .object(reading.members + [("kpis", .array(indicators.map(\.json))), ("presets", reading.presets)])
    }

    private var table: Table {
        var table = Table(columns: [
            "KPI", "VALUE", "N", "COUNTED", "LEFT OUT", "BOUNDS", "OBSERVED", "JUDGED", "TARGET FROM",
        ])
        table.rows = indicators.map { indicator in
            [
                indicator.id, indicator.text, "\(indicator.count)", "\(indicator.counted)",
                "\(indicator.excluded.reduce(0) { $0 + $1.count })",
                indicator.bounds.map { $0.text(indicator.unit) } ?? "-", indicator.observedText ?? "-",
                indicator.grade?.rawValue ?? indicator.attainment?.rawValue ?? "-", indicator.preset ?? "-",
            ].map(\.printable)
        }
        return table
    }

    private var csv: Table {
        var table = Table(columns: ["since", "until"] + Indicator.members.map(\.name))
        table.rows = indicators.map { indicator in
            ["\(reading.period.lowerBound)", "\(reading.period.upperBound)"]
                + Indicator.members.map { $0.value(indicator).csvText }
        }
        return table
    }
}

extension PerformanceReading {
    /// Which time the figures are about, in words.
    var heading: String {
        let input = tally.input
        let operators = input.settings.operators.map { "\($0) operator position\($0 == 1 ? "" : "s")" }
        let observed = input.observed.reduce(Int64(0)) { $0 + $1.upperBound.milliseconds(since: $1.lowerBound) }
        let share = Percentage(observed, of: period.upperBound.milliseconds(since: period.lowerBound))
        return "\(period.lowerBound) until \(period.upperBound), \(share) observed; "
            + (input.detections == nil ? "" : "each detection counts; ")
            + "\(operators ?? "per site, not per operator"); local days of \(input.calendar.name)"
            + (tally.isLongEnough ? "" : "; indicative: fewer than 30 days")
    }

    /// What a document about the period begins with.
    var members: [(String, JSONValue)] {
        [
            ("schema_version", .integer(1)), ("since", .string(period.lowerBound.description)),
            ("until", .string(period.upperBound.description)), ("known_until", .string(tally.input.now.description)),
            ("time_zone", .string(tally.input.calendar.name)),
            ("unit", .string((tally.input.detections == nil ? AnnunciationUnit.alarm : .detection).rawValue)),
            (
                "detections",
                tally.input.detections.map {
                    .object([("listed", .whole($0.listed)), ("unlisted", .whole($0.unlisted))])
                } ?? .null
            ),
            ("operators", tally.input.settings.operators.map { .whole($0) } ?? .null), ("coverage", coverage.json),
        ]
    }

    /// The presets in force, as their files have them.
    var presets: JSONValue {
        .array(
            tally.input.settings.presets.map { preset in
                .object([("name", .string(preset.printedName)), ("content", .verbatim(preset.compactContent))])
            })
    }
}

extension Indicator {
    /// The indicator as the contract names its members.
    var json: JSONValue { .object(Self.members.map { ($0.name, $0.value(self)) }) }

    /// Observed time / time of the period: never rounded up to all of it, nor down to nothing; nil where it rests on no period.
    var observedText: String? {
        coverage.map { Percentage(Int64(($0 * 1e12).rounded(.down)), of: 1_000_000_000_000).description }
    }

    /// Name and value of each fact; JSON, CSV and their order come from here.
    static var members: [(name: String, value: (Indicator) -> JSONValue)] {
        [
            ("id", { .string($0.id) }), ("title", { .optional(IndicatorDefinition.of($0.id)?.title) }),
            ("value", { .number($0.value) }), ("unit", { .string($0.unit.rawValue) }), ("n", { .whole($0.count) }),
            ("low", { .number($0.bounds?.low) }), ("high", { .number($0.bounds?.high) }),
            ("bounds", { .optional($0.bounds?.kind.rawValue) }), ("coverage", { .number($0.coverage) }),
            ("target", { .optional($0.target) }), ("preset", { .optional($0.preset) }),
            ("mark", { .string($0.mark.rawValue) }), ("grade", { .optional($0.grade?.rawValue) }),
            ("ungraded_because", { .optional($0.ungradedBecause) }),
            ("attainment", { .optional($0.attainment?.rawValue) }), ("counted", { .whole($0.counted) }),
            ("excluded", { .array($0.excluded.map(\.json)) }),
            ("parameters", { .object($0.parameters.map { ($0.name, .string($0.value)) }) }),
            ("parts", { .array($0.parts.map(\.json)) }), ("notes", { .array($0.notes.map(JSONValue.string)) }),
        ]
    }
}

extension Indicator.Exclusion {
    fileprivate var json: JSONValue { .object([("reason", .string(reason)), ("alarms", .whole(count))]) }
}

extension Indicator.Part {
    fileprivate var json: JSONValue {
        .object([
            ("name", .string(name)), ("value", .number(value)), ("unit", .string(unit.rawValue)),
            ("shown", .optional(shown)),
        ])
    }
}

extension JSONValue {
    /// A number with all its digits; null where it is undefined.
    static func number(_ value: Double?) -> JSONValue {
        guard let value, value.isFinite else { return .null }
        // A whole number without ".0", as people and jq write it.
        if value == value.rounded(), value.magnitude < 1e15 { return .integer(Int64(value)) }
        return .verbatim(Array(value.description.utf8))
    }
}
