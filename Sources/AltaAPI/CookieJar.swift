import ArchiveEvents

/// All cookies of a session, by name; their values are opaque. Never printed.
struct CookieJar: Sendable {
    private(set) var cookies: [(name: String, value: String)] = []

    var isEmpty: Bool { cookies.isEmpty }

    /// The `Cookie` header.
    var headers: [(name: String, value: String)] {
        isEmpty ? [] : [("Cookie", cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; "))]
    }

    /// Takes in what an answer set at `time`; an empty value, `Max-Age=0` or an `Expires` in the past take a cookie
    /// away.
    mutating func take(_ answer: HTTPAnswer, at time: Instant) {
        for header in answer.values("Set-Cookie") {
            let parts = header.split(separator: ";").map { $0.drop { $0 == " " } }
            guard let pair = parts.first, let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            let value = String(pair[pair.index(after: equals)...])
            cookies.removeAll { $0.name == name }
            let isGone = value.isEmpty || parts.dropFirst().contains { Self.takesAway($0, at: time) }
            if !isGone { cookies.append((name, value)) }
        }
        cookies = Array(cookies.suffix(Self.limit))
    }

    private static func takesAway(_ attribute: Substring, at time: Instant) -> Bool {
        let pair = attribute.split(separator: "=", maxSplits: 1)
        guard pair.count == 2 else { return false }
        switch pair[0].lowercased() {
        case "max-age": return Int64(pair[1]).map { $0 <= 0 } ?? false
        case "expires": return Instant(httpDate: String(pair[1])).map { $0 <= time } ?? false
        default: return false
        }
    }

    /// A server that sets a new name with every answer must not fill the memory.
    private static let limit = 32
}
