package import ArchiveEvents

/// How long a log is waited for that cannot take events now, and by which clock.
package struct LogPatience: Sendable {
    private let monotonic: @Sendable () -> Int64
    private let sleep: @Sendable (Int64) async throws -> Void
    private let limit: Int64?

    /// Waits for ever where `limit`, in milliseconds, is nil; `sleep` returns after as many milliseconds as it is given.
    package init(
        limit: Int64?, monotonic: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (Int64) async throws -> Void
    ) {
        self.limit = limit
        self.monotonic = monotonic
        self.sleep = sleep
    }

    /// What `body` gives, which is tried again after longer and longer waits; and the time in which it failed, if it did.
    ///
    /// Throws its error where that is for good or the limit is reached, and what `sleep` throws.
    package func trying<Value: Sendable>(
        _ body: @Sendable () async throws -> Value
    ) async throws -> (value: Value, outage: StorageOutage?) {
        var outage: StorageOutage?
        var failures = 0
        while true {
            do {
                return (try await body(), outage)
            } catch let error as EventLogError where error.isTemporary {
                let time = monotonic()
                let since = outage?.since ?? time
                outage = StorageOutage(since: since, detail: error.gapDetail)
                if let limit, time - since >= limit { throw error }
                failures += 1
                try await sleep(Self.wait(afterFailures: failures))
            }
        }
    }

    /// Milliseconds: half a second, then twice as long and so on, up to half a minute.
    static func wait(afterFailures failures: Int) -> Int64 { min(500 << Int64(min(max(failures, 1) - 1, 6)), 30_000) }

    /// Milliseconds that a run waits which is to come to an end: longer than a lock that is not forgotten.
    package static let bounded: Int64 = 60_000
}

/// A time in which nothing could be recorded.
package struct StorageOutage: Sendable, Equatable {
    /// When it was first found, in milliseconds of the monotonic clock: the wall clock may be set before it is over.
    package let since: Int64
    /// Why, without names of the machine.
    package let detail: String

    package init(since: Int64, detail: String) {
        self.since = since
        self.detail = detail
    }
}

extension EventLog {
    /// Appends as ``append(_:at:)`` does, and waits where the log cannot take events now.
    package nonisolated func append(
        _ events: [NewEvent], at time: Instant, waiting patience: LogPatience
    ) async throws -> (receipt: Receipt, outage: StorageOutage?) {
        let (receipt, outage) = try await patience.trying { try await self.append(events, at: time) }
        return (receipt, outage)
    }
}
