import AccessSettings
import AltaAPI
import Archive
import Foundation
import Logging
import WebhookCommands

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
    /// What webhooks start.
    let webhookCommands: [CommandRule]
    /// Where the settings file is, where there is one.
    let file: String?

    init(_ options: SettingOptions, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let source = try SettingSource(flags: options.flags, config: options.config, environment: environment)
        archive = source.value("archive")?.text ?? ArchiveDirectory.defaultPath(environment)
        origin = source.value("origin")?.text
        logLevel = try source.value("logLevel")?.parsed(Self.levels, Logger.Level.init(rawValue:)) ?? .notice
        webhookListen = try Self.address("webhookListen", source)
        webhookSecret = try source.value("webhookSecretFile").map { file in
            Secret(Array(try SecretFile(file, "secret").read().utf8))
        }
        webhookCommands = try WebhookCommandSettings.rules(source)
        file = source.path
        // What only the other program uses is checked here all the same: both share the file.
        _ = try source.value("requireReason")?.flag()
        deployments = try source.deployments().map(Deployment.init)
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
}
