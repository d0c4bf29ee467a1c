package import AltaAPI
import Foundation

/// Where a deployment is and who signs in to it, checked.
package struct DeploymentAccess: Sendable {
    /// A short name: lower-case letters, digits, hyphens.
    package let name: String
    /// The address, without a user, a query or a fragment.
    package let url: String
    /// Who signs in.
    package let credentials: Credentials
    /// The name of the user, nil where a bearer token stands in for the sign-in.
    package let username: String?
    /// How the programs introduce themselves.
    package let userAgent: UserAgent

    /// Reads and checks the settings of one deployment.
    package init(_ entry: DeploymentEntry) throws {
        let name = entry.name
        guard name.text.wholeMatch(of: /[a-z0-9][a-z0-9\-]*/) != nil else {
            throw SettingsError("\(name.place): \(name.text) is no name; use lower-case letters, digits and hyphens")
        }
        self.name = name.text
        guard let url = entry.value("url") else { throw SettingsError("\(name.place): \(name.text) needs a url") }
        try Self.check(url)
        self.url = url.text
        credentials = try Self.credentials(of: name.text, entry.value)
        username = credentials.isBearer ? nil : entry.value("username")?.text
        userAgent = try entry.value("userAgent")?.parsed("text of printable ASCII", UserAgent.init) ?? .standard
    }

    private static func credentials(
        of name: String, _ value: (String) -> SettingValue?
    ) throws -> Credentials {
        if let bearer = value("bearerFile") {
            if let other = ["username", "passwordFile", "totpSecretFile"].compactMap({ value($0) }).first {
                throw SettingsError("\(other.place) does not go with \(bearer.place); remove one of them")
            }
            return Credentials(bearer: try SecretFile(bearer, "token").read(Self.token))
        }
        guard let username = value("username") else {
            throw SettingsError("the user of \(name) is missing: give --username")
        }
        guard let password = value("passwordFile") else {
            throw SettingsError("the password of \(name) is missing: give --password-file FILE")
        }
        let factor = try value("totpSecretFile").map { file in
            try SecretFile(file, "secret of a second factor (base 32 or otpauth:// URL, SHA1, 6 digits, 30 s)")
                .read(TOTPSecret.init)
        }
        return Credentials(
            username: username.text, password: try SecretFile(password, "password").read(), secondFactor: factor)
    }

    /// Only what can stand in a header.
    private static func token(_ line: String) -> String? {
        let token = line.trimmingCharacters(in: .whitespaces)
        return !token.isEmpty && token.utf8.allSatisfy { (0x21...0x7E).contains($0) } ? token : nil
    }

    /// The password goes over this connection, so it is encrypted, unless it never leaves the machine.
    private static func check(_ url: SettingValue) throws {
        let parts = URLComponents(string: url.text)
        guard let scheme = parts?.scheme, let host = parts?.host, !host.isEmpty, ["http", "https"].contains(scheme)
        else {
            throw SettingsError("\(url.place): \(url.text) is no address; write https://<deployment>.<region>...")
        }
        guard parts?.user == nil, parts?.password == nil, parts?.query == nil, parts?.fragment == nil else {
            throw SettingsError("\(url.place): the address must not hold a user, a password or a query")
        }
        guard scheme == "https" || LoopbackHost.contains(host) else {
            throw SettingsError("\(url.place): \(url.text) would send the password unencrypted; write https://")
        }
    }
}
