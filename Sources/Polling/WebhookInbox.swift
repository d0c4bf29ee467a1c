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
    private let queue = Mutex(Queue())
    private let arrivals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    private struct Queue {
        var events: [Waiting] = []
        /// How many of them were tried last, and not recorded as far as is known. They are tried again by themselves: a
        /// log that recorded them all the same knows them by being the same.
        var tried: Int?

        /// What is to be recorded in one append: those that came within a second, so that each keeps the time at which it
        /// came, however long the log could not take it.
        var batch: ArraySlice<Waiting> {
            if let tried { return events.prefix(tried) }
            guard let first = events.first?.receivedAt else { return [] }
            return events.prefix { abs($0.receivedAt.milliseconds(since: first)) <= 1000 }
        }
    }

    private struct Waiting {
        let event: NewEvent
        let deployment: String
        let receivedAt: Instant
    }

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
        let receivedAt = clock.now
        let isTaken = queue.withLock { queue in
            guard queue.events.count < Self.queueLimit else { return false }
            queue.events.append(Waiting(event: event, deployment: deployment, receivedAt: receivedAt))
            return true
        }
        if isTaken { arrivals.continuation.yield() }
        return isTaken
    }

    /// Records what comes in until the service group shuts down, and what waits then, too; where the log cannot take it
    /// even then, it is told how much is lost.
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
        if await !record() { tellLoss() }
    }

    private func tellLoss() {
        let waiting = queue.withLock { Dictionary(grouping: $0.events, by: \.deployment).mapValues(\.count) }
        for (deployment, count) in waiting.sorted(by: { $0.key < $1.key }) {
            logger.error("\(deployment): \(count) webhooks are lost, as the archiver stops before the log takes them")
        }
    }

    /// Records what waits; false where the log cannot take it now. That is told once, until it can.
    package func record() async -> Bool {
        while true {
            let (batch, isRetry) = queue.withLock { (Array($0.batch), $0.tried != nil) }
            guard let last = batch.last else { return true }
            do {
                let receipt = try await log.append(batch.map(\.event), at: last.receivedAt)
                queue.withLock { queue in
                    queue.events.removeFirst(batch.count)
                    queue.tried = nil
                }
                onRecorded(receipt.events)
            } catch {
                queue.withLock { $0.tried = batch.count }
                logger.log(level: isRetry ? .debug : .error, "webhooks wait to be recorded: \(error)")
                return false
            }
        }
    }

    /// Webhooks of a minute in which a hundred zones flap; each takes some kilobytes at most.
    private static let queueLimit = 4096
    /// Milliseconds until a log that had no room is tried again.
    private static let retryWait: Int64 = 5_000
}
