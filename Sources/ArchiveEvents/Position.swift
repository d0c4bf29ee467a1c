/// Where an event stands in the log: 0, 1, 2 ... without a gap. It is the event's leaf index, too.
public struct Position: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number.
    public let number: UInt64

    /// The position with that number.
    public init(_ number: UInt64) {
        self.number = number
    }

    /// The one that many further on.
    public func advanced(by count: UInt64) -> Position { Position(number &+ count) }

    /// The lower one comes first.
    public static func < (one: Position, other: Position) -> Bool { one.number < other.number }

    /// The number in decimal.
    public var description: String { String(number) }

    /// Where every log begins.
    public static let first = Position(0)
}

/// Which event of its stream an event is: 1, 2, 3 ... without a gap.
public struct StreamVersion: Hashable, Comparable, Sendable {
    /// The number.
    public let number: UInt64

    /// The version with that number; 0 stands for a stream without an event.
    public init(_ number: UInt64) {
        self.number = number
    }

    /// The version of the stream's next event.
    public var next: StreamVersion { StreamVersion(number &+ 1) }

    /// The lower one comes first.
    public static func < (one: StreamVersion, other: StreamVersion) -> Bool { one.number < other.number }

    /// A stream's first event.
    public static let first = StreamVersion(1)
}
