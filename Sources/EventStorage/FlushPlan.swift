import ArchiveEvents

/// When the write-ahead log is to be taken into the log's file, by time: pure. By size it is flushed besides.
///
/// An append costs one sync; a flush costs two, and whoever copies `log.sqlite` alone gets what was flushed. So it waits
/// until nothing was committed for a moment, or, where that does not come, for a few seconds.
struct FlushPlan: Sendable {
    /// Commits since the log was opened, those before the last look at them, and those that are flushed.
    private var commits = 0
    private var seen = 0
    private var flushed = 0
    /// When a look first found commits that are not flushed.
    private var behindSince: Instant?
    private var isFailing = false

    /// Notes a commit.
    mutating func noteCommit() { commits += 1 }

    /// Notes that everything committed so far is in the file.
    mutating func noteFlush() {
        flushed = commits
        behindSince = nil
        isFailing = false
    }

    /// Notes that a flush failed; whether that is news.
    mutating func failed() -> Bool {
        defer { isFailing = true }
        return !isFailing
    }

    /// Whether to flush now. It is asked every one or two seconds.
    mutating func isDue(at time: Instant) -> Bool {
        guard flushed != commits else { return false }
        defer { seen = commits }
        guard let since = behindSince else {
            behindSince = time
            return false
        }
        // Nothing came since the last look, or commits have been coming for long enough; a clock that was set back
        // puts nothing off.
        return seen == commits || abs(time.milliseconds(since: since)) >= Self.longest
    }

    /// Milliseconds: a busy log's file is no more than about so much behind.
    static let longest: Int64 = 4_000
}
