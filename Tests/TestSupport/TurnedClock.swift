import AltaAPI
package import ArchiveEvents
import Synchronization

/// A clock that a test turns by hand: what sleeps or waits by it goes on when it is turned far enough, and not before.
package final class TurnedClock: WallClock {
    private struct State {
        var now: Instant
        var nextID = 0
        var waiting: [Int: (until: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
    }

    private let state: Mutex<State>

    package init(_ start: Instant) {
        state = Mutex(State(now: start))
    }

    package var now: Instant { state.withLock { $0.now } }
    package var monotonic: Int64 { now.milliseconds }

    /// Lets time pass, and wakes whatever waits for it.
    package func turn(byMilliseconds amount: Int64) {
        let due = state.withLock { state in
            state.now = state.now.advanced(byMilliseconds: amount)
            let due = state.waiting.filter { $0.value.until <= state.now }
            for id in due.keys { state.waiting[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Turns it second by second, with a moment of real time for the work of each, until `isReached` or until so many
    /// seconds have passed; whether it was reached.
    package func turn(seconds: Int, until isReached: () throws -> Bool) async throws -> Bool {
        for _ in 0..<seconds {
            if try isReached() { return true }
            let sleepers = sleeping
            turn(byMilliseconds: 1000)
            try await Task.sleep(for: .milliseconds(2))
            // Those who woke up have done their work once they sleep again; on a busy machine that takes its time.
            for _ in 0..<Self.patience where sleeping < sleepers {
                if try isReached() { return true }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
        return try isReached()
    }

    private var sleeping: Int { state.withLock { $0.waiting.count } }

    /// Milliseconds of real time for one second of the clock: one who wakes up for good sleeps no more.
    private static let patience = 100

    package func sleep(until time: Instant) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if time <= state.now { return .success(()) }
                    state.waiting[id] = (time, continuation)
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume(throwing: CancellationError())
        }
    }

    package func elapse(milliseconds: Int64) async throws {
        try await sleep(until: now.advanced(byMilliseconds: milliseconds))
    }
}
