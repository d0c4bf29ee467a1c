import ArchiveEvents

/// How long to wait: pure, so that a simulation waits as long as the real thing.
enum RetryDelay {
    /// The wait after the `failures`th failure in a row: the interval, then twice as long and so on, up to `limit`;
    /// of that a part between three quarters and the whole, so that many deployments do not come back together.
    static func afterFailure(_ failures: Int, interval: Int64, limit: Int64, spreadBy name: String) -> Int64 {
        let doubled = min(interval << Int64(min(max(failures, 1) - 1, doublings)), limit)
        return spread(doubled, percent: 25, by: "\(name) \(failures)")
    }

    /// The wait to the next look: the interval, less up to a tenth of it.
    static func regular(_ interval: Int64, look: Int, spreadBy name: String) -> Int64 {
        spread(interval, percent: 10, by: "\(name) \(look)")
    }

    /// `wait` less up to so much of it, as the name decides.
    private static func spread(_ wait: Int64, percent: Int64, by name: String) -> Int64 {
        // FNV-1a: names that differ in a digit are spread far apart, at every run in the same way.
        let hash = name.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let part = Int64((hash >> 33) % 1000)
        return wait - wait * percent * part / 100_000
    }

    private static let doublings = 6
}
