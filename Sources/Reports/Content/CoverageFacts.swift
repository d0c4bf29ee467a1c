package import AlarmHistory

/// What the archive can say of a period.
package struct CoverageFacts: Sendable {
    /// The period, cut up without a hole; at each time what can be said of all targets.
    package let intervals: [CoverageInterval]
    /// What was looked at.
    package let targets: [Target]
    /// What a reader should know of it.
    package let notes: [String]
    /// Whether nothing is known to be missing.
    package let isComplete: Bool
    /// Alarms of the period that only the logs of zones tell of. No figure counts them.
    package let unlistedAlarms: Int

    package init(
        intervals: [CoverageInterval], targets: [Target] = [], notes: [String] = [], isComplete: Bool,
        unlistedAlarms: Int = 0
    ) {
        self.intervals = intervals
        self.targets = targets
        self.notes = notes
        self.isComplete = isComplete
        self.unlistedAlarms = unlistedAlarms
    }

    /// An endpoint of a deployment.
    package struct Target: Sendable {
        package let deployment: VendorText
        package let endpoint: VendorText
        /// The period, cut up without a hole.
        package let intervals: [CoverageInterval]

        package init(deployment: String, endpoint: String, intervals: [CoverageInterval]) {
            self.deployment = VendorText(deployment)
            self.endpoint = VendorText(endpoint)
            self.intervals = intervals
        }
    }
}

extension CoverageState {
    /// The state in a reader's words.
    var title: String {
        switch self {
        case .covered: "observed"
        case .provisional: "looked at, not final yet"
        case .paused: "paused"
        case .gap: "not observed"
        }
    }
}
