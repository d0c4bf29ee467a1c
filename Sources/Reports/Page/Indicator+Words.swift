import AlarmPerformance

extension Indicator {
    /// The figure with its unit; "undefined" where there is none.
    var valueText: String {
        attainment == .notAssessable && value == nil ? "not assessable" : unit.words(value)
    }

    /// The bounds with what they are; nil where the figure is exact.
    var boundsText: String? {
        bounds.map { "\(unit.words($0.low)) to \($0.high.map { unit.words($0) } ?? "unknown") (\($0.kind.rawValue))" }
    }

    /// Its short name, or its id where it has no definition.
    var title: String { IndicatorDefinition.of(id)?.title ?? id }

    /// Place of an indicator in the page.
    var cardID: String { "kpi-\(id)" }
    /// Place of its definition.
    var definitionID: String { "def-\(id)" }
}

extension Indicator.Unit {
    /// A figure of this unit in words; "undefined" where there is none.
    func words(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "undefined" }
        switch self {
        case .ratio: return Numeral.percent(value)
        case .seconds: return Numeral.duration(value)
        case .number: return Numeral.plain(value)
        default: return "\(Numeral.plain(value)) \(value == 1 ? singular : rawValue)"
        }
    }

    private var singular: String {
        switch self {
        case .alarms: "alarm"
        case .sources: "source"
        case .reversals: "reversal"
        default: rawValue
        }
    }
}

extension Indicator.Grade {
    /// The grade as a sign and a word, since not everybody sees its colour.
    var words: String {
        switch self {
        case .green: "● green"
        case .amber: "▲ amber"
        case .red: "■ red"
        }
    }
}
