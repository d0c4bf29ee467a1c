import AccessSettings
import AlarmHistory
import AltaAPI
import Archive
import EventStorage
import Foundation
import Logging
import Polling
import ServiceLifecycle
import Synchronization
import Web
import WebhookCommands

/// Where webhooks come in: the listener hands them to the inbox, which wakes the pollers, records them, and hands them on
/// to the runner of the commands that they start.
struct WebhookReception {
    private let listener: WebhookListener
    private let inbox: WebhookInbox
    private let runner: CommandRunner?

    /// Nil where the settings name no address.
    init?(
        _ settings: Settings, archive: ArchiveWriter, signals: [String: PollSignal], secrets: [String: KnownSecrets],
        clock: any WallClock, logger: Logger
    ) {
        guard let address = settings.webhookListen else { return nil }
        let redaction = SecretRedaction(key: archive.keys.redaction)
        let runner = CommandRunner(
            settings, archive: archive, clock: clock, redaction: redaction.hiding(settings.configuredSecrets),
            logger: logger)
        let inbox = WebhookInbox(
            log: archive.log, clock: clock, signals: signals, logger: logger, onRecorded: { runner?.offer($0) })
        let body = WebhookBody(redaction: redaction)
        let remarks = WebhookRemarks(logger)
        let configured = settings.configuredSecrets
        let configuration = WebhookConfiguration(
            host: address.host, port: address.port, deployments: Set(signals.keys),
            secret: settings.webhookSecret?.value)
        self.runner = runner
        self.inbox = inbox
        listener = WebhookListener(
            configuration, logger: logger,
            onReady: { logger.notice("webhooks are taken at http://\(address.host):\($0)/webhooks/<deployment>") },
            receive: { delivery in
                let zones = signals[delivery.deployment]?.knownZones ?? []
                let (event, remark) = body.read(
                    delivery.body, deployment: delivery.deployment, knownZones: zones,
                    hiding: secrets[delivery.deployment]?.values ?? configured)
                remarks.tell(remark, of: delivery.deployment)
                return inbox.offer(event, deployment: delivery.deployment) ? .accepted : .busy
            })
    }

    /// The inbox stops after the listener, so that nothing is taken in that is not recorded, and the runner after the
    /// inbox, so that of what is recorded last it is told that no command was started for it any more.
    var services: [any Service] {
        let reaper: [any Service] = runner != nil && OrphanReaper.isNeeded ? [OrphanReaper()] : []
        return reaper + (runner.map { [$0] } ?? []) + [inbox, listener]
    }
}

/// What is wrong with a deployment's template, said once and not for each webhook.
private final class WebhookRemarks: Sendable {
    private let logger: Logger
    private let said = Mutex<Set<String>>([])

    init(_ logger: Logger) {
        self.logger = logger
    }

    func tell(_ remark: String?, of deployment: String) {
        guard let remark else { return }
        let line = "a webhook of \(deployment): \(remark)"
        guard said.withLock({ $0.insert(line).inserted }) else { return }
        logger.warning("\(line); this is said once")
    }
}

extension Settings {
    /// The secrets of each deployment, by its name; the senders' of webhooks is among each.
    var knownSecrets: [String: KnownSecrets] {
        Dictionary(
            uniqueKeysWithValues: deployments.map { ($0.name, KnownSecrets($0.credentials, webhookSecretTexts)) })
    }

    /// All secrets of the settings.
    var configuredSecrets: SecretValues {
        deployments.reduce(into: SecretValues(webhookSecretTexts)) { $0.insert(secretsOf: $1.credentials) }
    }

    private var webhookSecretTexts: [String] {
        webhookSecret.map { [String(decoding: $0.value, as: UTF8.self)] } ?? []
    }
}

extension CommandRunner {
    /// Nil where the settings tie no command to a webhook.
    convenience fileprivate init?(
        _ settings: Settings, archive: ArchiveWriter, clock: any WallClock, redaction: SecretRedaction, logger: Logger
    ) {
        guard !settings.webhookCommands.isEmpty else { return nil }
        self.init(
            settings.webhookCommands, surroundings: CommandSurroundings(settings), log: archive.log, clock: clock,
            redaction: redaction, logger: logger)
    }
}

extension CommandSurroundings {
    /// Of commands that this program starts.
    init(_ settings: Settings) {
        func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        self.init(
            inherited: ProcessInfo.processInfo.environment, archive: absolute(settings.archive),
            settingsFile: settings.file.map(absolute), programs: (program as NSString).deletingLastPathComponent)
    }
}
