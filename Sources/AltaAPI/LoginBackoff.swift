import ArchiveEvents

/// How long to leave the login alone after it failed: a lock-out after bad logins is possible, its threshold unknown.
struct LoginBackoff: Sendable {
    private var failures = 0
    private(set) var notBefore: Instant?

    mutating func succeeded() {
        self = LoginBackoff()
    }

    /// Doubles from half a minute to half an hour.
    mutating func failed(at time: Instant) {
        let wait = Self.first << Int64(min(failures, Self.doublings))
        failures += 1
        notBefore = time.advanced(byMilliseconds: wait)
    }

    private static let first: Int64 = 30_000
    private static let doublings = 6
}
