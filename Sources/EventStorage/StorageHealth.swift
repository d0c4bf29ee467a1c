import ArchiveEvents

/// Something of the archive's storage that an operator is to know.
package struct StorageNotice: Sendable, Equatable {
    /// How loud it is to be told.
    package enum Level: Sendable {
        /// Nothing can be recorded.
        case critical
        case error
        case notice
    }

    package let level: Level
    /// What happened and what to do.
    package let sentence: String

    package init(_ level: Level, _ sentence: String) {
        self.level = level
        self.sentence = sentence
    }
}

/// Whether the log can be written, and what of that was told: a spell of failures is told once, then every ten minutes,
/// and its end.
struct StorageHealth: Sendable {
    /// The last failure that is not over, or not told yet.
    private var failure: String?
    private var isFailing = false
    /// Whether the failure is one of the files' place, of which a look tells whether it is over.
    private var isOfPlace = false
    /// How often it was asked since the last failure.
    private var looks = 0
    private var since: Instant?
    private var toldAt: Instant?

    /// Notes that nothing could be recorded.
    mutating func failed(_ error: any Error) {
        failure = "\(error)"
        isFailing = true
        looks = 0
        if case EventLogError.misplaced = error { isOfPlace = true } else { isOfPlace = false }
    }

    /// Whether nothing was tried for so long that nobody knows whether it would fail still.
    var isStale: Bool { isFailing && !isOfPlace && looks >= Self.staleness }

    /// Notes that events were recorded.
    mutating func recorded() { isFailing = false }

    /// Notes that the files were found in their place.
    mutating func foundPlace() { if isOfPlace { isFailing = false } }

    /// What is to be told at `time`. It is asked every one or two seconds.
    mutating func notices(at time: Instant) -> [StorageNotice] {
        guard let failure else { return [] }
        looks += 1
        let start = since ?? time
        since = start
        guard isFailing else {
            defer { self = StorageHealth() }
            let seconds = max(0, time.milliseconds(since: start)) / 1000
            let end = StorageNotice(.notice, "recording goes on, after \(seconds) s in which it could not")
            return toldAt == nil
                ? [StorageNotice(.error, "a try to record failed, the next one did not: \(failure)")] : [end]
        }
        guard toldAt.map({ abs(time.milliseconds(since: $0)) >= Self.reminder }) ?? true else { return [] }
        let minutes = max(0, time.milliseconds(since: start)) / 60_000
        let duration = toldAt == nil ? "" : ", for \(minutes) minutes by now"
        toldAt = time
        return [StorageNotice(.critical, "nothing can be recorded\(duration): \(failure)")]
    }

    /// Looks without a failure: whoever has something to record tries again sooner.
    private static let staleness = 30
    /// Milliseconds until it is told again that nothing can be recorded.
    private static let reminder: Int64 = 600_000
}
