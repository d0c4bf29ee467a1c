import AltaAPI
import Archive
import Foundation
import Logging

/// What was set, from the command line, the environment and the file, checked.
struct Settings {
    typealias Deployment = DeploymentSettings

    let archive: String
    let origin: String?
    let deployments: [Deployment]
    let logLevel: Logger.Level
    /// Where webhooks are taken; nowhere where it is nil.
    let webhookListen: ListenAddress?
    /// What a webhook must bring, byte for byte.
    let webhookSecret: Secret<[UInt8]>?

    init(_ options: SettingOptions, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let file = try (options.config ?? environment["ALARM_ARCHIVE_CONFIG"]).map { try SettingsFile(path: $0) }
        let source = SettingSource(flags: options.flags, environment: environment, file: file)
        archive = source.value("archive")?.text ?? ArchiveDirectory.defaultPath(environment)
        origin = source.value("origin")?.text
        logLevel = try source.value("logLevel")?.parsed(Self.levels, Logger.Level.init(rawValue:)) ?? .notice
        webhookListen = try Self.address("webhookListen", source)
        webhookSecret = try source.value("webhookSecretFile").map { file in
            Secret(Array(try SecretFile(file, "secret").read().utf8))
        }
        deployments = try Self.deployments(source)
        try requireSecretOutsideLoopback(source)
    }

    private static let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")

    private static func address(_ key: String, _ source: SettingSource) throws -> ListenAddress? {
        try source.value(key)?.parsed("host:port, for instance 127.0.0.1:8787", ListenAddress.init)
    }

    /// Whoever reaches the address could else make us ask the vendor at any time.
    private func requireSecretOutsideLoopback(_ source: SettingSource) throws {
        guard let webhookListen, !webhookListen.isLoopback, webhookSecret == nil else { return }
        let place = source.value("webhookListen")?.place ?? "webhookListen"
        throw SettingsError(
            "\(place): \(webhookListen.host) can be reached from other machines, so that anyone could send webhooks; "
                + "give a secret with --webhook-secret-file, or listen on 127.0.0.1")
    }

    /// One from the command line or the environment, else all those of the file, or the one that is named.
    private static func deployments(_ source: SettingSource) throws -> [Deployment] {
        guard let listed = source.file?.deployments, !listed.isEmpty, source.given("url") == nil else {
            return [try single(source)]
        }
        try requireUniqueNames(listed)
        let wanted = source.value("deployment")
        let chosen = listed.filter { wanted == nil || $0.name.text == wanted?.text }
        if let wanted, chosen.isEmpty {
            throw SettingsError("\(wanted.place): the file lists no deployment \(wanted.text)")
        }
        return try chosen.map { entry in
            try Deployment(named: entry.name) { key in
                // A flag sets what is shared for all; an entry's own value stands before that of the whole file.
                guard Deployment.sharedKeys.contains(key) else { return entry.value(key) }
                return source.given(key) ?? entry.value(key) ?? source.file?.value(key)
            }
        }
    }

    private static func single(_ source: SettingSource) throws -> Deployment {
        guard source.value("url") != nil else {
            throw SettingsError("no deployment is named: give --url, --username and --password-file, or --config FILE")
        }
        return try Deployment(
            named: source.value("deployment") ?? SettingValue("main", "the default"), source.value)
    }

    private static func requireUniqueNames(_ listed: [SettingsFile.Deployment]) throws {
        var places: [String: String] = [:]
        for entry in listed {
            if let first = places.updateValue(entry.name.place, forKey: entry.name.text) {
                throw SettingsError("\(entry.name.place): \(entry.name.text) is the name at \(first), too")
            }
        }
    }
}
