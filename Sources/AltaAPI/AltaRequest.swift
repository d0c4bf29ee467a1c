import ExactJSON

/// One request, as a transport sends it. Only this module can make one: from a ``Poll``, a ``ProbeRequest``, a sign-in,
/// or for an operator, who comes in by a door that the poller has not (see `OperatorSession`).
public struct AltaRequest: Sendable {
    /// The verb.
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    /// The verb.
    public let method: Method
    /// The path below the base address.
    public let path: String
    /// Name and value of each header.
    public let headers: [(name: String, value: String)]
    /// The body, if any.
    public let body: [UInt8]

    /// A question, asked by whom `headers` say.
    init(_ question: Question, _ headers: [(name: String, value: String)], _ agent: UserAgent) {
        let type = question.body.isEmpty ? [] : [(name: "Content-Type", value: "application/json")]
        method = question.method
        path = question.path
        self.headers = [("User-Agent", agent.text), ("Accept", "application/json")] + type + headers
        body = question.body
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
        AltaRequest(Question(.post, path, body: body.bytes), headers, agent)
    }
}

/// What is put to a deployment once the session stands.
struct Question: Sendable {
    let method: AltaRequest.Method
    /// The path below the base address, with its query.
    let path: String
    let body: [UInt8]

    /// A read.
    init(reading path: String) {
        self.init(.get, path, body: [])
    }

    init(_ method: AltaRequest.Method, _ path: String, body: [UInt8]) {
        self.method = method
        self.path = path
        self.body = body
    }

    /// Whether an answer shows that the question was not even considered, so that it may be put again.
    func isUnheard(_ answer: HTTPAnswer) -> Bool { answer.isLoginLost && !isLeftOpen(by: answer) }

    /// Whether an answer tells neither what became of a change nor that the session is lost: a redirect, or a page that
    /// wears success, may come after the deed. Only 401 comes instead of it.
    func isLeftOpen(by answer: HTTPAnswer) -> Bool { method != .get && answer.isLoginLost && answer.status != 401 }
}
