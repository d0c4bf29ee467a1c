public import AltaAPI
import Foundation

/// A call of the vendor's API that is typed by hand.
public struct VendorCall: Sendable {
    /// The verb.
    public let method: AltaRequest.Method
    /// The path below the deployment's base address, with its query.
    public let path: String
    /// What is sent with it.
    public let body: [UInt8]

    /// - Parameters:
    ///   - method: in any case, for instance `get`.
    ///   - path: `/alerts`, which stands below `/api/v1`, or from `/api/` on.
    ///   - body: at most ``bodyLimit`` bytes.
    /// - Throws: why it is not to be called. The session is ours to keep: calls that sign in or out, or that set up a
    ///   second factor, are refused.
    public init(_ method: String, _ path: String, body: [UInt8] = []) throws(OperatorFailure) {
        guard let verb = AltaRequest.Method(rawValue: method.uppercased()) else {
            throw .forbiddenCall("\(method) is no verb for it; use GET, POST, PUT, PATCH or DELETE")
        }
        guard body.isEmpty || verb != .get else { throw .forbiddenCall("GET takes no body") }
        guard body.count <= Self.bodyLimit else {
            throw .forbiddenCall("the body is larger than \(Self.bodyLimit >> 20) MiB")
        }
        self.method = verb
        self.path = try Self.whole(path)
        self.body = body
    }

    /// The path that leads there in those steps, whatever stands in them.
    static func path(_ steps: [String]) -> String { root + "/" + steps.map(\.percentEncoded).joined(separator: "/") }

    /// Whether it only reads.
    public var isRead: Bool { method == .get }

    private static func whole(_ path: String) throws(OperatorFailure) -> String {
        let isPlain = path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}#".utf8.contains($0) }
        guard path.hasPrefix("/"), !path.hasPrefix("//"), isPlain, path.utf8.count <= pathLimit else {
            throw .forbiddenCall("\(path) is no path; write for instance /alerts, with what is special percent-encoded")
        }
        let steps = path.prefix { $0 != "?" }.split(separator: "/").flatMap(readings)
        guard !steps.contains(where: { $0 == "." || $0 == ".." }) else {
            throw .forbiddenCall("\(path) walks up the path; write it without dots")
        }
        guard steps.allSatisfy({ !ownNames.contains($0.lowercased()) }) else {
            throw .forbiddenCall("\(path) belongs to signing in and out, which is done for you")
        }
        return path.hasPrefix("/api/") ? path : root + path
    }

    /// A step as a server may read it: encoded slashes may divide it, and a semicolon may begin its parameters.
    private static func readings(of step: Substring) -> [String] {
        let decoded = step.removingPercentEncoding ?? String(step)
        return decoded.split { $0 == "/" || $0 == "\\" }.map { String($0.prefix { $0 != ";" }) }
    }

    /// Where all calls stand.
    private static let root = "/api/v1"
    /// What would change the session or the account's second factor.
    private static let ownNames: Set = ["dologin", "totp", "logout"]
    /// Bytes: more than any request of the vendor's.
    public static let bodyLimit = 4 << 20
    /// Bytes: what servers commonly take.
    private static let pathLimit = 8000
}
