import ArchiveEvents

/// How long to leave the sign-in alone after it failed: a lock-out after bad ones is possible, its threshold unknown.
struct SignInBackoff: Sendable {
    private var failures = 0
    private var wait: Int64 = 0
    private var notBefore: Instant?
    /// What the last attempt met.
    private(set) var problem: SignInProblem?

    /// Until when the sign-in is left alone; nil where it may be tried. A clock that was set back ends the wait.
    func blockedUntil(at time: Instant) -> Instant? {
        guard let notBefore, time < notBefore, notBefore.milliseconds(since: time) <= wait else { return nil }
        return notBefore
    }

    /// Lets the sign-in be tried at once, with something else; how often it was refused still counts.
    mutating func endWait() { notBefore = nil }

    mutating func succeeded() {
        self = SignInBackoff()
    }

    /// Doubles from half a minute to half an hour; what waits for people, and a long row of refusals, rests for hours.
    mutating func failed(_ met: SignInProblem, at time: Instant) {
        failures += 1
        problem = failures >= Self.refusalLimit ? .accountLocked : met
        wait =
            problem?.waitsForPeople == true
            ? Self.rest : Self.first << Int64(min(failures - 1, Self.doublings))
        notBefore = time.advanced(byMilliseconds: wait)
    }

    private static let first: Int64 = 30_000
    private static let doublings = 6
    /// Six hours: often enough to notice in the same shift that somebody mended it.
    static let rest: Int64 = 6 * 3_600_000
    /// After about two hours of refusals no person is about to mend it, and each more may keep a lock-out alive.
    static let refusalLimit = 10
}
