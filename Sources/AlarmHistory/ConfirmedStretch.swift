public import ArchiveEvents

/// A stretch of time that the log vouches for.
public struct ConfirmedStretch: Hashable, Sendable {
    /// From when, and before when.
    public var range: Range<Instant>
    /// Looks in it.
    public var looks: Int
    /// Milliseconds between two complete looks at most.
    public var longestInterval: Int64
    /// The last event that vouches for a part of it.
    public var position: Position

    /// A stretch.
    public init(_ range: Range<Instant>, looks: Int, longestInterval: Int64, position: Position) {
        self.range = range
        self.looks = looks
        self.longestInterval = longestInterval
        self.position = position
    }

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
