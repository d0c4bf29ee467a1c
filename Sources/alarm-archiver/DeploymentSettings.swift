import AltaAPI
import ArchiveEvents
import Foundation
import Polling

/// One deployment to be polled, checked.
struct DeploymentSettings {
    let name: String
    let url: String
    let credentials: Credentials
    let userAgent: UserAgent
    /// Requests per minute, at most.
    let requestBudget: Int
    /// Polling was told to wait; everything about the deployment is checked all the same.
    let isPaused: Bool
    let intervals: PollIntervals

    /// The keys that an entry of the file's list may have.
    static let keys = ownKeys + sharedKeys
    /// Keys that belong to one deployment alone.
    static let ownKeys = ["name", "url", "username", "passwordFile", "totpSecretFile", "bearerFile", "paused"]
    /// Keys that a deployment may have for itself, and else takes from the settings for all.
    static let sharedKeys = ["userAgent", "requestBudget", "ongoingInterval", "alertsInterval", "zoneLogInterval"]

    /// Reads and checks the settings that `value` finds by their keys.
    init(named name: SettingValue, _ value: (String) -> SettingValue?) throws {
        guard name.text.wholeMatch(of: /[a-z0-9][a-z0-9\-]*/) != nil else {
            throw SettingsError("\(name.place): \(name.text) is no name; use lower-case letters, digits and hyphens")
        }
        self.name = name.text
        guard let url = value("url") else { throw SettingsError("\(name.place): \(name.text) needs a url") }
        try Self.check(url)
        self.url = url.text
        credentials = try Self.credentials(of: name.text, value)
        userAgent = try value("userAgent")?.parsed("text of printable ASCII", UserAgent.init) ?? .standard
        requestBudget =
            try value("requestBudget")?.parsed("requests per minute, 1 to 6000") { text in
                Int(text).flatMap { Self.budgets.contains($0) ? $0 : nil }
            } ?? Self.usualBudget
        isPaused = try value("paused")?.parsed("true or false") { ["true": true, "false": false][$0] } ?? false
        intervals = try Self.intervals(value)
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

    private static func intervals(_ value: (String) -> SettingValue?) throws -> PollIntervals {
        func span(_ key: String, or usual: Int64) throws -> Int64 {
            try value(key)?.parsed("a span such as 5s, 100ms at least") { text in
                TimeSpan(text).flatMap { $0.milliseconds >= shortestInterval ? $0.milliseconds : nil }
            } ?? usual
        }
        var intervals = PollIntervals()
        intervals.ongoingAlerts = try span("ongoingInterval", or: intervals.ongoingAlerts)
        intervals.alerts = try span("alertsInterval", or: intervals.alerts)
        intervals.zoneLogs = try span("zoneLogInterval", or: intervals.zoneLogs)
        return intervals
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

    /// Milliseconds. Faster would be a load test of the vendor.
    private static let shortestInterval: Int64 = 100
    /// Requests per minute. The vendor tells no limit; a hundred a second would be a load test.
    private static let budgets = 1...6000
    private static let usualBudget = 120
}
