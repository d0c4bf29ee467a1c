import ArchiveEvents

/// How long to leave the login alone after it failed: a lock-out after bad logins is possible, its threshold unknown.
struct LoginBackoff: Sendable {
    private var failures = 0
    private var wait: Int64 = 0
    private var notBefore: Instant?

    /// Until when the login is left alone; nil where it may be tried. A clock that was set back ends the wait.
    func blockedUntil(at time: Instant) -> Instant? {
        guard let notBefore, time < notBefore, notBefore.milliseconds(since: time) <= wait else { return nil }
        return notBefore
    }

    mutating func succeeded() {
        self = LoginBackoff()
    }

    /// Doubles from half a minute to half an hour.
    mutating func failed(at time: Instant) {
        wait = Self.first << Int64(min(failures, Self.doublings))
        failures += 1
        notBefore = time.advanced(byMilliseconds: wait)
    }

    private static let first: Int64 = 30_000
    private static let doublings = 6
}
