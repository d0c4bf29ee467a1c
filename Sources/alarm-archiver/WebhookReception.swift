import AccessSettings
import AlarmHistory
import AltaAPI
import EventStorage
import Logging
import Polling
import ServiceLifecycle
import Web

/// Where webhooks come in: the listener hands them to the inbox, which records them and wakes the pollers.
struct WebhookReception {
    let listener: WebhookListener
    let inbox: WebhookInbox

    /// Nil where the settings name no address.
    init?(_ settings: Settings, signals: [String: PollSignal], inbox: WebhookInbox, body: WebhookBody, logger: Logger) {
        guard let address = settings.webhookListen else { return nil }
        let configuration = WebhookConfiguration(
            host: address.host, port: address.port, deployments: Set(signals.keys),
            secret: settings.webhookSecret?.value)
        self.inbox = inbox
        listener = WebhookListener(
            configuration, logger: logger,
            onReady: { logger.notice("webhooks are taken at http://\(address.host):\($0)/webhooks/<deployment>") },
            receive: { delivery in
                let zones = signals[delivery.deployment]?.knownZones ?? []
                let event = body.event(delivery.body, deployment: delivery.deployment, knownZones: zones)
                return inbox.offer(event, deployment: delivery.deployment) ? .accepted : .busy
            })
    }

    /// The inbox stops after the listener, so that nothing is taken in that is not recorded.
    var services: [any Service] { [inbox, listener] }
}
