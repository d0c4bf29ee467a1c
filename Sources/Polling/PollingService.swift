package import EventStorage
import ServiceLifecycle

/// Polls many deployments, each on its own schedule, after one pass over the log that brings all of them up to it.
package struct PollingService: Service {
    private let pollers: [Poller]
    private let log: EventLog
    private let reader: LogReader

    package init(_ pollers: [Poller], log: EventLog, reader: LogReader) {
        self.pollers = pollers
        self.log = log
        self.reader = reader
    }

    /// Polls until the service group shuts down. A deployment that cannot be polled is told as a gap and tried again; only
    /// what concerns the log itself ends the polling of all.
    package func run() async throws {
        _ = try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                let pollers = try await caughtUp()
                for (poller, cycle) in pollers { group.addTask { try await poller.poll(cycle) } }
                try await withWatch(of: pollers.map(\.0)) { try await group.waitForAll() }
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

    private func caughtUp() async throws -> [(Poller, PollCycle)] {
        let size = await log.size
        var memory = PollMemory(pollers.map { $0.newCycle(logSize: size) })
        guard try memory.catchUp(with: reader) else { return [] }
        return pollers.compactMap { poller in memory.cycle(of: poller.deployment).map { (poller, $0) } }
    }
}
