import AltaAPI
import ArchiveEvents
import Synchronization

/// Tells a poller that something happened at its deployment. Raised many times before the poller looks, it is one hint.
package final class PollSignal: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isRaised = false
        var zones: Set<String> = []
        var waiter: CheckedContinuation<Void, Never>?
    }

    package init() {}

    /// The zones that the deployment has, as far as its poller knows.
    package var knownZones: Set<String> { state.withLock { $0.zones } }

    func note(zones: [String]) { state.withLock { $0.zones = Set(zones) } }

    /// Wakes the poller, or keeps it from falling asleep.
    package func raise() {
        state.withLock { state in
            state.isRaised = true
            return state.waiter.take()
        }?.resume()
    }

    /// Whether it was raised since the last time it was taken.
    package func take() -> Bool {
        state.withLock { state in
            defer { state.isRaised = false }
            return state.isRaised
        }
    }

    /// Returns once it is raised, or the task is cancelled. One task waits at a time.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard !state.isRaised, !Task.isCancelled else { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }

    /// Returns at `time`, or earlier where it is raised; throws `CancellationError` where the task is cancelled.
    func sleep(until time: Instant, _ clock: any WallClock) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(until: time) }
            group.addTask { await self.wait() }
            _ = try await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }
}
