package import AltaAPI

/// What may be sent by somebody who only reads, written down a second time and apart from what the product says of itself:
/// verbs, paths and names of parameters. Nothing else is allowed.
package struct ReadOnlyRule: Sendable {
    /// Paths below `/api/v1/`, in which `*` stands for one id.
    private let reads: Set<String>
    /// Names of parameters, by path.
    private let parameters: [String: Set<String>]

    /// What the poller may ask, continuously or not.
    package static let poller = ReadOnlyRule(
        reads: [
            "about", "alarmZones", "alarmZones/*/logs", "alerts", "alerts/*", "ongoingAlerts", "auth",
        ],
        parameters: ["alerts": ["start", "end", "limit", "offset", "cursor"]])

    /// What `check` and `probe` may ask besides.
    package static let inspector = ReadOnlyRule(
        reads: poller.reads.union([
            "me", "users", "devices", "alarmZones/*", "alerts/*/bookmarks", "alarmZoneAlerts",
            "alarmZoneAlerts/*/*/details", "alarmZonesUserMuted",
        ]),
        parameters: poller.parameters)

    /// Nobody may send anything, not even sign in.
    package static let nothing = ReadOnlyRule(reads: [], parameters: [:], signsIn: false)

    private let signsIn: Bool

    private init(reads: Set<String>, parameters: [String: Set<String>], signsIn: Bool = true) {
        self.reads = reads
        self.parameters = parameters
        self.signsIn = signsIn
    }

    /// Whether a request may be sent. `target` is the path with its query.
    package func allows(_ method: String, _ target: String) -> Bool {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].hasPrefix(Self.root) else { return false }
        let path = parts[0].dropFirst(Self.root.count)
        switch method {
        case "GET": return allowsRead(of: path, query: parts.count > 1 ? parts[1] : nil)
        case "POST": return signsIn && parts.count == 1 && (path == "dologin" || path == "totp")
        default: return false
        }
    }

    /// Whether a request may be sent, the body included, which a read has not.
    package func allows(_ request: AltaRequest) -> Bool {
        allows(request.method.rawValue, request.path) && (request.method == .post || request.body.isEmpty)
    }

    private static let root = "/api/v1/"

    private func allowsRead(of path: Substring, query: Substring?) -> Bool {
        let steps = path.split(separator: "/", omittingEmptySubsequences: false)
        let matching = reads.filter { Self.matches(steps, $0) }
        guard !matching.isEmpty else { return false }
        guard let query else { return true }
        let known = matching.compactMap { parameters[$0] }.reduce(into: Set()) { $0.formUnion($1) }
        let names = query.split(separator: "&", omittingEmptySubsequences: false).map { field in
            String(field.prefix { $0 != "=" })
        }
        return known.isSuperset(of: names)
    }

    private static func matches(_ steps: [Substring], _ pattern: String) -> Bool {
        let wanted = pattern.split(separator: "/")
        return steps.count == wanted.count
            && zip(steps, wanted).allSatisfy { $1 == "*" ? isID($0) : $0 == $1 }
    }

    /// One step of a path that goes neither up nor further down, percent-encoded where need be.
    private static func isID(_ step: Substring) -> Bool {
        let isPlain = step.utf8.allSatisfy { byte in
            let scalar = Character(Unicode.Scalar(byte))
            return scalar.isASCII && (scalar.isLetter || scalar.isNumber || "-._~%".contains(scalar))
        }
        return isPlain && !step.allSatisfy { $0 == "." }
    }
}
