public import ArchiveEvents
import Foundation

/// The clock seam: the only place from which the time of day comes, and the only way to wait for it.
public protocol WallClock: Sendable {
    /// The time of day.
    var now: Instant { get }
    /// Returns at `time` or later; throws `CancellationError` where the task is cancelled before.
    func sleep(until time: Instant) async throws
    /// Returns once so many milliseconds have really passed, however the time of day is set meanwhile; throws
    /// `CancellationError` where the task is cancelled before. It waits beside other work, to bound it: a test's clock
    /// that jumps to whatever it sleeps for must not jump for this.
    func elapse(milliseconds: Int64) async throws
}

extension WallClock {
    /// Waits for the machine's time.
    public func elapse(milliseconds: Int64) async throws {
        try await Task.sleep(for: .milliseconds(max(0, milliseconds)))
    }
}

/// The machine's clock.
public struct SystemWallClock: WallClock {
    /// The machine's clock.
    public init() {}

    /// The time of day.
    public var now: Instant { Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down))) }

    /// Returns at `time` or later.
    public func sleep(until time: Instant) async throws {
        let milliseconds = time.milliseconds(since: now)
        guard milliseconds > 0 else { return try Task.checkCancellation() }
        try await Task.sleep(for: .milliseconds(milliseconds))
    }
}
