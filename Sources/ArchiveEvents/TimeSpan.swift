/// A length of time as people write it: `500ms`, `30s`, `15m`, `24h`, `7d`.
public struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
    /// Milliseconds, never negative.
    public let milliseconds: Int64

    /// A span of that many milliseconds.
    public init(milliseconds: Int64) {
        self.milliseconds = max(0, milliseconds)
    }

    /// Reads a whole number with its unit; nil for anything else, and for more than a thousand years.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), let unit = Self.units[String(text.dropFirst(digits.count))],
            number <= Self.longest / unit
        else { return nil }
        milliseconds = number * unit
    }

    /// In the largest unit that divides it.
    public var description: String {
        let unit = Self.units.filter { milliseconds % $0.value == 0 }.max { $0.value < $1.value }
        return unit.map { "\(milliseconds / $0.value)\($0.key)" } ?? "\(milliseconds)ms"
    }

    private static let units: [String: Int64] = [
        "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": Instant.millisecondsPerDay,
    ]
    private static let longest = 365_000 * Instant.millisecondsPerDay
}
