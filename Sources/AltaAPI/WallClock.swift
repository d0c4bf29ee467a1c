public import ArchiveEvents
import Foundation

/// The clock seam: the only place from which the time of day comes, and the only way to wait for it.
public protocol WallClock: Sendable {
    /// The time of day.
    var now: Instant { get }
    /// Milliseconds since some moment before the program began: never set, and counting on while the machine sleeps.
    var monotonic: Int64 { get }
    /// Returns at `time` or later; throws `CancellationError` where the task is cancelled before.
    func sleep(until time: Instant) async throws
    /// Returns after so many milliseconds, whatever becomes of the time of day meanwhile; throws `CancellationError`
    /// where the task is cancelled before.
    func sleep(milliseconds: Int64) async throws
    /// Takes in the `Date` of a server's answer, whose request was sent when ``monotonic`` was `asked`.
    func compare(served time: Instant, asked: Int64)
    /// Returns once so many milliseconds have passed, like ``sleep(milliseconds:)``, and waits beside other work, to bound
    /// it: a test's clock that jumps to whatever it sleeps for must not jump for this.
    func elapse(milliseconds: Int64) async throws
}

extension WallClock {
    /// Of a clock that only its owner steps.
    public func sleep(milliseconds: Int64) async throws {
        try await sleep(until: now.advanced(byMilliseconds: milliseconds))
    }

    /// Waits for the machine's time.
    public func elapse(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(max(0, milliseconds)))
    }

    /// Makes nothing of it.
    public func compare(served time: Instant, asked: Int64) {}

    /// The time of day when ``monotonic`` was `moment`, as it is known now: what began before the clock was set right is
    /// dated like what ended after.
    func time(atMonotonic moment: Int64) -> Instant { now.advanced(byMilliseconds: moment - monotonic) }
}

/// The machine's clocks.
public struct SystemWallClock: WallClock {
    /// The machine's clocks.
    public init() {}

    /// The time of day.
    public var now: Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }

    /// Since the machine was started, the time included in which it slept.
    public var monotonic: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Returns at `time` or later.
    public func sleep(until time: Instant) async throws {
        try await sleep(milliseconds: time.milliseconds(since: now))
    }

    /// Returns after so many milliseconds.
    public func sleep(milliseconds: Int64) async throws {
        guard milliseconds > 0 else { return try Task.checkCancellation() }
        try await Task.sleep(for: .milliseconds(milliseconds))
    }
}
