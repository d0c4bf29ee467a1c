/// Numbers in words and digits, as an English reader expects them and the same on every machine.
enum Numeral {
    /// `1,234,567`.
    static func whole(_ number: some BinaryInteger) -> String {
        let digits = String(number.magnitude)
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { grouped.append(",") }
            grouped.append(digit)
        }
        return (number < 0 ? "−" : "") + grouped
    }

    /// Rounded to so many decimals: `1,234.50`.
    static func fixed(_ number: Double, _ decimals: Int) -> String {
        guard number.isFinite else { return number.isNaN ? "undefined" : (number < 0 ? "−∞" : "∞") }
        let factor = power(decimals)
        let scaled = (number.magnitude * factor).rounded()
        guard scaled < 1e15 else { return number.description }
        let units = Int64(scaled)
        let whole = units / Int64(factor)
        let rest = String(units % Int64(factor))
        let fraction = String(repeating: "0", count: max(0, decimals - rest.count)) + rest
        return (number < 0 && units > 0 ? "−" : "") + self.whole(whole) + (decimals > 0 ? "." + fraction : "")
    }

    /// With as many decimals as a number of its size needs: three digits that count.
    static func plain(_ number: Double) -> String {
        guard number.rounded() != number else { return fixed(number, 0) }
        switch number.magnitude {
        case 100...: return fixed(number, 0)
        case 10..<100: return fixed(number, 1)
        case 0.1..<10: return fixed(number, 2)
        default: return fixed(number, 4)
        }
    }

    /// A share in per cent. It is rounded neither up to all nor down to nothing.
    static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "undefined" }
        if share > 0, share < 0.0005 { return "<0.1 %" }
        if share < 1, share >= 0.9995 { return "99.9 %" }
        return fixed(share * 100, 1) + " %"
    }

    /// Seconds in the two largest units: `2 d 4 h`, `1 min 30 s`, `4.5 s`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds.magnitude < 1e14 else { return plain(seconds) + " s" }
        if seconds < 0 { return "−" + duration(-seconds) }
        guard seconds >= 60 else { return plain((seconds * 10).rounded() / 10) + " s" }
        var rest = Int64(seconds.rounded())
        var parts: [String] = []
        for (unit, length) in [("d", Int64(86_400)), ("h", 3600), ("min", 60), ("s", 1)] {
            if rest >= length { parts.append("\(whole(rest / length)) \(unit)") } else if !parts.isEmpty { break }
            rest %= length
        }
        return parts.prefix(2).joined(separator: " ")
    }

    static func duration(milliseconds: Int64) -> String { duration(Double(milliseconds) / 1000) }

    /// `1 alarm`, `2 alarms`.
    static func count(_ number: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(whole(number)) \(number == 1 ? noun : plural ?? noun + "s")"
    }

    /// `07`.
    static func twoDigits(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func power(_ exponent: Int) -> Double { (0..<exponent).reduce(1) { product, _ in product * 10 } }
}
