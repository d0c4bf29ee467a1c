package import AltaAPI
package import ArchiveEvents
package import EventStorage
package import Logging
import ServiceLifecycle
import Synchronization

/// Takes in webhooks: wakes the poller of their deployment at once, and puts them into the log a moment later, many in
/// one append, and hands on what was recorded.
package final class WebhookInbox: Service {
    private let log: EventLog
    private let clock: any WallClock
    private let signals: [String: PollSignal]
    private let logger: Logger
    private let onRecorded: @Sendable ([RecordedEvent]) -> Void
    private let queue = Mutex<[NewEvent]>([])
    private let arrivals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// An inbox for the deployments that have a signal. `onRecorded` gets the events of each append, and must return at
    /// once.
    package init(
        log: EventLog, clock: any WallClock, signals: [String: PollSignal], logger: Logger,
        onRecorded: @escaping @Sendable ([RecordedEvent]) -> Void = { _ in }
    ) {
        self.log = log
        self.clock = clock
        self.signals = signals
        self.logger = logger
        self.onRecorded = onRecorded
    }

    /// Takes a webhook of a deployment in; false where too many wait to be recorded already.
    package func offer(_ event: NewEvent, deployment: String) -> Bool {
        // A hint is worth something even where there is no room for its record.
        signals[deployment]?.raise()
        let isTaken = queue.withLock { queue in
            guard queue.count < Self.queueLimit else { return false }
            queue.append(event)
            return true
        }
        if isTaken { arrivals.continuation.yield() }
        return isTaken
    }

    /// Records what comes in until the service group shuts down, and what waits then, too.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            for await _ in self.arrivals.stream {
                while await !self.record() {
                    do {
                        try await self.clock.sleep(until: self.clock.now.advanced(byMilliseconds: Self.retryWait))
                    } catch {
                        return
                    }
                }
            }
        }
        _ = await record()
    }

    /// Records what waits; false where the log cannot take it now.
    package func record() async -> Bool {
        let events = queue.withLock { $0 }
        guard !events.isEmpty else { return true }
        do {
            let receipt = try await log.append(events, at: clock.now)
            queue.withLock { $0.removeFirst(events.count) }
            onRecorded(receipt.events)
            return true
        } catch {
            logger.error("webhooks wait to be recorded: \(error)")
            return false
        }
    }

    /// Webhooks of a minute in which a hundred zones flap; each takes some kilobytes at most.
    private static let queueLimit = 4096
    /// Milliseconds until a log that had no room is tried again.
    private static let retryWait: Int64 = 5_000
}
