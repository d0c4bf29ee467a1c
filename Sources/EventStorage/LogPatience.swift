package import ArchiveEvents

/// How long a log is waited for that cannot take events now, and by which clock.
package struct LogPatience: Sendable {
    private let now: @Sendable () -> Instant
    private let sleep: @Sendable (Instant) async throws -> Void
    private let limit: Int64?

    /// Waits for ever where `limit`, in milliseconds, is nil; `sleep` returns at the time that it is given.
    package init(
        limit: Int64?, now: @escaping @Sendable () -> Instant, sleep: @escaping @Sendable (Instant) async throws -> Void
    ) {
        self.limit = limit
        self.now = now
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
                let time = now()
                let since = min(outage?.since ?? time, time)
                outage = StorageOutage(since: since, detail: error.gapDetail)
                if let limit, time.milliseconds(since: since) >= limit { throw error }
                failures += 1
                try await sleep(time.advanced(byMilliseconds: Self.wait(afterFailures: failures)))
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
    /// When it was first found.
    package let since: Instant
    /// Why, without names of the machine.
    package let detail: String

    package init(since: Instant, detail: String) {
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
