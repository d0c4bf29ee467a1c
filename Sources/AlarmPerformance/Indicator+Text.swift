extension Indicator.Unit {
    /// A figure with its unit, for people: a ratio in per cent.
    public func text(_ value: Double) -> String {
        switch self {
        case .ratio: value.percent
        case .number: value.plain
        case .seconds: "\(value.plain) s"
        default: "\(value.plain) \(rawValue)"
        }
    }
}

extension Indicator {
    /// The figure with its unit; else why there is none.
    public var text: String {
        value.map { unit.text($0) } ?? (attainment == .notAssessable ? "not assessable" : "undefined")
    }
}

extension Indicator.Part {
    /// The figure with its unit; else what is printed in its place.
    public var text: String { shown ?? value.map { unit.text($0) } ?? "undefined" }
}

extension Indicator.Bounds {
    /// Both ends in a unit.
    public func text(_ unit: Indicator.Unit) -> String {
        "\(unit.text(low)) to \(high.map { unit.text($0) } ?? "unknown") (\(kind.rawValue))"
    }
}
