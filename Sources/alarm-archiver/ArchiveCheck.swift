import Archive
import ArchiveEvents
import EventStorage
import Foundation

/// Checks the machine: SQLite, the archive's folder and its disk. Makes, opens and locks nothing.
struct ArchiveCheck {
    private let path: String
    private let survey: ArchiveSurvey
    private let now: Instant

    init(path: String, now: Instant) {
        self.path = path
        self.now = now
        survey = ArchiveSurvey(ArchiveDirectory(path))
    }

    var findings: [CheckFinding] { [sqlite, archive] + clock + [disk] }

    /// Only where the log and the clock contradict each other; whether it is the clock that is wrong, the deployments'
    /// own tell.
    private var clock: [CheckFinding] {
        guard let ahead = survey.lastTime.flatMap({ LogAhead(end: $0, now: now) }) else { return [] }
        return [.problem(.clock, ahead.fact, advice: LogAhead.advice)]
    }

    private var sqlite: CheckFinding {
        let (current, minimum) = (SQLiteVersion.current, SQLiteVersion.minimum)
        guard current >= minimum else {
            return .problem(
                .sqlite, "SQLite \(current) is too old", advice: "install \(minimum) or later (libsqlite3-0)")
        }
        return .ok(.sqlite, "SQLite \(current)")
    }

    private var archive: CheckFinding {
        switch survey.content {
        case .unusable(let sentence):
            .problem(.archive, sentence, advice: "name another directory with --archive, or restore a snapshot")
        case .nothing: .ok(.archive, "there is none yet at \(path); the first run makes it")
        case .archive:
            if let writer = survey.writer {
                .ok(.archive, "there is one at \(path); process \(writer) is writing into it")
            } else {
                .ok(.archive, "there is one at \(path); nobody is seen to write into it now")
            }
        }
    }

    private var disk: CheckFinding {
        let folder = survey.existingFolder
        guard survey.isWritable else {
            return .problem(
                .disk, "\(folder) is not writable for this user",
                advice: "make it so, or run as the user that owns the archive")
        }
        guard let free = survey.freeBytes else {
            return .warning(.disk, "\(folder) does not tell how much is free", advice: "look at it yourself")
        }
        let detail = "\(free >> 20) MiB free at \(folder)"
        if free < Self.least {
            return .problem(.disk, detail, advice: "free some, or move the archive: without room nothing is recorded")
        }
        return free < Self.comfortable
            ? .warning(.disk, detail, advice: "free some: an archive grows by some GiB a year") : .ok(.disk, detail)
    }

    /// Bytes: a day or so of a busy deployment, and what the write-ahead log needs.
    private static let least: UInt64 = 100 << 20
    /// Bytes: months of a busy deployment.
    private static let comfortable: UInt64 = 1 << 30
}
