import AlarmPerformance

/// How a figure changed, in a sign and a word.
struct Difference {
    let text: String
    /// Now minus before; nil where they cannot be compared.
    let amount: Double?

    /// Two figures of a unit.
    init(_ now: Double?, _ before: Double?, _ unit: Indicator.Unit) {
        guard let now, let before, now.isFinite, before.isFinite else {
            amount = nil
            text = "not comparable: undefined \(Self.undefined(now, before))"
            return
        }
        let amount = now - before
        self.amount = amount
        text =
            amount == 0
            ? "no change"
            : Self.sign(amount) + Self.size(amount.magnitude, unit) + Self.word(amount, unit)
                + Self.relative(now, before, unit)
    }

    private static func undefined(_ now: Double?, _ before: Double?) -> String {
        switch (now, before) {
        case (nil, nil): "in both"
        case (nil, _): "now"
        default: "before"
        }
    }

    private static func sign(_ amount: Double) -> String { amount < 0 ? "−" : "+" }

    private static func size(_ amount: Double, _ unit: Indicator.Unit) -> String {
        switch unit {
        case .ratio: "\(Numeral.fixed(amount * 100, 1)) percentage points"
        case .seconds: Numeral.duration(amount)
        default: Numeral.plain(amount)
        }
    }

    private static func word(_ amount: Double, _ unit: Indicator.Unit) -> String {
        switch unit {
        case .seconds: amount < 0 ? ", shorter" : ", longer"
        case .ratio, .number: amount < 0 ? ", lower" : ", higher"
        default: amount < 0 ? ", fewer" : ", more"
        }
    }

    private static func relative(_ now: Double, _ before: Double, _ unit: Indicator.Unit) -> String {
        guard unit != .ratio, before > 0 else { return "" }
        return " (\(sign(now - before))\(Numeral.fixed((now / before - 1).magnitude * 100, 1)) %)"
    }
}
