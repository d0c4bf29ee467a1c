/// Scheme, host and port of an address that somebody else wrote, fit to be printed: nothing of its path or query, which may
/// hold secrets, and no character that a terminal could take for something else.
struct ForeignAddress: Sendable {
    let text: String

    /// Nil where it is no absolute address of the web, or somebody may sign in by it.
    init?(_ location: String) {
        let parts = location.split(separator: "://", maxSplits: 1)
        guard parts.count == 2, ["http", "https"].contains(parts[0].lowercased()) else { return nil }
        // What stands behind a colon and is no port belongs to a password with a slash in it.
        let authority = parts[1].prefix { !"/?#".contains($0) }
        // Where an `@` follows, digits do, too: `https://user:1/a@host`. In a query it is an e-mail address, unless a colon
        // stands before it.
        let mayHoldUser = authority.contains(":") ? parts[1] : parts[1].prefix { !"?#".contains($0) }
        guard !mayHoldUser.contains("@"), authority.utf8.count <= Self.sizeLimit,
            authority.wholeMatch(of: /([A-Za-z0-9._-]+|\[[0-9A-Fa-f.:]+\])(:[0-9]*)?/) != nil
        else { return nil }
        text = "\(parts[0].lowercased())://\(authority.lowercased())"
    }

    /// Bytes: the longest name that DNS knows, and a port.
    private static let sizeLimit = 260
}
