import AlarmHistory
import AltaAPI

/// Which failures the program's log has told of, so that an outage is one line and not one for each endpoint at each try.
struct FailureNotices: Sendable {
    private struct Failing: Hashable {
        let target: LookTarget
        let cause: GapCause
    }

    /// What fails and was told, alone or with the whole deployment, until it succeeds.
    private var failing: Set<Failing> = []
    /// What was said of the whole deployment since anything succeeded.
    private var outage: Set<String> = []

    /// Whether a look's failure is yet to be told.
    mutating func isNew(_ failure: FetchFailure?, of target: LookTarget) -> Bool {
        guard let failure else {
            failing = failing.filter { $0.target != target }
            outage = []
            return false
        }
        guard failing.insert(Failing(target: target, cause: failure.cause)).inserted else { return false }
        switch failure.cause {
        case .unreachable: return outage.insert(failure.detail).inserted
        // How long the login is left alone stands in the sentence, and is new each time.
        case .unauthorised: return outage.insert(failure.cause.rawValue).inserted
        default: return true
        }
    }

    /// Whether a failure of that cause is one of the whole deployment.
    static func isOfDeployment(_ cause: GapCause) -> Bool { cause == .unreachable || cause == .unauthorised }
}
