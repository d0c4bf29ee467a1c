package import AlarmHistory
package import AltaAPI

/// What came of polling.
package struct PollReport: Sendable {
    /// Why each target that was not observed at the last look was not.
    package private(set) var failures: [LookTarget: FetchFailure] = [:]
    /// Events that were recorded.
    package private(set) var events = 0
    /// Looks that were complete.
    package private(set) var completeLooks = 0

    package init() {}

    /// Why nothing could be reached at all so far.
    var unreachable: FetchFailure? {
        completeLooks > 0 ? nil : failures.values.first { $0.cause == .unreachable }
    }

    mutating func note(_ failure: FetchFailure?, events: Int, target: LookTarget) {
        self.events += events
        failures[target] = failure
        if failure == nil { completeLooks += 1 }
    }
}

/// Why polling cannot go on.
package enum PollerError: Error, Sendable, CustomStringConvertible {
    /// The process's first exchange was refused: asking on could lock the account.
    case unauthorised(String)

    package var description: String {
        switch self {
        case .unauthorised(let detail): detail
        }
    }
}
