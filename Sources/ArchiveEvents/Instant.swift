/// A point in time in whole milliseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970.
    public let milliseconds: Int64

    /// The instant that many milliseconds after 1970 began.
    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The earlier one comes first.
    public static func < (one: Instant, other: Instant) -> Bool { one.milliseconds < other.milliseconds }

    /// The instant a number of milliseconds later; it stays within the years that can be written.
    public func advanced(byMilliseconds amount: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(amount)
        let clamped = overflow ? (amount < 0 ? Int64.min : .max) : sum
        return Instant(milliseconds: min(max(clamped, Self.earliest), Self.latest))
    }

    /// Milliseconds from `other` to this.
    public func milliseconds(since other: Instant) -> Int64 { milliseconds - other.milliseconds }

    /// Whole UTC days since 1970-01-01.
    public var day: Int64 { milliseconds.flooredQuotient(by: Self.millisecondsPerDay) }

    /// The nearest instant whose year has four digits: what a line says of any other, and what the row of its block is to
    /// be compared with, for rows once named the time that had no spelling.
    package var writable: Instant { Instant(milliseconds: min(max(milliseconds, Self.earliest), Self.latest)) }

    /// Whether the year has four digits, so that RFC 3339 can write it.
    public var isWritable: Bool { (Self.earliest...Self.latest).contains(milliseconds) }

    /// Whether an event may bear it: 1970 to 9999. Before that no clock of ours ran, and a later year has no spelling.
    public var isLoggable: Bool { (0...Self.latest).contains(milliseconds) }

    /// 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z.
    static let earliest: Int64 = -62_135_596_800_000
    static let latest: Int64 = 253_402_300_799_999
    static let millisecondsPerDay: Int64 = 86_400_000
}

extension Int64 {
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
