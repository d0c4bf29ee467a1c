import EventStorage
import Projections

/// The exit codes of both programs: a contract with users' scripts.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    case done = 0
    case failed = 1
    case incompleteCoverage = 3
    case notAuthorised = 4
    case unreachable = 5
    case noArchive = 10
    case locked = 11
    case integrity = 12
    case thresholdBreached = 13
    case usage = 64
    case interrupted = 130

    /// What a failure of the archive ends a program with.
    package init(of error: any Error) {
        switch error {
        case ArchiveError.missing, ArchiveError.empty, ArchiveError.notAnArchive, EventLogError.notALog,
            SnapshotError.missing,
            SnapshotError.notASnapshot:
            self = .noArchive
        case ArchiveError.locked, ArchiveError.occupied: self = .locked
        case EventLogError.damaged, EventLogError.rolledBack, EventLogError.forked, EventLogError.foreignKey,
            EventLogError.foreignWriter, ViewError.damaged, is DifferentViews, is BlockDamage, is UnsoundCopy,
            is SnapshotError:
            self = .integrity
        default: self = .failed
        }
    }

    private var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed"
        case .incompleteCoverage: "done, but coverage is incomplete"
        case .notAuthorised: "not authorised (login, permission)"
        case .unreachable: "vendor unreachable"
        case .noArchive: "no archive there"
        case .locked: "locked by another writer"
        case .integrity: "integrity failure"
        case .thresholdBreached: "a threshold is breached (only with --fail-on)"
        case .usage: "usage"
        case .interrupted: "interrupted"
        }
    }

    /// The list that stands in the help of both programs.
    package static var help: String {
        "EXIT CODES\n" + allCases.map { "  \($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n")
    }
}
