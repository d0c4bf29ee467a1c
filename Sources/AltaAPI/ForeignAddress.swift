/// Scheme, host and port of an address that somebody else wrote, fit to be printed: nothing of its path or query, which may
/// hold secrets, and no character that a terminal could take for something else.
struct ForeignAddress: Sendable {
    let text: String

    /// Nil where it is no absolute address of the web.
    init?(_ location: String) {
        let parts = location.split(separator: "://", maxSplits: 1)
        guard parts.count == 2, ["http", "https"].contains(parts[0].lowercased()) else { return nil }
        let authority = parts[1].prefix { !"/?#".contains($0) }
        guard !authority.isEmpty, authority.utf8.count <= Self.sizeLimit, authority.utf8.allSatisfy(Self.isOfHost)
        else {
            return nil
        }
        text = "\(parts[0].lowercased())://\(authority.lowercased())"
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._:[]".utf8.contains(byte)
        }
    }

    /// Bytes: the longest name that DNS knows, and a port.
    private static let sizeLimit = 260
}
