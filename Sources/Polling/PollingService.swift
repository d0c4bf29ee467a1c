package import AltaAPI
import ArchiveEvents
package import EventStorage
package import Logging
import ServiceLifecycle

/// Polls many deployments, each on its own schedule, after one pass over the log that brings all of them up to it.
package struct PollingService: Service {
    private let pollers: [Poller]
    private let log: EventLog
    private let reader: LogReader
    private let clock: any WallClock
    private let logger: Logger

    package init(_ pollers: [Poller], log: EventLog, reader: LogReader, clock: any WallClock, logger: Logger) {
        self.pollers = pollers
        self.log = log
        self.reader = reader
        self.clock = clock
        self.logger = logger
    }

    /// Polls until the service group shuts down. A deployment that cannot be polled is told as a gap and tried again, and
    /// so is whatever else fails: only a first exchange that is refused, where that ends the polling, and a log that turns
    /// out to be another writer's are thrown.
    package func run() async throws {
        let start = clock.monotonic
        _ = try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                let cycles = try await goingOn("the log cannot be read") { outage in
                    try await caughtUp(pollers, runningSince: start, after: outage)
                }
                for (poller, cycle) in cycles ?? [] { group.addTask { try await poll(poller, cycle, since: start) } }
                try await withWatch(of: (cycles ?? []).map(\.0)) { try await group.waitForAll() }
            }
        }
    }

    /// Watches the pollers while `body` runs.
    private func withWatch(of pollers: [Poller], _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { watch in
            defer { watch.cancelAll() }
            for poller in pollers { watch.addTask { try? await poller.watch() } }
            try await body()
        }
    }

    /// Polls a deployment. What ends that although it should not have is told, and the deployment is polled again, with
    /// what the log knows by then.
    private func poll(_ poller: Poller, _ cycle: PollCycle, since start: Int64) async throws {
        var next: PollCycle? = cycle
        _ = try await goingOn("polling of \(poller.deployment) broke off") { outage in
            if case nil = next { next = try await caughtUp([poller], runningSince: start, after: outage).first?.1 }
            guard let cycle = next.take() else { return }
            try await poller.poll(cycle)
        }
    }

    /// What `body` gives, which is tried again after longer and longer waits unless its error is for good; nil where the
    /// task is cancelled. It is given since when it failed: whatever breaks polling off is a matter of the log.
    private func goingOn<Value>(
        _ what: String, _ body: (StorageOutage?) async throws -> Value
    ) async throws -> Value? {
        var failures = 0
        var outage: StorageOutage?
        while true {
            let began = clock.monotonic
            do {
                return try await body(outage)
            } catch is CancellationError {
                return nil
            } catch let error where Self.isFinal(error) {
                throw error
            } catch {
                // What went on for a while breaks off anew, and is told again.
                if clock.monotonic - began > Self.longestWait { (failures, outage) = (0, nil) }
                failures += 1
                outage = StorageOutage(since: outage?.since ?? clock.monotonic, detail: Self.detail(of: error))
                logger.log(level: failures == 1 ? .error : .debug, "\(what): \(error); it is tried again")
                do {
                    let wait = RetryDelay.afterFailure(
                        failures, interval: Self.firstWait, limit: Self.longestWait, spreadBy: what)
                    try await clock.sleep(milliseconds: wait)
                } catch {
                    return nil
                }
            }
        }
    }

    private static func detail(of error: any Error) -> String {
        (error as? EventLogError)?.gapDetail ?? "the log could not be read or written"
    }

    private static func isFinal(_ error: any Error) -> Bool {
        switch error {
        case is PollerError: true
        case let error as EventLogError: error.isFinal
        default: false
        }
    }

    private func caughtUp(
        _ pollers: [Poller], runningSince start: Int64, after outage: StorageOutage?
    ) async throws -> [(Poller, PollCycle)] {
        let size = await log.size
        var memory = PollMemory(pollers.map { $0.newCycle(logSize: size) })
        guard try memory.catchUp(with: reader) else { return [] }
        return pollers.compactMap { poller in
            guard var cycle = memory.cycle(of: poller.deployment) else { return nil }
            cycle.note(
                runningSince: start, after: outage, at: ClockReading(wall: clock.now, monotonic: clock.monotonic))
            return (poller, cycle)
        }
    }

    /// Milliseconds.
    private static let firstWait: Int64 = 1_000
    private static let longestWait: Int64 = 60_000
}
