import ExactJSON

/// What the deployment says about itself, about the login, or about the account that asks.
struct Notice: ConstantRecord {
    let recordID: String?
    let json: JSONValue

    init(about endpoint: Endpoint, account: User) {
        recordID = endpoint.rawValue
        switch endpoint {
        case .authentication: json = ["mfaChallengeRequired": false, "mfaResetRequired": false]
        case .me: json = account.ownJSON
        default:
            json = ["applicationVersion": "9.9.1", "applicationSha": "0000000000", "deployment_name": "example"]
        }
    }
}
