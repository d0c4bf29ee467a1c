import AlarmHistory

/// How much of a stretch of time was observed, in milliseconds.
package struct ObservedTime: Sendable, Hashable {
    /// Complete looks were made, and the log vouches for them.
    package private(set) var covered: Int64 = 0
    /// Looked at lately; nothing is final yet.
    package private(set) var provisional: Int64 = 0
    /// Polling was told to wait.
    package private(set) var paused: Int64 = 0
    /// Not observed.
    package private(set) var gap: Int64 = 0

    package init() {}

    mutating func add(_ milliseconds: Int64, _ state: CoverageState) {
        switch state {
        case .covered: covered += milliseconds
        case .provisional: provisional += milliseconds
        case .paused: paused += milliseconds
        case .gap: gap += milliseconds
        }
    }

    static func + (one: ObservedTime, other: ObservedTime) -> ObservedTime {
        var sum = one
        for state in CoverageState.allCases { sum.add(other[state], state) }
        return sum
    }

    subscript(state: CoverageState) -> Int64 {
        switch state {
        case .covered: covered
        case .provisional: provisional
        case .paused: paused
        case .gap: gap
        }
    }

    var whole: Int64 { covered + provisional + paused + gap }
    /// What something can be said of, be it final or not.
    var seen: Int64 { covered + provisional }

    /// Time that the log vouches for / time, 0 to 1; nil of no time.
    var share: Double? { whole == 0 ? nil : Double(covered) / Double(whole) }

    var sight: Sight {
        if seen == 0 { return .none }
        return seen == whole ? .whole : .part
    }

    /// Whether something can be said.
    enum Sight: Int, Comparable {
        case whole, part, none

        static func < (one: Sight, other: Sight) -> Bool { one.rawValue < other.rawValue }
    }
}
