import AlarmPerformance

/// A condition of `--fail-on`.
struct Threshold {
    private let text: String
    private let id: String
    /// A further figure of the indicator; nil for its value.
    private let part: String?
    private let isAbove: Bool
    private let limit: Double

    /// Reads `ID>VALUE`, `ID<VALUE`, `ID:PART>VALUE`.
    init(_ text: String, _ known: [String]) throws {
        guard let place = text.lastIndex(where: { $0 == ">" || $0 == "<" }),
            let limit = Double(Self.trimmed(text[text.index(after: place)...])), limit.isFinite
        else {
            throw UsageError(description: "--fail-on \(text) is no condition; write 'ID>VALUE' or 'ID<VALUE'")
        }
        let names = text[..<place].split(separator: ":", maxSplits: 1).map(Self.trimmed)
        guard let id = names.first, known.contains(id) else {
            throw UsageError(
                description: "--fail-on \(text) names no indicator; choose from \(known.joined(separator: ", "))")
        }
        (self.text, self.id, self.limit) = (text, id, limit)
        part = names.count > 1 ? names[1] : nil
        isAbove = text[place] == ">"
    }

    /// Indicators that have the same parts in every answer: any other part is a mistake in typing.
    private static let withFixedParts: Set = [
        "valid.false-ratio", "flood.time", "peak.hours30", "peak.bins10", "peak.bin", "operator.view", "opc-ua",
    ]

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Whether it is breached, and a sentence about it.
    struct Outcome {
        let isBreached: Bool
        let sentence: String
    }

    /// Holds it against the indicators.
    func outcome(_ indicators: [Indicator]) throws -> Outcome {
        guard let indicator = indicators.first(where: { $0.id == id }) else { return undefined("it is not there") }
        guard let part else { return outcome(indicator.value, indicator.unit, indicator.text) }
        guard let found = indicator.parts.first(where: { $0.name == part }) else {
            let names = indicator.parts.map(\.name).joined(separator: ", ")
            if Self.withFixedParts.contains(id) {
                throw UsageError(
                    description: "--fail-on \(text): \(id) has no such part; choose from \(names)".printable)
            }
            return undefined("\(id) has no such part; it has \(names.isEmpty ? "none" : names)".printable)
        }
        return outcome(found.value, found.unit, found.text)
    }

    private func outcome(_ value: Double?, _ unit: Indicator.Unit, _ shown: String) -> Outcome {
        guard let value else { return undefined("it is \(shown)") }
        let isBreached = isAbove ? value > limit : value < limit
        let figure = unit == .ratio ? "\(value) (\(shown))" : shown
        return Outcome(
            isBreached: isBreached,
            sentence: "--fail-on \(text): \(isBreached ? "breached" : "not breached") by \(figure)")
    }

    private func undefined(_ reason: String) -> Outcome {
        Outcome(isBreached: false, sentence: "--fail-on \(text): \(reason), which breaches nothing")
    }
}
