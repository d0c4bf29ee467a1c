import AltaAPI
package import ArchiveEvents
import Synchronization

/// A clock that jumps to whatever time is waited for, and calls the wait off once its end is reached. What it shows can be
/// set; how much time has passed cannot.
package final class ManualClock: WallClock {
    private let time: Mutex<Instant>
    private let error = Mutex<Int64>(0)
    /// Beyond it nothing is waited for.
    package let end: Instant

    package init(_ start: Instant, until end: Instant = Instant(milliseconds: .max)) {
        time = Mutex(start)
        self.end = end
    }

    package var now: Instant { Instant(milliseconds: trueTime.milliseconds + error.withLock { $0 }) }

    /// What it would show had it never been set.
    package var trueTime: Instant { time.withLock { $0 } }

    package var monotonic: Int64 { trueTime.milliseconds }

    /// Sets it forward, or back.
    package func step(byMilliseconds amount: Int64) { error.withLock { $0 += amount } }

    package func advance(byMilliseconds amount: Int64) {
        time.withLock { $0 = $0.advanced(byMilliseconds: amount) }
    }

    package func sleep(until shown: Instant) async throws {
        try await sleep(milliseconds: shown.milliseconds - now.milliseconds)
    }

    package func sleep(milliseconds: Int64) async throws {
        let target = trueTime.advanced(byMilliseconds: max(0, milliseconds))
        guard target <= end else { throw CancellationError() }
        time.withLock { $0 = max($0, target) }
        await Task.yield()
    }
}

extension Instant {
    /// Where tests begin: a Monday morning.
    package static let testStart = Instant(milliseconds: 1_795_420_800_000)
}
