package import AltaAPI
import ArchiveEvents
import Foundation

/// Where a deployment is and who signs in to it, checked.
package struct DeploymentAccess: Sendable {
    /// A short name: lower-case letters, digits, hyphens.
    package let name: String
    /// The address, without a user, a query or a fragment, and without the path of the API.
    package let url: String
    /// Who signs in.
    package let credentials: Credentials
    /// The name of the user, nil where a bearer token stands in for the sign-in.
    package let username: String?
    /// How the programs introduce themselves.
    package let userAgent: UserAgent
    /// Milliseconds for the whole of an exchange.
    package let exchangeDeadline: Int64
    /// The way to the deployment.
    package let route: NetworkRoute

    /// Reads and checks the settings of one deployment.
    package init(_ entry: DeploymentEntry) throws {
        let name = entry.name
        guard name.text.wholeMatch(of: /[a-z0-9][a-z0-9\-]*/) != nil else {
            throw SettingsError("\(name.place): \(name.text) is no name; use lower-case letters, digits and hyphens")
        }
        self.name = name.text
        guard let url = entry.value("url") else { throw SettingsError("\(name.place): \(name.text) needs a url") }
        let address = try DeploymentURL(url)
        self.url = address.text
        credentials = try Self.credentials(of: name.text, entry.value)
        username = credentials.isBearer ? nil : entry.value("username")?.text
        userAgent = try entry.value("userAgent")?.parsed("text of printable ASCII", UserAgent.init) ?? .standard
        exchangeDeadline =
            try entry.value("exchangeDeadline")?.parsed("a span such as 30s, from 1s to 60s") { text in
                TimeSpan(text).flatMap { ExchangeDeadline.range.contains($0.milliseconds) ? $0.milliseconds : nil }
            } ?? ExchangeDeadline.usual
        route = try RouteSettings(entry, address).route
    }

    /// A new transport to the deployment.
    package func transport() -> AsyncHTTPTransport {
        AsyncHTTPTransport(baseURL: url, exchangeDeadline: exchangeDeadline, route: route)
    }

    private static func credentials(
        of name: String, _ value: (String) -> SettingValue?
    ) throws -> Credentials {
        if let bearer = value("bearerFile") {
            if let other = ["username", "passwordFile", "totpSecretFile"].compactMap({ value($0) }).first {
                throw SettingsError("\(other.place) does not go with \(bearer.place); remove one of them")
            }
            let file = SecretFile(bearer, "token")
            let first = try file.read(Self.token)
            return Credentials(bearer: first) { file.again(first) { try $0.read(Self.token) } }
        }
        guard let username = value("username") else {
            throw SettingsError("the user of \(name) is missing: give --username")
        }
        guard let password = value("passwordFile") else {
            throw SettingsError("the password of \(name) is missing: give --password-file FILE")
        }
        let file = SecretFile(password, "password")
        let factorFile = value("totpSecretFile").map {
            SecretFile($0, "secret of a second factor (base 32 or otpauth:// URL, SHA1, 6 digits, 30 s)")
        }
        let factor = try factorFile?.read(TOTPSecret.init)
        let first = try file.read()
        return Credentials(username: username.text, password: first, secondFactor: factor) {
            guard let password = file.again(first, { try $0.read() }) else { return nil }
            guard let factorFile, let factor else { return (password, nil) }
            // Not with the factor that was there at first: one that was read since may have taken its place.
            return factorFile.again(factor) { try $0.read(TOTPSecret.init) }.map { (password, $0) }
        }
    }

    /// Only what can stand in a header.
    private static func token(_ line: String) -> String? {
        let token = line.trimmingCharacters(in: .whitespaces)
        return !token.isEmpty && token.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? token : nil
    }
}
