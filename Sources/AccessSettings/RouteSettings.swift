import AltaAPI
import Foundation

/// The way to a deployment, as settings and environment tell it.
struct RouteSettings {
    let route: NetworkRoute

    /// The proxy and the authorities that a deployment's settings name; else those that the environment names for all
    /// programs: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in capitals or not, and `SSL_CERT_FILE`.
    ///
    /// - Throws: `SettingsError` where one of them cannot be used. It never holds what stands before an `@`.
    init(_ entry: DeploymentEntry, _ url: DeploymentURL) throws {
        var route = NetworkRoute()
        route.proxy = try Self.proxy(entry, url)
        route.authorities = try Self.environment("SSL_CERT_FILE", entry).map(Self.file)
        route.additionalAuthorities = try entry.value("caFile").map(Self.file)
        self.route = route
    }

    private static func file(_ setting: SettingValue) throws -> String {
        guard NetworkRoute.holdsAuthorities(setting.text) else {
            throw SettingsError("\(setting.place): \(setting.text) is no readable file of certificates (PEM)")
        }
        return setting.text
    }

    private static func environment(_ name: String, _ entry: DeploymentEntry) -> SettingValue? {
        [name, name.lowercased()].lazy.compactMap { name in
            entry.environment[name].flatMap { $0.isEmpty ? nil : SettingValue($0, name) }
        }.first
    }

    // MARK: proxies

    private static func proxy(_ entry: DeploymentEntry, _ url: DeploymentURL) throws -> ProxyAddress? {
        if let own = entry.value("proxy") {
            guard own.text != "none" else { return nil }
            return try proxy(own)
        }
        // What stays on this machine needs no proxy, and what it says is not for one.
        guard !LoopbackHost.contains(url.host), let general = environment("\(url.scheme.uppercased())_PROXY", entry),
            !NoProxy(environment("NO_PROXY", entry)?.text ?? "").contains(url.host, url.port)
        else { return nil }
        return try proxy(general)
    }

    private static func proxy(_ setting: SettingValue) throws -> ProxyAddress {
        let written = setting.text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let parts = URLComponents(string: written.contains("://") ? written : "http://\(written)"),
            parts.scheme?.lowercased() == "http", let host = parts.host, DeploymentURL.isHost(host),
            // A proxy has neither. Where there seems to be one, a password that holds its mark may stand before it, and the
            // user would be taken for the host: `http://user:1/a@host:port`.
            ["", "/"].contains(parts.percentEncodedPath), parts.query == nil, parts.fragment == nil
        else {
            throw SettingsError(
                "\(setting.place): that is no address of an HTTP proxy; write http://host:port, or none, and %2F for a slash, "
                    + "%3F for a question mark, %23 for a hash in a password")
        }
        guard let name = parts.user else { return ProxyAddress(host: bare(host), port: parts.port ?? 80) }
        guard !setting.place.hasPrefix("--") else {
            throw SettingsError(
                "\(setting.place): a password on the command line can be read by others; give the proxy in the settings file "
                    + "or the environment")
        }
        return ProxyAddress(host: bare(host), port: parts.port ?? 80, proof: (name, parts.password ?? ""))
    }

    private static func bare(_ host: String) -> String {
        host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    }
}

/// For which hosts no proxy is used: `NO_PROXY`, as curl and most programs read it. Names, each with all that stand below
/// it, a port behind a colon, and `*` for all; ranges of addresses are not known.
struct NoProxy {
    private let entries: [Substring]

    init(_ text: String) {
        entries = text.lowercased().split { $0 == "," || $0.isWhitespace }
    }

    /// Whether a host, in lower case, is among them.
    func contains(_ host: String, _ port: Int) -> Bool {
        entries.contains { entry in
            if entry == "*" { return true }
            var name = entry
            if !entry.hasPrefix("["), let colon = entry.lastIndex(of: ":"), entry.firstIndex(of: ":") == colon {
                guard entry[entry.index(after: colon)...] == "\(port)" else { return false }
                name = entry[..<colon]
            }
            let bare = name.drop { $0 == "*" }.drop { $0 == "." }
            return !bare.isEmpty && (host == bare || host.hasSuffix("." + bare))
        }
    }
}
