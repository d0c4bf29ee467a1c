import ArchiveEvents
import Synchronization

/// How far a poller is, however often its polling begins anew: shared between the task that polls and the one that watches
/// it.
final class PollProgress: Sendable {
    private let state = Mutex<State>(State())

    /// When the poller does something next, as far as it said.
    struct State: Sendable, Equatable {
        var next: Instant?
        var isPaused = false
        var hasAsked = false

        /// Why the poller must be stuck at `time`; nil where it is not.
        func alarm(at time: Instant) -> String? {
            guard let next, !isPaused, time.milliseconds(since: next) > PollProgress.patience else { return nil }
            return
                "no look was finished although one was due at \(next): the archiver is stuck; check its disk and the "
                + "network, and start it again if it does not go on"
        }
    }

    /// Why the poller must be stuck at `time`; nil where it is not.
    func alarm(at time: Instant) -> String? { state.withLock { $0 }.alarm(at: time) }

    /// The poller goes on, and does something again at `next`.
    func goesOn(until next: Instant) { state.withLock { $0.next = next } }

    /// Whether the exchange that is over was the first one since the process began; true once.
    func takeFirstExchange() -> Bool {
        state.withLock { state in
            defer { state.hasAsked = true }
            return !state.hasAsked
        }
    }

    /// The poller is to do nothing.
    func pauses() { state.withLock { $0.isPaused = true } }

    /// Milliseconds: longer than any exchange and any wait for the disk that ends by itself.
    private static let patience: Int64 = 120_000
    /// Milliseconds between two looks of the watchdog.
    static let watchInterval: Int64 = 60_000
}
