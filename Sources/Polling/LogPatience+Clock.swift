package import AltaAPI
package import EventStorage

extension LogPatience {
    /// Waits by that clock, for at most `limit` milliseconds, or for ever.
    package init(_ clock: any WallClock, limit: Int64? = nil) {
        self.init(
            limit: limit, monotonic: { clock.monotonic }, sleep: { try await clock.sleep(milliseconds: $0) })
    }
}
