import ExactJSON

/// What the deployment says about itself, about the login, or about the account that asks.
struct Notice: SimulatedRecord {
    let recordID: String?
    let version: Int
    let json: JSONValue

    init(about endpoint: Endpoint, account: User, login: Showcase.Notices) {
        recordID = endpoint.rawValue
        version = (login.isChallenged ? 1 : 0) + (login.isResetRequired ? 2 : 0)
        switch endpoint {
        case .authentication:
            json = [
                "mfaChallengeRequired": .bool(login.isChallenged), "mfaResetRequired": .bool(login.isResetRequired),
            ]
        case .me: json = account.ownJSON
        default:
            json = ["applicationVersion": "9.9.1", "applicationSha": "0000000000", "deployment_name": "example"]
        }
    }
}
