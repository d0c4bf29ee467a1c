import Foundation

/// A deployment's address as it was written, checked, and without what does not belong to it.
struct DeploymentURL {
    /// Scheme, host, port and path, without a slash at the end.
    let text: String
    /// `https` or `http`.
    let scheme: String
    /// A name or an address, in lower case.
    let host: String
    /// The port, given or usual.
    let port: Int

    /// Spaces around it, capitals in scheme and host, slashes at the end and the path of the API are put right.
    ///
    /// - Throws: `SettingsError` where it is no address, holds a secret, or would send one unencrypted.
    init(_ url: SettingValue) throws {
        let written = url.text.trimmingCharacters(in: .whitespacesAndNewlines)
        // Asked first: what holds a password is not repeated, nor is what is no address because of it.
        guard !written.contains(where: { "@?#".contains($0) }) else {
            throw SettingsError("\(url.place): the address must not hold a user, a password or a query")
        }
        guard let parts = URLComponents(string: written), let scheme = parts.scheme?.lowercased(),
            let found = parts.host?.lowercased(), Self.isHost(found), ["http", "https"].contains(scheme)
        else {
            throw SettingsError("\(url.place): \(written) is no address; write https://<deployment>.<region>...")
        }
        let host = found.contains(":") && !found.hasPrefix("[") ? "[\(found)]" : found
        // The password goes over this connection, so it is encrypted, unless it never leaves the machine.
        guard scheme == "https" || LoopbackHost.contains(host) else {
            throw SettingsError("\(url.place): \(written) would send the password unencrypted; write https://")
        }
        self.scheme = scheme
        self.host = host
        port = parts.port ?? (scheme == "https" ? 443 : 80)
        text = "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "") + Self.base(parts.percentEncodedPath)
    }

    /// Whether a name or an address holds nothing that could end it in the middle.
    static func isHost(_ text: String) -> Bool {
        !text.isEmpty
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) || "-._:[]".contains($0) }
    }

    /// The path to which the paths of the API are added; they all begin with `/api/v1`.
    private static func base(_ path: String) -> String {
        var path = withoutSlashes(path[...])
        for ending in ["/api/v1", "/api"] where path.lowercased().hasSuffix(ending) {
            path = withoutSlashes(path.dropLast(ending.count))
        }
        return String(path)
    }

    private static func withoutSlashes(_ path: Substring) -> Substring {
        path.last == "/" ? withoutSlashes(path.dropLast()) : path
    }
}
