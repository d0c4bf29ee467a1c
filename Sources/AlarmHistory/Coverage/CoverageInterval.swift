public import ArchiveEvents

/// What the archive can say of a stretch of time; the one that says least comes last.
public enum CoverageState: String, Sendable, CaseIterable, Comparable {
    /// Complete looks were made, and the log vouches for them.
    case covered
    /// Behind the last thing that the log vouches for: nothing is final yet.
    case provisional
    /// Polling was told to wait.
    case paused
    /// Not observed.
    case gap

    /// The one that says more comes first.
    public static func < (one: CoverageState, other: CoverageState) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .covered: 0
        case .provisional: 1
        case .paused: 2
        case .gap: 3
        }
    }
}

/// A stretch of time of which one thing can be said.
public struct CoverageInterval: Hashable, Sendable {
    /// What can be said.
    public let state: CoverageState
    /// Why it was not observed: a ``GapCause``'s name, ``beforeArchive`` or ``unconfirmed``; nil where it was, or where
    /// nothing is final.
    public var cause: String?
    /// From when, and before when.
    public var range: Range<Instant>
    /// Looks in it, where it is a whole stretch that the log vouches for, and not a part of one.
    public var looks: Int?
    /// Milliseconds between two complete looks at most; only where it is covered.
    public var longestInterval: Int64?
    /// What was said of the cause.
    public var detail: String?
    /// The event that says so; nil where it is the lack of one.
    public var position: Position?

    /// An interval of which nothing more is known.
    public init(_ state: CoverageState, _ range: Range<Instant>, cause: String? = nil) {
        self.state = state
        self.range = range
        self.cause = cause
    }

    /// Its length.
    public var milliseconds: Int64 { range.upperBound.milliseconds(since: range.lowerBound) }

    /// Why the time before an endpoint was first looked at is a gap.
    public static let beforeArchive = "before-archive"
    /// Why time is a gap of which the log tells neither that it was observed nor that it was not.
    public static let unconfirmed = "unconfirmed"

    /// The part within `period`, which overlaps it.
    func clipped(to period: Range<Instant>) -> CoverageInterval {
        var part = self
        part.range = range.clamped(to: period)
        if part.range != range { part.looks = nil }
        return part
    }
}

extension [CoverageInterval] {
    /// Adds an interval behind the others; where it says the same as the last one, that one grows.
    mutating func join(_ next: CoverageInterval) {
        guard let last, last.state == next.state, last.cause == next.cause,
            last.range.upperBound == next.range.lowerBound
        else {
            append(next)
            return
        }
        self[count - 1].range = last.range.lowerBound..<next.range.upperBound
    }
}
