import ArchiveEvents
import EventStorage
import Foundation
package import TransparencyLog

/// Puts a snapshot into the place of a log that is gone.
///
/// The file is copied, and the copy verified in full and held against `head.note`, before it gets the log's name. Until
/// then nothing of the archive is changed; whatever log there is, is never replaced.
package struct ArchiveRestore {
    private let file: String
    private let directory: ArchiveDirectory

    /// Restores the snapshot `file` into `directory`, which need not exist yet.
    package init(of file: String, into directory: ArchiveDirectory) {
        self.file = file
        self.directory = directory
    }

    /// What was restored.
    package struct Summary: Sendable {
        /// Events in the log.
        package let size: UInt64
        /// The root over them.
        package let root: TreeHash
        /// Whether the archive can be written with the keys that it has.
        package let keys: ArchiveKeys.Standing
        /// Whether the file should have had a write-ahead log and had none: where it was copied while the archiver ran,
        /// it is older than the archive was.
        package let isPossiblyOlder: Bool
    }

    /// Restores; throws where the snapshot is not sound, the archive has a log, or its `head.note` proves a newer one.
    package func perform(progress: CopyProgress = { _, _, _ in }) throws -> Summary {
        try requireNoLog()
        // Asked before the file is opened, for that leaves an empty write-ahead log behind.
        let isPossiblyOlder = SQLiteBlockStore.lacksWriteAheadLog(file)
        let snapshot = try openSnapshot()
        if isPossiblyOlder { try WriteAheadGuard(file).check(snapshot) }
        let isNew = try makeFolder()
        return try withExtendedLifetime(WriterLock(directory)) {
            do {
                return try restore(snapshot, isPossiblyOlder: isPossiblyOlder, progress)
            } catch {
                // While the lock is held it is nobody else's.
                if isNew, unlink(directory.lockPath) == 0 { rmdir(directory.path) }
                throw error
            }
        }
    }

    private func restore(
        _ snapshot: SQLiteBlockStore, isPossiblyOlder: Bool, _ progress: CopyProgress
    ) throws -> Summary {
        // Another one may have been faster before the lock was taken.
        try requireNoLog()
        let staged = try StagedFile(
            path: directory.logPath, stagedAt: directory.logPath + ArchiveDirectory.unfinishedMark)
        let copy = try LogCopy(of: snapshot, in: staged).perform(progress)
        let store = try SQLiteBlockStore.open(at: staged.stagedPath, access: .reading)
        let (keys, newest) = try store.read { log in
            try SnapshotGuard(directory).check(log)
            let keys = try ArchiveKeys.standing(in: directory, for: LogReader.verifier(of: log))
            return (keys, try log.newestCheckpoint())
        }
        try store.close()
        try removeRemains()
        try finish(staged, newest)
        return Summary(size: copy.size, root: copy.root, keys: keys, isPossiblyOlder: isPossiblyOlder)
    }

    /// Gives the log its name. Where there is no `head.note`, the newest checkpoint of the restored log becomes it first:
    /// that is the highest one that is known here, and an archive without the note is taken for one that somebody cut.
    private func finish(_ staged: StagedFile, _ newest: StoredCheckpoint?) throws {
        let note = HeadNote(path: directory.headNotePath)
        guard let newest, try note.read() == nil else { return try staged.finish() }
        try note.replace(with: newest.note)
        do {
            try staged.finish()
        } catch {
            unlink(directory.headNotePath)
            throw error
        }
    }

    /// What SQLite kept beside a lost log, and did not get to write into it, would be mixed into the restored one.
    private func requireNoLog() throws {
        let files = FileManager.default
        let path = directory.logPath
        let remains = SQLiteBlockStore.companions.map { path + $0 }.filter { file in
            // Readers leave an index behind, and an empty write-ahead log.
            !file.hasSuffix("-shm") && (try? files.attributesOfItem(atPath: file)[.size] as? Int) ?? 0 > 0
        }
        for file in [path] + remains where files.fileExists(atPath: file) {
            throw ArchiveError.unusable(
                "\(file) exists and is not replaced; move it away, or name another directory with --archive")
        }
    }

    private func openSnapshot() throws -> SQLiteBlockStore {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder) else {
            throw SnapshotError.missing(file)
        }
        guard !isFolder.boolValue else { throw SnapshotError.notASnapshot(file) }
        do {
            return try SQLiteBlockStore.open(at: file, access: .reading)
        } catch EventLogError.notALog {
            throw SnapshotError.notASnapshot(file)
        }
    }

    /// Whether there was no folder yet.
    private func makeFolder() throws -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: directory.path, isDirectory: &isFolder) else {
            try directory.make()
            return true
        }
        guard isFolder.boolValue else { throw ArchiveError.notAnArchive(directory.path) }
        return false
    }

    /// Views may be of events that the snapshot does not have, and are made again. Whoever still reads the lost log
    /// shares what lies beside it.
    private func removeRemains() throws {
        let views = [directory.viewsPath] + SQLiteBlockStore.companions.map { directory.viewsPath + $0 }
        for path in views + SQLiteBlockStore.companions.map({ directory.logPath + $0 }) {
            guard unlink(path) == 0 || errno == ENOENT else {
                throw ArchiveError.unusable("\(SystemError("remove \(path)")); check who owns the archive's directory")
            }
        }
    }
}

/// Holds a snapshot against `head.note`, which outlives the log that it was written for.
struct SnapshotGuard {
    private let directory: ArchiveDirectory

    init(_ directory: ArchiveDirectory) {
        self.directory = directory
    }

    /// Throws unless the snapshot's log begins with the events that the note proves.
    func check(_ log: any StoredLog) throws {
        guard let known = try headNote() else { return }
        let size = try log.size().number
        let names = (note: directory.headNotePath, known: known.checkpoint.size, found: size)
        guard let verifier = try LogReader.verifier(of: log), (try? known.note.verify([verifier])) != nil else {
            throw SnapshotError.otherLog(note: names.note, known: names.known, found: names.found)
        }
        guard known.checkpoint.size <= size else {
            throw SnapshotError.older(note: names.note, known: names.known, found: names.found)
        }
        guard try StoredTree(log).range(ofSize: known.checkpoint.size).root == known.checkpoint.root else {
            throw SnapshotError.otherHistory(note: names.note, known: names.known, found: names.found)
        }
    }

    private func headNote() throws -> (note: SignedNote, checkpoint: Checkpoint)? {
        guard let text = try HeadNote(path: directory.headNotePath).read() else { return nil }
        do {
            let note = try SignedNote(text)
            return (note, try Checkpoint(text: note.text))
        } catch {
            throw SnapshotError.unreadableNote(directory.headNotePath, error)
        }
    }
}

/// Holds a file that lacks its write-ahead log against the `head.note` that was copied along with it.
private struct WriteAheadGuard {
    private let file: String

    init(_ file: String) {
        self.file = file
    }

    /// Throws where that note proves that the archive had more events than are in the file. A note of another log that
    /// happens to lie there means nothing.
    func check(_ snapshot: SQLiteBlockStore) throws {
        let path = ArchiveDirectory(DurableFile.folder(of: file)).headNotePath
        guard let text = try HeadNote(path: path).read(), let note = try? SignedNote(text) else { return }
        let (verifier, size) = try snapshot.read { (try LogIdentity.key(of: $0), try $0.size().number) }
        guard let verifier, let known = try? Checkpoint(note, verifiedBy: [verifier]), known.size > size else { return }
        throw SnapshotError.lacksWriteAheadLog(file, note: path, known: known.size, found: size)
    }
}

/// Why a snapshot cannot be used.
package enum SnapshotError: Error, Sendable, CustomStringConvertible {
    case missing(String)
    case notASnapshot(String)
    case older(note: String, known: UInt64, found: UInt64)
    case otherHistory(note: String, known: UInt64, found: UInt64)
    case otherLog(note: String, known: UInt64, found: UInt64)
    case unreadableNote(String, NoteError)
    case lacksWriteAheadLog(String, note: String, known: UInt64, found: UInt64)

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .missing(let file): "there is no file \(file); name a snapshot that `alarm-history snapshot` wrote"
        case .notASnapshot(let file):
            "\(file) is no snapshot of an alarm archive; name a file that `alarm-history snapshot` wrote"
        case .older(let note, let known, let found):
            "the snapshot has \(found) events, but \(note) proves that the log had \(known): find a newer snapshot; "
                + Self.acceptance
        case .otherHistory(let note, let known, let found):
            "the snapshot has \(found) events, but its first \(known) are not those that \(note) proves: it is a copy "
                + "that went its own way; find the right one; \(Self.acceptance)"
        case .otherLog(let note, let known, let found):
            "the snapshot has \(found) events of another log than the one of \(known) events that \(note) proves: find "
                + "a snapshot of that log, or name another directory with --archive"
        case .lacksWriteAheadLog(let file, let note, let known, let found):
            "\(file) has \(found) events, but \(note) beside it proves that its archive had \(known): it was copied "
                + "without its write-ahead log; copy \(file)-wal along, or use `alarm-history snapshot`; whoever must "
                + "accept the loss moves that note away, and keeps it as the proof of what is missing"
        case .unreadableNote(let note, let error):
            "\(note) cannot be read (\(error)): \(Self.acceptance)"
        }
    }

    private static let acceptance =
        "whoever must accept the loss moves head.note away, and keeps it as the proof of what is missing"
}
