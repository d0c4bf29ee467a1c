/// Where a server of ours listens: `127.0.0.1:8787`, `[::1]:8787`, `localhost:8787`.
package struct ListenAddress: Hashable, Sendable {
    /// A name or an address, without the brackets of IPv6.
    package let host: String
    /// 0 stands for any free port.
    package let port: Int

    /// Reads `host:port`.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = host.dropFirst().dropLast() }
        // An address of IPv6 without brackets could end in a port or in one more group.
        guard !host.isEmpty, isBracketed == host.contains(":"), host.allSatisfy(Self.isPartOfHost) else { return nil }
        self.host = String(host)
        self.port = Int(port)
    }

    /// Whether only programs of this machine can connect.
    package var isLoopback: Bool { LoopbackHost.contains(host) }

    private static func isPartOfHost(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || ".:-_%".contains(character))
    }
}

/// The names of this machine alone.
enum LoopbackHost {
    static func contains(_ host: String) -> Bool {
        ["localhost", "::1", "[::1]"].contains(host.lowercased())
            || host.wholeMatch(of: /127\.\d{1,3}\.\d{1,3}\.\d{1,3}/) != nil
    }
}
