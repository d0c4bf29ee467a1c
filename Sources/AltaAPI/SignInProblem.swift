/// Why a deployment does not take us for the account that we are, told apart because each asks for something else.
public enum SignInProblem: Error, Sendable, Hashable {
    /// The user name or the password is wrong, as far as can be seen.
    case refused(status: Int)
    /// The sign-in was accepted and gave no session.
    case noSession
    /// A page or a redirect instead of an answer: people sign in elsewhere.
    case singleSignOn
    /// The deployment answers that it is elsewhere for good: at `address`, a scheme and a host. It is not followed: the
    /// password would go with it.
    case moved(address: String, status: Int)
    /// The session of an accepted sign-in is not accepted.
    case sessionRefused(status: Int)
    /// The account is locked, or was refused so often that it may be.
    case accountLocked
    /// The account has to set up a second factor first, which we never do.
    case secondFactorSetUpRequired
    /// There is a second factor, and we do not have its secret.
    case secondFactorSecretMissing
    /// The codes are not accepted.
    case secondFactorRefused(status: Int)
    /// The bearer token is not accepted.
    case bearerRefused(status: Int)

    /// Whether only a person can mend it, so that trying again soon does nothing but harm.
    var waitsForPeople: Bool {
        switch self {
        case .accountLocked, .secondFactorSetUpRequired, .secondFactorSecretMissing: true
        case .refused, .noSession, .singleSignOn, .moved, .sessionRefused, .secondFactorRefused, .bearerRefused: false
        }
    }
}

extension SignInProblem: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String { "\(finding); \(advice)" }

    /// What happened.
    public var finding: String {
        switch self {
        case .refused(let status): "the login was refused (status \(status))"
        case .noSession: "the login gave no session"
        case .singleSignOn: "the login answers with a page or a redirect instead of a session (single sign-on?)"
        case .moved(let address, let status): "the deployment has moved to \(address) (status \(status))"
        case .sessionRefused(let status): "the session of an accepted login is not accepted (status \(status))"
        case .accountLocked: "the account is locked, or was refused so often that it may be"
        case .secondFactorSetUpRequired: "the account must set up a second factor before it may sign in"
        case .secondFactorSecretMissing: "the account has a second factor, and its secret is not configured"
        case .secondFactorRefused(let status): "the code of the second factor was refused (status \(status))"
        case .bearerRefused(let status): "the bearer token was refused (status \(status))"
        }
    }

    /// What to do.
    public var advice: String {
        switch self {
        case .refused:
            "check the user name and the password file, and that the user is local to the deployment"
        case .noSession: "check that --url is an Alta Video deployment"
        case .singleSignOn:
            "sign in with a user that is local to the deployment, and check that --url is an Alta Video deployment"
        case .moved: "if that is your deployment, give that address with --url"
        case .sessionRefused: "check the account and its permissions"
        case .accountLocked: "have an administrator unlock it, check its password, and start again"
        case .secondFactorSetUpRequired:
            "set it up by hand in the web interface and give its secret with --totp-secret-file, or exempt the account"
        case .secondFactorSecretMissing:
            "give the secret with --totp-secret-file, or use a least-rights account without second factor"
        case .secondFactorRefused: "check --totp-secret-file, and that this machine's clock is right"
        case .bearerRefused: "check --bearer-file: the token may have expired or been withdrawn"
        }
    }
}
