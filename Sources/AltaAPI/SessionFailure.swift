public import ArchiveEvents

/// Why a question got no answer from a deployment.
public enum SessionFailure: Error, Sendable, CustomStringConvertible {
    /// The network brought nothing.
    case noAnswer(TransportError)
    /// We are not taken for the account that we are; `retryAt` is when the sign-in is tried again.
    case signIn(SignInProblem, retryAt: Instant?)
    /// Nothing was sent, since the sign-in failed a short while ago.
    case resting(SignInProblem, until: Instant)
    /// The deployment has no time for a sign-in: 429, or a status of 500 and above.
    case notNow(HTTPAnswer)
    /// The work was called off.
    case cancelled

    /// What happened, and what to do. It holds no secret and nothing of a body.
    public var description: String {
        switch self {
        case .noAnswer(let error): error.description
        case .signIn(let problem, _): problem.description
        case .resting(let problem, let until):
            "\(problem.finding); the login is left alone until \(until), then tried again; \(problem.advice)"
        case .notNow(let answer): "the deployment answered the login with status \(answer.status); it is asked again"
        case .cancelled: "signing in was called off"
        }
    }
}
