public import ArchiveEvents

/// A gap that the log tells of.
public struct ToldGap: Hashable, Sendable {
    /// The event that tells it.
    public let position: Position
    /// A ``GapCause``'s name, or another version's.
    public let cause: String
    /// What was said of it.
    public let detail: String
    /// From when on nothing was observed.
    public var from: Instant
    /// Until when; nil while it is open.
    public var until: Instant?

    /// A gap.
    public init(position: Position, cause: String, detail: String, from: Instant, until: Instant?) {
        self.position = position
        self.cause = cause
        self.detail = detail
        self.from = from
        self.until = until
    }

    /// A gap that ended, told by the event that ended it alone.
    public static func ended(from: Instant, until: Instant, position: Position) -> ToldGap {
        ToldGap(position: position, cause: unknownCause, detail: "", from: from, until: max(from, until))
    }

    /// The gap ended at `time`; where a clock was set back, it ends where it began.
    public func ending(at time: Instant, from other: Instant? = nil) -> ToldGap {
        var ended = self
        ended.from = other ?? from
        ended.until = max(ended.from, time)
        return ended
    }

    /// Stands for a cause that was erased.
    public static let unknownCause = "unknown"
}
