import AltaAPI
import Archive
import ArchiveEvents
import Foundation
import Logging
import Polling

/// What was set, from the command line, the environment and the file, checked.
struct Settings {
    /// One deployment to be polled.
    struct Deployment {
        let name: String
        let url: String
        let credentials: Credentials
    }

    let archive: String
    let origin: String?
    let deployments: [Deployment]
    let intervals: PollIntervals
    let logLevel: Logger.Level

    init(_ options: SettingOptions, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let file = try (options.config ?? environment["ALARM_ARCHIVE_CONFIG"]).map { try SettingsFile(path: $0) }
        let source = SettingSource(environment: environment, file: file)
        archive =
            source.value(options.archive, "archive")?.text ?? ArchiveDirectory.defaultPath(environment)
        origin = source.value(options.origin, "origin")?.text
        logLevel = try source.parsed(options.logLevel, "logLevel", Logger.Level.init(rawValue:)) ?? .notice
        intervals = try Self.intervals(options, source)
        deployments = try Self.deployments(options, source, file)
    }

    private static func intervals(_ options: SettingOptions, _ source: SettingSource) throws -> PollIntervals {
        func span(_ flag: String?, _ key: String) throws -> Int64? {
            try source.parsed(flag, key) { text in
                TimeSpan(text).flatMap { $0.milliseconds >= Self.shortestInterval ? $0 : nil }
            }?.milliseconds
        }
        var intervals = PollIntervals()
        intervals.ongoingAlerts = try span(options.ongoingInterval, "ongoingInterval") ?? intervals.ongoingAlerts
        intervals.alerts = try span(options.alertsInterval, "alertsInterval") ?? intervals.alerts
        intervals.zoneLogs = try span(options.zoneLogInterval, "zoneLogInterval") ?? intervals.zoneLogs
        return intervals
    }

    /// One from the command line or the environment, else all those of the file.
    private static func deployments(
        _ options: SettingOptions, _ source: SettingSource, _ file: SettingsFile?
    ) throws -> [Deployment] {
        let listed = file?.deployments ?? []
        if options.url == nil, source.environmentValue("url") == nil, !listed.isEmpty {
            let wanted = source.value(options.deployment, "deployment")
            let chosen = listed.filter { wanted == nil || $0.name.text == wanted?.text }
            guard !chosen.isEmpty else {
                throw SettingsError("\(wanted?.place ?? ""): the file lists no deployment \(wanted?.text ?? "")")
            }
            guard Set(listed.map(\.name.text)).count == listed.count else {
                throw SettingsError("\(listed[0].name.place): two deployments have the same name")
            }
            return try chosen.map { try deployment($0.name, $0.url, $0.username, $0.passwordFile) }
        }
        guard let url = source.value(options.url, "url") else {
            throw SettingsError("no deployment is named: give --url, --username and --password-file, or --config FILE")
        }
        return [
            try deployment(
                source.value(options.deployment, "deployment") ?? SettingValue("main", "the default"), url,
                source.value(options.username, "username"), source.value(options.passwordFile, "passwordFile"))
        ]
    }

    private static func deployment(
        _ name: SettingValue, _ url: SettingValue, _ username: SettingValue?, _ passwordFile: SettingValue?
    ) throws -> Deployment {
        guard name.text.wholeMatch(of: /[a-z0-9][a-z0-9\-]*/) != nil else {
            throw SettingsError("\(name.place): \(name.text) is no name; use lower-case letters, digits and hyphens")
        }
        guard let username else { throw SettingsError("the user of \(name.text) is missing: give --username") }
        guard let passwordFile else {
            throw SettingsError("the password of \(name.text) is missing: give --password-file FILE")
        }
        try check(url)
        let password = try PasswordFile(passwordFile).read()
        return Deployment(
            name: name.text, url: url.text, credentials: Credentials(username: username.text, password: password))
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
        let isLoopback =
            ["localhost", "::1", "[::1]"].contains(host) || host.wholeMatch(of: /127\.\d+\.\d+\.\d+/) != nil
        guard scheme == "https" || isLoopback else {
            throw SettingsError("\(url.place): \(url.text) would send the password unencrypted; write https://")
        }
    }

    /// Milliseconds. Faster would be a load test of the vendor.
    private static let shortestInterval: Int64 = 100
}

/// Where the password lies.
struct PasswordFile {
    private let setting: SettingValue

    init(_ setting: SettingValue) {
        self.setting = setting
    }

    /// The first line.
    func read() throws -> String {
        let data: Data?
        if setting.text == "-" {
            data = try? FileHandle.standardInput.read(upToCount: Self.sizeLimit)
        } else {
            data = FileManager.default.contents(atPath: setting.text)
        }
        guard let data else { throw SettingsError("\(setting.place): the file \(setting.text) cannot be read") }
        let line = String(decoding: data.prefix(Self.sizeLimit), as: UTF8.self).split(whereSeparator: \.isNewline).first
        guard let line else { throw SettingsError("\(setting.place): the file \(setting.text) holds no password") }
        return String(line)
    }

    /// No password is longer; a wrong path may lead to a film.
    private static let sizeLimit = 4096
}

/// A setting at fault: file, key and value, and what would be right.
struct SettingsError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
