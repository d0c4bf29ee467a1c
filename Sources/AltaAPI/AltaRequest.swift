import ExactJSON

/// One request, as a transport sends it. Only this module can make one, from a ``Poll`` or a login.
public struct AltaRequest: Sendable {
    /// The verb.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// The verb.
    public let method: Method
    /// The path below the base address.
    public let path: String
    /// Name and value of each header.
    public let headers: [(name: String, value: String)]
    /// The body, if any.
    public let body: [UInt8]

    static func poll(_ poll: Poll, cookies: CookieJar) -> AltaRequest {
        AltaRequest(method: .get, path: poll.path, headers: common + cookies.headers, body: [])
    }

    static func login(_ credentials: Credentials) -> AltaRequest {
        let body = JSONValue.object([
            ("username", .string(credentials.username)), ("password", .string(credentials.password)),
        ])
        return AltaRequest(
            method: .post, path: "/api/v1/dologin", headers: common + [("Content-Type", "application/json")],
            body: body.bytes)
    }

    /// Some hosts answer 401 to the default name of a script.
    private static let common = [("User-Agent", "alarm-archiver/1.0"), ("Accept", "application/json")]
}

/// Who signs in. Never printed.
public struct Credentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    let username: String
    let password: String

    /// The e-mail address and password of the deployment's own user.
    public init(username: String, password: String) {
        self.username = username
        self.password = password
    }

    /// Not the password.
    public var description: String { "credentials of \(username)" }
    /// Not the password.
    public var debugDescription: String { description }
}
