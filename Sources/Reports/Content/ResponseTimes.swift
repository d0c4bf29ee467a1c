import AlarmPerformance

/// How long alarms waited, from their start to their first verification.
package struct ResponseTimes: Sendable, Hashable {
    /// Alarms in each of ``bounds``' stretches, and beyond the last.
    package private(set) var counts = [Int](repeating: 0, count: bounds.count)
    /// Alarms that nobody verified.
    package private(set) var unanswered = 0
    /// Alarms that were verified after their end; they are counted apart.
    package private(set) var retrospective = 0
    /// Alarms that were verified, and of which nobody can tell how fast: no beginning told, or clocks that contradict.
    package private(set) var untimed = 0
    /// Figures such as the median, by name.
    package var marks: [Mark] = []
    /// Targets as lines of a preset.
    package var targets: [TargetLine] = []

    package init() {}

    /// Where each stretch begins, in seconds; the last has no end.
    static let bounds: [Double] = [
        0, 10, 20, 30, 60, 90, 120, 180, 300, 600, 1800, 3600, 14_400, 86_400,
    ]

    /// Counts an alarm that was verified so many seconds after its start.
    package mutating func count(seconds: Double) {
        let place = Self.bounds.lastIndex { $0 <= seconds } ?? 0
        counts[place] += 1
    }

    package mutating func countUnanswered() { unanswered += 1 }

    package mutating func countRetrospective() { retrospective += 1 }

    package mutating func countUntimed() { untimed += 1 }

    var answered: Int { counts.reduce(0, +) }

    /// A figure on the axis of time.
    package struct Mark: Sendable, Hashable {
        package let name: String
        package let seconds: Double

        package init(_ name: String, seconds: Double) {
            self.name = name
            self.seconds = seconds
        }
    }

    /// A line that a share of the alarms should be answered within.
    package struct TargetLine: Sendable, Hashable {
        /// 80 for "80 % within".
        package let percentile: Double
        package let seconds: Double
        /// Which alarms it is about: `all`, `other`.
        package let filter: String
        /// Printed name of the preset.
        package let preset: String
        /// The share that was answered in time, 0 to 1; nil where that is undefined.
        package let achieved: Double?
        /// `reached`, `not reached`, `undecided`, in the words of the indicator.
        package let outcome: String

        package init(
            percentile: Double, seconds: Double, filter: String, preset: String, achieved: Double?, outcome: String
        ) {
            self.percentile = percentile
            self.seconds = seconds
            self.filter = filter
            self.preset = preset
            self.achieved = achieved
            self.outcome = outcome
        }
    }
}
