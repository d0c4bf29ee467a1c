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
    /// away. What is past, the server's own clock says, where the answer tells it.
    mutating func take(_ answer: HTTPAnswer, at time: Instant) {
        let time = answer.servedAt ?? time
        for header in answer.values("Set-Cookie").flatMap(Self.unfolded) {
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

    /// The cookies of one header line: some servers and proxies fold several into one, parted by commas, although a comma
    /// also stands in the date of `Expires`. A cookie begins where a name and an equals sign follow the comma.
    private static func unfolded(_ header: String) -> [Substring] {
        header.split(separator: ",", omittingEmptySubsequences: false).reduce(into: []) { cookies, part in
            if let last = cookies.last, !beginsCookie(part) {
                cookies[cookies.count - 1] = header[last.startIndex..<part.endIndex]
            } else {
                cookies.append(part.drop { $0 == " " || $0 == "\t" })
            }
        }
    }

    private static func beginsCookie(_ part: Substring) -> Bool {
        let pair = part.prefix { $0 != ";" }
        guard let equals = pair.firstIndex(of: "=") else { return false }
        let name = pair[..<equals].drop { $0 == " " || $0 == "\t" }
        return !name.isEmpty && name.utf8.allSatisfy { (0x21...0x7E).contains($0) && !separators.contains($0) }
    }

    /// What no token of RFC 9110, section 5.6.2, holds.
    private static let separators = Set("()<>@,;:\\\"/[]?={}".utf8)

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
