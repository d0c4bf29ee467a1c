import AltaAPI
package import ArchiveEvents
import Synchronization

/// A clock that jumps to whatever time is waited for, and calls the wait off once its end is reached.
package final class ManualClock: WallClock {
    private let time: Mutex<Instant>
    /// Beyond it nothing is waited for.
    package let end: Instant

    package init(_ start: Instant, until end: Instant = Instant(milliseconds: .max)) {
        time = Mutex(start)
        self.end = end
    }

    package var now: Instant { time.withLock { $0 } }

    package func advance(byMilliseconds amount: Int64) {
        time.withLock { $0 = $0.advanced(byMilliseconds: amount) }
    }

    package func sleep(until target: Instant) async throws {
        guard target <= end else { throw CancellationError() }
        time.withLock { $0 = max($0, target) }
        await Task.yield()
    }
}

extension Instant {
    /// Where tests begin: a Monday morning.
    package static let testStart = Instant(milliseconds: 1_795_420_800_000)
}
