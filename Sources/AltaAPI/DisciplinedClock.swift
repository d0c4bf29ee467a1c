public import ArchiveEvents
import Synchronization

/// A clock that does not take over what becomes of the machine's by mistake: see ``ClockDiscipline``. One is shared by
/// everything that records into one archive.
public final class DisciplinedClock: WallClock {
    private let base: any WallClock
    private let state: Mutex<ClockDiscipline>

    /// A clock that goes by `base` as long as that can be believed.
    public init(_ base: any WallClock) {
        self.base = base
        state = Mutex(ClockDiscipline(Self.reading(of: base)))
    }

    /// The time to go by.
    public var now: Instant { state.withLock { $0.time(Self.reading(of: base)) } }

    /// As `base` counts.
    public var monotonic: Int64 { base.monotonic }

    /// Returns at `time` or later, by the monotonic clock: a step of the wall clock neither stretches nor ends the wait.
    public func sleep(until time: Instant) async throws { try await sleep(milliseconds: time.milliseconds(since: now)) }

    /// Returns after so many milliseconds.
    public func sleep(milliseconds: Int64) async throws { try await base.sleep(milliseconds: milliseconds) }

    /// Takes in what a server says the time is.
    public func compare(served time: Instant, asked: Int64) {
        state.withLock { $0.compare(served: time, asked: asked, Self.reading(of: base)) }
    }

    /// Takes in the time of the log's last event, as this run found it; a later one is this run's own.
    public func begin(logEnd time: Instant) { state.withLock { $0.begin(logEnd: time, Self.reading(of: base)) } }

    /// Whether it is worth asking a vendor for the time before anything is written.
    public var isDoubtful: Bool { state.withLock { $0.isDoubtful } }

    /// What is to be recorded since it was last taken; the clocks are read for it.
    public func takeStep() -> ClockStep? {
        state.withLock { state in
            _ = state.time(Self.reading(of: base))
            return state.takeStep()
        }
    }

    /// The vendor's time, where it contradicted the machine's clock at the start and was not believed; told once.
    public func takeContradiction() -> Instant? { state.withLock { $0.takeContradiction() } }

    /// The vendor's time when the clocks were last read, as far as its last answer tells.
    public var served: Instant? { state.withLock { $0.served } }

    private static func reading(of clock: any WallClock) -> ClockReading {
        ClockReading(wall: clock.now, monotonic: clock.monotonic)
    }
}

extension DisciplinedClock {
    /// Asks deployments what time it is, without signing in, until one has told it or `limit` milliseconds have passed.
    /// Whoever is asked must hold this clock.
    public func ask(_ inspectors: [AltaInspector], limit: Int64) async {
        await withTaskGroup(of: Bool.self) { group in
            for inspector in inspectors {
                group.addTask {
                    _ = try? await inspector.knock()
                    return !self.isDoubtful
                }
            }
            group.addTask {
                try? await self.sleep(milliseconds: limit)
                return true
            }
            var left = inspectors.count
            for await isOver in group {
                left -= 1
                if isOver || left == 0 { break }
            }
            group.cancelAll()
        }
    }
}
