/// All cookies of a session, by name; their values are opaque. Never printed.
struct CookieJar: Sendable {
    private var cookies: [(name: String, value: String)] = []

    var isEmpty: Bool { cookies.isEmpty }

    /// The `Cookie` header.
    var headers: [(name: String, value: String)] {
        isEmpty ? [] : [("Cookie", cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; "))]
    }

    /// Takes in what an answer set; an empty value or `Max-Age=0` takes a cookie away.
    mutating func take(_ answer: HTTPAnswer) {
        for header in answer.values("Set-Cookie") {
            let parts = header.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            let value = String(pair[pair.index(after: equals)...])
            cookies.removeAll { $0.name == name }
            let isGone = value.isEmpty || parts.dropFirst().contains { $0.lowercased() == "max-age=0" }
            if !isGone { cookies.append((name, value)) }
        }
        cookies = Array(cookies.suffix(Self.limit))
    }

    /// A server that sets a new name with every answer must not fill the memory.
    private static let limit = 32
}
