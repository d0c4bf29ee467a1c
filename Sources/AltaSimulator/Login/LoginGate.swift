import ExactJSON

/// Decides who gets in.
struct LoginGate: Sendable {
    /// What a login form comes to.
    enum Verdict {
        /// Whether no second factor is left to be shown.
        case accepted(isProved: Bool)
        case refused(SimulatedResponse)
    }

    static let cookieName = "va"

    var sessions: SessionRegister
    private let parameters: SimulationParameters
    private let oneTimePassword: OneTimePassword
    private var badLogins = 0

    init(_ parameters: SimulationParameters) {
        self.parameters = parameters
        oneTimePassword = OneTimePassword(secret: parameters.totpSecret)
        sessions = SessionRegister(seed: parameters.seed, lifetime: parameters.sessionLifetimeMilliseconds)
    }

    /// Judges the body of a login, with the code of the one-step form perhaps.
    mutating func judge(_ body: [UInt8], at time: Milliseconds) -> Verdict {
        guard let form = try? JSONText(body).root, let username = form["username"]?.string,
            let password = form["password"]?.string
        else { return .refused(.badRequest("Not a login")) }
        if isLocked { return .refused(.refusal(403, error: "locked", message: "Too many bad logins")) }
        guard username == parameters.username, password == parameters.password else { return refuse() }
        let code = form["code"]?.string
        if let code, asksForCode, !oneTimePassword.accepts(code, at: time) { return refuse() }
        badLogins = 0
        return .accepted(isProved: !asksForCode || code != nil)
    }

    /// Takes the one-time code of a session.
    mutating func prove(_ cookies: [String], with body: [UInt8], at time: Milliseconds) -> SimulatedResponse {
        guard let code = (try? JSONText(body).root)?["code"]?.string else { return .badRequest("Not a code") }
        guard !isLocked, !resetIsRequired(at: time), oneTimePassword.accepts(code, at: time) else {
            badLogins += 1
            return .refusal(401, error: "unauthorized", message: "Wrong code")
        }
        badLogins = 0
        sessions.prove(cookies, at: time)
        return .empty
    }

    mutating func logOut(_ cookies: [String]) -> SimulatedResponse {
        sessions.end(cookies)
        var response = SimulatedResponse.empty
        response.headers.append(("Set-Cookie", "\(LoginGate.cookieName)=; Path=/; Max-Age=0; HttpOnly"))
        return response
    }

    /// Whether the route is open to whoever has those cookies.
    func admits(_ cookies: [String], to route: Route?, at time: Milliseconds) -> Bool {
        if route == .login { return true }
        guard sessions.admits(cookies, at: time) else { return false }
        if route == .totp || route == .list(.authentication) { return true }
        return sessions.isProved(cookies, at: time) && !resetIsRequired(at: time)
    }

    /// Whether a session must show a code before it is good for anything.
    func challenges(_ cookies: [String], at time: Milliseconds) -> Bool {
        asksForCode && !sessions.isProved(cookies, at: time)
    }

    func resetIsRequired(at time: Milliseconds) -> Bool {
        asksForCode && time >= parameters.mfaResetRequiredFrom ?? .max
    }

    private var asksForCode: Bool { parameters.profile == .mfa }

    private var isLocked: Bool { badLogins >= parameters.locksAfterBadLogins ?? .max }

    private mutating func refuse() -> Verdict {
        badLogins += 1
        return .refused(.refusal(401, error: "unauthorized", message: "Wrong username or password"))
    }
}
