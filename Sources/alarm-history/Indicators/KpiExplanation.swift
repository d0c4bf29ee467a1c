import AlarmPerformance
import ExactJSON

/// The answer of `kpi explain`.
struct KpiExplanation {
    let definition: IndicatorDefinition
    let reading: PerformanceReading
    let indicators: [Indicator]

    func write(json: Bool) throws {
        if json {
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else {
            try Console.answer(([meaning, reading.heading] + outcomes).joined(separator: "\n\n"))
        }
        for note in reading.notes { Console.note(note) }
    }

    private var document: JSONValue {
        .object(
            reading.members + [
                ("definition", definition.json), ("kpis", .array(indicators.map(\.json))),
                ("presets", reading.presets),
            ])
    }

    private var meaning: String {
        """
        \(definition.id): \(definition.title)

        \(definition.definition)

        inputs: \(definition.inputs)
        source: \(definition.source)
        """
    }

    private var outcomes: [String] {
        indicators.isEmpty
            ? ["none of the presets in force has such lines: name one with --preset"] : indicators.map(\.explained)
    }
}

extension Indicator {
    /// How it came out, a line for each fact.
    fileprivate var explained: String {
        var lines = ["\(id) = \(text)"]
        if let bounds { lines.append("bounds: \(bounds.text(unit))") }
        lines.append("rests on: \(count)")
        if let observedText { lines.append("coverage: \(observedText) of the period was observed") }
        if let target { lines.append(target + " [\(mark.rawValue)]") }
        if let attainment { lines.append("target: \(attainment.rawValue)") }
        lines.append(grade.map { "grade: \($0.rawValue)" } ?? "no grade: \(ungradedBecause ?? "-")")
        lines.append("alarms counted: \(counted)")
        lines += excluded.map { "alarms left out: \($0.count), \($0.reason)" }
        lines += section("parameters", parameters.map { ($0.name, $0.value) })
        lines += section("further figures", parts.map { ($0.name, $0.text) })
        lines += notes.isEmpty ? [] : ["notes:"] + notes.map { "  \($0)" }
        return lines.map(\.printable).joined(separator: "\n")
    }

    private func section(_ title: String, _ rows: [(name: String, value: String)]) -> [String] {
        let width = rows.map(\.name.count).max() ?? 0
        let lines = rows.map { "  \($0.name)\(String(repeating: " ", count: width - $0.name.count))  \($0.value)" }
        return rows.isEmpty ? [] : ["\(title):"] + lines
    }
}

extension IndicatorDefinition {
    fileprivate var json: JSONValue {
        .object([
            ("id", .string(id)), ("title", .string(title)), ("definition", .string(definition)),
            ("inputs", .string(inputs)), ("source", .string(source)),
        ])
    }
}
