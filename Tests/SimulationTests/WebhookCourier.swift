import AlarmHistory
import AltaAPI
import AltaSimulator
import ArchiveEvents
import Polling
import Synchronization
import TestSupport

/// The time of a simulated deployment whose webhooks reach the archive: a sleeper is woken by them, as a daemon is.
final class WebhookCourier: WallClock {
    private let clock: ManualClock
    private let transport: SimulatedTransport
    private let inbox: WebhookInbox
    private let signal: PollSignal
    private let log = Mutex<[SimulatedWebhook]>([])

    init(_ archive: SimulatedArchive, inbox: WebhookInbox, signal: PollSignal) {
        clock = archive.clock
        transport = archive.transport
        self.inbox = inbox
        self.signal = signal
    }

    /// What was delivered so far.
    var delivered: [SimulatedWebhook] { log.withLock { $0 } }

    var now: Instant { clock.now }
    var monotonic: Int64 { clock.monotonic }

    func sleep(until time: Instant) async throws {
        while clock.now < time {
            try await clock.sleep(until: min(time, clock.now.advanced(byMilliseconds: Self.step)))
            if await deliver() { return }
        }
    }

    /// Whether there was anything to deliver.
    private func deliver() async -> Bool {
        let webhooks = transport.takeWebhooks()
        let body = WebhookBody(redaction: SimulatedArchive.redaction)
        for webhook in webhooks {
            let event = body.event(webhook.body, deployment: "hq", knownZones: signal.knownZones)
            _ = inbox.offer(event, deployment: "hq")
        }
        _ = await inbox.record()
        log.withLock { $0 += webhooks }
        return !webhooks.isEmpty
    }

    /// Milliseconds.
    private static let step: Int64 = 500
}
