public import ArchiveEvents

/// Complete looks at one target that followed each other without a gap, and that the log does not vouch for yet.
public struct CoverageRun: Hashable, Sendable {
    /// From when on the target was observed.
    public let from: Instant
    /// The last complete look.
    public private(set) var until: Instant
    /// Looks since `from` after which nothing new can have been missed.
    public private(set) var looks: Int
    /// How many of them showed all that there was.
    public private(set) var complete: Int
    /// The longest time between two complete looks, in milliseconds.
    public private(set) var longestInterval: Int64 = 0

    /// A run that begins with a look at `time`.
    public init(startingAt time: Instant, isComplete: Bool = true) {
        self.init(from: time, until: time, looks: 1, complete: isComplete ? 1 : 0, longestInterval: 0)
    }

    init(from: Instant, until: Instant, looks: Int, complete: Int, longestInterval: Int64) {
        self.from = from
        self.until = max(from, until)
        self.looks = looks
        self.complete = complete
        self.longestInterval = longestInterval
    }

    /// The run with one more look. A clock that was set back does not take back what was observed.
    public func extended(to time: Instant, isComplete: Bool = true) -> CoverageRun {
        CoverageRun(
            from: from, until: max(until, time), looks: looks + 1, complete: complete + (isComplete ? 1 : 0),
            longestInterval: max(longestInterval, time.milliseconds(since: until)))
    }

    /// What goes on once the log vouches for everything before `time`.
    static func continuing(from time: Instant) -> CoverageRun {
        CoverageRun(from: time, until: time, looks: 0, complete: 0, longestInterval: 0)
    }

    /// The part of it that comes after `time`, of which it is not known how many looks it had.
    func beginning(at time: Instant) -> CoverageRun {
        CoverageRun(from: time, until: until, looks: looks, complete: complete, longestInterval: longestInterval)
    }

    /// The same polls without their times, as if all of them were at `time`.
    func collapsed(to time: Instant) -> CoverageRun {
        CoverageRun(from: time, until: time, looks: looks, complete: complete, longestInterval: 0)
    }

    /// The same looks, dated otherwise. It begins where it did, where what the log vouches for ends, unless its end lies before.
    func redated(_ change: (Instant) -> Instant) -> CoverageRun {
        let until = change(until)
        return CoverageRun(
            from: min(from, until), until: until, looks: looks, complete: complete,
            longestInterval: longestInterval)
    }

    /// Whether the last look is known, and showed all that there was. What the log vouches for is not: it may end with a
    /// look at a part.
    public var isLastComplete: Bool { looks > 0 && looks == complete }

    /// Milliseconds from its beginning to its last complete look.
    public var length: Int64 { until.milliseconds(since: from) }
}
