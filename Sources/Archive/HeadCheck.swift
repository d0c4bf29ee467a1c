import ArchiveEvents
import EventStorage
import TransparencyLog

/// Holds the log against `head.note` beside it, which must be read before the log: the archiver may go on meanwhile.
///
/// An archive has that note from its first moment on, and only a new one replaces it. So where it is missing, somebody
/// took it away, and with it the proof of how many events there were: a finding, unless the note of the first event lies
/// there under its unfinished name, as a creation leaves it that was cut short. A writer that opens an archive without it
/// records the loss in the log, as `head-note-lost`, before anything else, and makes the note anew; from then on the
/// verifier tells of it as a notice. A restored log gets a note with its restoration. A file by itself, a snapshot, has
/// none, and that is told.
struct HeadCheck {
    /// Where the note lies.
    enum Place: Sendable {
        /// Of an archive, at that path: it must be there.
        case archive(String)
        /// Of a file by itself: the note of an archive may have been copied along, or be another one's.
        case besideCopy(String)
        /// Of no interest.
        case nowhere
    }

    private let place: Place
    private let note: Result<String?, any Error>
    /// The note under the name that it has while an archive is made.
    private let unfinishedNote: String?
    private let lacksWriteAheadLog: Bool

    /// Reads the note.
    init(_ place: Place, lacksWriteAheadLog: Bool) {
        self.place = place
        self.lacksWriteAheadLog = lacksWriteAheadLog
        // Before the note itself, which it becomes.
        unfinishedNote =
            if case .archive(let path) = place {
                try? HeadNote(path: path + ArchiveDirectory.unfinishedMark).read()
            } else {
                nil
            }
        note = Result {
            switch place {
            case .archive(let path), .besideCopy(let path): try HeadNote(path: path).read()
            case .nowhere: nil
            }
        }
    }

    /// Throws where the note or the log could not be read, as opposed to what they hold.
    func check(_ log: any StoredLog, _ report: inout Verifier.Report) throws {
        guard let verifier = try LogIdentity.key(of: log) else {
            return report.list.add(.head, "0", "the first event does not name the log's key")
        }
        do {
            switch place {
            case .archive: try checkArchive(log, verifier, &report)
            case .besideCopy: try checkCopy(log, verifier, &report)
            case .nowhere: break
            }
        } catch EventLogError.rolledBack(let known, let found) where lacksWriteAheadLog {
            report.list.add(.head, "head.note", Self.missingWriteAheadLog(known: known, found: found))
        } catch let error where UnreadLog(error, path: "head.note") == nil {
            report.list.add(.head, "head.note", "\(error)")
        }
    }

    private func checkArchive(
        _ log: any StoredLog, _ verifier: NoteVerifier, _ report: inout Verifier.Report
    ) throws {
        guard let note = try note.get() else {
            guard try !ArchiveCreation.isCutShort(log, note: unfinishedNote) else {
                return report.notices.append(
                    Notice(
                        .noHeadNote,
                        "head.note has its unfinished name yet, for the making of the archive was cut short: the next "
                            + "alarm-archiver that opens the archive gives it its own"))
            }
            return report.list.add(
                .head, "head.note",
                "it is missing, so nothing here proves that no events were cut off the log's end; put it back, or hold "
                    + "the log against a checkpoint that was kept elsewhere (--since); the next alarm-archiver that opens "
                    + "the archive records the loss")
        }
        try HeadGuard(verifier: verifier).check(log, note: note)
    }

    /// A snapshot is as old as it is. A file that should have a write-ahead log is held against the note beside it.
    private func checkCopy(_ log: any StoredLog, _ verifier: NoteVerifier, _ report: inout Verifier.Report) throws {
        if lacksWriteAheadLog { report.notices.append(Self.possiblyOlder) }
        guard let note = try note.get(), (try? SignedNote(note).verify([verifier])) != nil else {
            let message = "no head.note of this log lies beside the file: whether newer events are missing is not known"
            return report.notices.append(Notice(.noHeadNote, message))
        }
        do {
            try HeadGuard(verifier: verifier).check(log, note: note)
        } catch EventLogError.rolledBack(let known, let found) where !lacksWriteAheadLog {
            let message = "head.note beside the file knows of \(known) events, and the file holds the first \(found)"
            report.notices.append(Notice(.olderCopy, message))
        }
    }

    private static let possiblyOlder = Notice(
        .olderCopy,
        "the file is of the kind that has a write-ahead log, and none lies beside it: where it was copied while the "
            + "archiver ran, it is older than the archive was; copy with `alarm-history snapshot`")

    private static func missingWriteAheadLog(known: UInt64, found: UInt64) -> String {
        "the log has \(found) events, but head.note proves that it had \(known): log.sqlite stands here without its "
            + "write-ahead log, log.sqlite-wal, as where it was copied alone while the archiver ran; copy that along, or "
            + "use `alarm-history snapshot`. Where it was never copied, an older log was put back"
    }
}

/// What a writer says that found no `head.note`.
package struct LostHeadNote: Sendable, CustomStringConvertible {
    package init() {}

    /// What happened and what to do.
    package var description: String {
        "head.note was missing, so nothing here proves that no events were cut off the log's end; that is recorded in the "
            + "log now, and head.note made anew; hold the archive against a checkpoint that was kept elsewhere: "
            + "alarm-history verify --since CHECKPOINT"
    }
}
