/// An HTTP request as a simulated deployment takes it.
public struct SimulatedRequest: Sendable {
    /// The verb in capitals.
    public var method: String
    /// The path without the query, such as `/api/v1/alerts`.
    public var path: String
    /// What follows the question mark; empty without one.
    public var query: String
    /// The headers, with names in any case.
    public var headers: [(name: String, value: String)]
    /// The body as it came.
    public var body: [UInt8]

    /// A request; most have neither query nor body.
    public init(
        method: String = "GET", path: String, query: String = "", headers: [(name: String, value: String)] = [],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The value of the first header called `name`, in any case.
    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The values of all cookies called `name`.
    func cookies(named name: String) -> [String] {
        let values = headers.filter { $0.name.lowercased() == "cookie" }.map { $0.value }
        let pairs = values.flatMap { (value: String) -> [Substring] in value.split(separator: ";") }
        let trimmed = pairs.map { (pair: Substring) -> Substring in pair.drop { $0 == " " } }
        return trimmed.filter { $0.hasPrefix(name + "=") }.map { String($0.dropFirst(name.count + 1)) }
    }
}
