import ExactJSON

/// An HTTP response as a simulated deployment gives it.
public struct SimulatedResponse: Sendable {
    /// The status code.
    public var status: Int
    /// The headers in order; a name can come more than once. The length of the body is left to whoever sends it.
    public var headers: [(name: String, value: String)]
    /// The body; empty where there is nothing to say.
    public var body: [UInt8]

    /// A JSON text with status 200.
    init(text: [UInt8]) {
        status = 200
        headers = [("Content-Type", "application/json")]
        body = text
    }

    /// An empty body with status 200.
    static var empty: SimulatedResponse {
        var response = SimulatedResponse(text: [])
        response.headers = []
        return response
    }

    /// The vendor's way to say no.
    static func refusal(_ status: Int, error: String, message: String) -> SimulatedResponse {
        let json: JSONValue = ["error": .string(error), "message": .string(message)]
        var response = SimulatedResponse(text: json.bytes)
        response.status = status
        return response
    }

    static let unauthorized = refusal(401, error: "unauthorized", message: "Login required")

    static func notFound(_ message: String) -> SimulatedResponse {
        refusal(404, error: "not_found", message: message)
    }

    /// The path exists, but not for this verb.
    static func methodNotAllowed(but verb: String) -> SimulatedResponse {
        var response = refusal(405, error: "method_not_allowed", message: "Use \(verb)")
        response.headers.append(("Allow", verb))
        return response
    }
}
