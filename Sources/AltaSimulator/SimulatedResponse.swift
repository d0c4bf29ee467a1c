import ExactJSON

/// An HTTP response as a simulated deployment gives it.
public struct SimulatedResponse: Sendable {
    /// How a response comes to the client.
    public enum Delivery: Equatable, Sendable {
        /// At once.
        case whole
        /// The connection closes after so many bytes of the body, although its whole length was announced.
        case cut(afterBytes: Int)
        /// The body comes at that rate, of real time over a network.
        case drip(bytesPerSecond: Int)
        /// Nothing comes for so many milliseconds, of real time over a network; then all of it.
        case late(milliseconds: Int64)
        /// The connection closes before anything comes.
        case lost
    }

    /// The status code.
    public var status: Int
    /// The headers in order; a name can come more than once. The length of the body is left to whoever sends it.
    public var headers: [(name: String, value: String)]
    /// The whole body; empty where there is nothing to say.
    public var body: [UInt8]
    /// How much of it arrives, and when.
    public var delivery = Delivery.whole

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

    /// Nothing, with status 204.
    static var noContent: SimulatedResponse {
        var response = SimulatedResponse.empty
        response.status = 204
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

    static func badRequest(_ message: String) -> SimulatedResponse {
        refusal(400, error: "bad_request", message: message)
    }

    /// The path exists, but not for this verb.
    static func methodNotAllowed(but verbs: [String]) -> SimulatedResponse {
        let allowed = verbs.joined(separator: ", ")
        var response = refusal(405, error: "method_not_allowed", message: "Use \(allowed)")
        response.headers.append(("Allow", allowed))
        return response
    }

    /// Sets a header that comes only once.
    mutating func replaceHeader(_ name: String, with value: String) {
        headers.removeAll { $0.name == name }
        headers.append((name, value))
    }
}
