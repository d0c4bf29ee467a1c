import ExactJSON

/// One request, as a transport sends it. Only this module can make one: from a ``Poll``, a ``ProbeRequest`` or a
/// sign-in.
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

    /// A read. `headers` say who asks.
    static func get(_ path: String, _ headers: [(name: String, value: String)], _ agent: UserAgent) -> AltaRequest {
        AltaRequest(method: .get, path: path, headers: common(agent) + headers, body: [])
    }

    static func signIn(name: String, password: String, _ agent: UserAgent) -> AltaRequest {
        post("/api/v1/dologin", ["username": .string(name), "password": .string(password)], [], agent)
    }

    /// The answer to a challenge for the second factor. The name of the device may be empty.
    static func secondFactor(code: String, _ cookies: CookieJar, _ agent: UserAgent) -> AltaRequest {
        post("/api/v1/totp", ["code": .string(code), "name": ""], cookies.headers, agent)
    }

    private static func post(
        _ path: String, _ body: JSONValue, _ headers: [(name: String, value: String)], _ agent: UserAgent
    ) -> AltaRequest {
        AltaRequest(
            method: .post, path: path, headers: common(agent) + [("Content-Type", "application/json")] + headers,
            body: body.bytes)
    }

    private static func common(_ agent: UserAgent) -> [(name: String, value: String)] {
        [("User-Agent", agent.text), ("Accept", "application/json")]
    }
}
