public import ArchiveEvents

/// A stretch of time that the log vouches for.
public struct ConfirmedStretch: Hashable, Sendable {
    /// From when, and before when.
    public var range: Range<Instant>
    /// Looks in it, ``mostCounted`` at most.
    public let looks: Int
    /// Milliseconds between two complete looks at most; ``mostCounted`` where an event says more.
    public let longestInterval: Int64
    /// The last event that vouches for a part of it.
    public var position: Position

    /// A stretch; numbers that no archive can have are brought within their bounds.
    public init(_ range: Range<Instant>, looks: Int, longestInterval: Int64, position: Position) {
        self.range = range
        self.looks = min(max(0, looks), Int(Self.mostCounted))
        self.longestInterval = min(max(0, longestInterval), Self.mostCounted)
        self.position = position
    }

    /// More looks than any archive makes, and 34 years between two of them: sums of what events claim stay within 64 bits,
    /// and within what the views can hold.
    package static let mostCounted: Int64 = 1 << 40

    /// Whether nothing lies between the two.
    public func touches(_ other: ConfirmedStretch) -> Bool {
        range.lowerBound <= other.range.upperBound && other.range.lowerBound <= range.upperBound
    }

    /// Both as one, where they touch.
    public func union(_ other: ConfirmedStretch) -> ConfirmedStretch {
        let from = min(range.lowerBound, other.range.lowerBound)
        let until = max(range.upperBound, other.range.upperBound)
        return ConfirmedStretch(
            from..<until, looks: looks + other.looks, longestInterval: max(longestInterval, other.longestInterval),
            position: max(position, other.position))
    }
}
