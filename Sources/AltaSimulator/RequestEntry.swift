import ExactJSON

/// One request that a simulated deployment has answered, without its secrets: no header is kept.
public struct RequestEntry: Sendable {
    /// Simulated time, milliseconds since 1970.
    public let time: Int64
    /// The verb in capitals.
    public let method: String
    /// The path as it came, with its query.
    public let path: String
    /// The status of the answer, whether or not that arrived.
    public let status: Int
    /// The text of an order's body; nil for every other request, since a body that is no order's may be a login's, and for
    /// an order without one.
    public let body: String?

    /// What `request` asked, and how it was answered at the simulated time `milliseconds`.
    public init(_ request: SimulatedRequest, answeredBy response: SimulatedResponse, at milliseconds: Int64) {
        time = milliseconds
        method = request.method
        path = request.query.isEmpty ? request.path : "\(request.path)?\(request.query)"
        status = response.status
        body = Self.isOrder(request) && !request.body.isEmpty ? String(decoding: request.body, as: UTF8.self) : nil
    }

    /// One line of JSON without the line break: `{"time":…,"method":…,"path":…,"status":…,"body":…}`.
    public func line() -> String {
        let entry: JSONValue = [
            "time": .integer(time), "method": .string(method), "path": .string(path),
            "status": .integer(Int64(status)), "body": JSONValue(body),
        ]
        return String(decoding: entry.bytes, as: UTF8.self)
    }

    private static func isOrder(_ request: SimulatedRequest) -> Bool {
        Route.routes(to: request.path).contains { choice in
            guard choice.verb == request.method, case .order = choice.route else { return false }
            return true
        }
    }
}
