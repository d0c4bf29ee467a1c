import ArchiveEvents

/// How much of a period each state takes, in milliseconds.
public struct CoverageTotals: Hashable, Sendable {
    private var milliseconds: [CoverageState: Int64] = [:]

    /// The sums over intervals.
    public init(_ intervals: [CoverageInterval]) {
        for interval in intervals { milliseconds[interval.state, default: 0] += interval.milliseconds }
    }

    /// The sum of one state.
    public subscript(state: CoverageState) -> Int64 { milliseconds[state] ?? 0 }

    /// The sum of all states: the period.
    public var whole: Int64 { milliseconds.values.reduce(0, +) }
}

extension CoverageInterval {
    /// What can be said of several targets at once: at each time, of the one of which least can be said.
    ///
    /// Each list covers the same period, in order and without a hole; so does the answer.
    public static func worst(of lists: [[CoverageInterval]]) -> [CoverageInterval] {
        guard var worst = lists.first else { return [] }
        for list in lists.dropFirst() { worst = self.worst(worst, list) }
        return worst
    }

    private static func worst(_ one: [CoverageInterval], _ other: [CoverageInterval]) -> [CoverageInterval] {
        var worst: [CoverageInterval] = []
        var (left, right) = (one[...], other[...])
        while let first = left.first, let second = right.first {
            let worse = first.state < second.state ? second : first
            worst.join(worse.clipped(to: first.range.clamped(to: second.range)))
            let end = min(first.range.upperBound, second.range.upperBound)
            if first.range.upperBound == end { left.removeFirst() }
            if second.range.upperBound == end { right.removeFirst() }
        }
        return worst
    }
}
