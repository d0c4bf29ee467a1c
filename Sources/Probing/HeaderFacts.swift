import AltaAPI
import ArchiveEvents

/// What headers tell without their values: which of the known ones there are, and how cookies are set.
struct HeaderFacts {
    private let headers: [(name: String, value: String)]

    init(_ answer: InspectedAnswer) {
        headers = answer.headers.map { ($0.name.lowercased(), $0.value) }
    }

    /// The known headers, those of rate limits with the form of their values, and how many others.
    var names: String {
        let known = Set(headers.map(\.name)).filter(Self.known.contains).sorted()
        let limits = headers.filter { Self.isLimit($0.name) }.map { "\($0.name): \(Self.form($0.value))" }
        let others = Set(headers.map(\.name)).subtracting(known).filter { !Self.isLimit($0) }.count
        return (known + limits.sorted() + ["\(others) others"]).joined(separator: ", ")
    }

    /// Whether anything tells of a limit of requests.
    var hasLimits: Bool { headers.contains { Self.isLimit($0.name) } }

    /// One sentence for each cookie.
    var cookies: [String] {
        headers.filter { $0.name == "set-cookie" }.map { header in
            let parts = header.value.split(separator: ";").map { $0.drop { $0 == " " } }
            let name = String(parts.first?.prefix { $0 != "=" } ?? "")
            let attributes = parts.dropFirst().map(Self.attribute).joined(separator: ", ")
            return "cookie \(KnownWords.cookies.contains(name) ? name : "<name>"): \(attributes)"
        }
    }

    private static func attribute(_ part: Substring) -> String {
        let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
        let value = pair.count == 2 ? pair[1].lowercased() : ""
        switch pair.first?.lowercased() {
        case "path": return value == "/" ? "Path=/" : "Path"
        case "secure": return "Secure"
        case "httponly": return "HttpOnly"
        case "samesite": return ["lax", "strict", "none"].contains(value) ? "SameSite=\(value)" : "SameSite"
        case "max-age": return "Max-Age" + (Int64(value).map { "=\(rounded(seconds: $0))" } ?? "")
        case "expires": return "Expires"
        case "domain": return "Domain"
        default: return "<attribute>"
        }
    }

    /// A life in its largest unit, rounded.
    private static func rounded(seconds: Int64) -> String {
        switch seconds {
        case ..<120: "under 2 min"
        case ..<7200: "about \(seconds / 60) min"
        case ..<172_800: "about \(seconds / 3600) h"
        default: "about \(seconds / 86_400) days"
        }
    }

    private static func form(_ value: String) -> String {
        value.wholeMatch(of: /[0-9]+/) != nil ? "integer of \(value.count) digits" : "text"
    }

    /// Names that some server may have made of an id are none of these.
    private static func isLimit(_ name: String) -> Bool {
        [
            "retry-after", "ratelimit", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit-policy",
            "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "x-rate-limit-limit",
            "x-rate-limit-remaining", "x-rate-limit-reset",
        ].contains(name)
    }

    private static let known: Set<String> = [
        "date", "content-type", "content-length", "content-encoding", "transfer-encoding", "cache-control", "etag",
        "last-modified", "set-cookie", "server", "strict-transport-security", "vary", "link", "via", "age",
        "connection",
    ]
}
