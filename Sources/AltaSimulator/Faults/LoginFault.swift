/// Faults of the login and of rights.
public enum LoginFault: String, CaseIterable, Sendable {
    /// The first matching request finds that all sessions have ended, in the middle of a list perhaps.
    case sessionLost = "session-lost"
    /// 302 to a login page.
    case redirectToLogin = "redirect-to-login"
    /// A login page with status 200.
    case loginPage = "login-page"
    /// 403: rights were taken away.
    case forbidden
    /// Some zones and their alarms are just missing. `amount`: one zone in so many; 2 if nil.
    case rowsHidden = "rows-hidden"
    /// The lists of alerts are empty, although each alert still answers by its guid.
    case listsEmpty = "lists-empty"
    /// 401 for a request that does not say which program it is from, or names a library.
    case agentRefused = "agent-refused"

    var summary: String {
        switch self {
        case .sessionLost: "every session ends at the next request"
        case .redirectToLogin: "302 to a login page"
        case .loginPage: "a login page with status 200"
        case .forbidden: "403, since rights were taken away"
        case .rowsHidden: "some zones and their alarms are missing"
        case .listsEmpty: "the lists of alerts are empty, though each alert answers by its guid"
        case .agentRefused: "401 for the default User-Agent of a library"
        }
    }

    /// Parts of the names of programs that nobody has configured.
    private static let libraries = ["curl", "python", "java", "go-http", "swift", "asynchttpclient", "okhttp", "wget"]

    /// Whether `agent` is what a library calls itself.
    static func isDefault(_ agent: String?) -> Bool {
        guard let agent = agent?.lowercased(), !agent.isEmpty else { return true }
        return libraries.contains { agent.hasPrefix($0) }
    }
}
