package import ArchiveEvents
package import EventStorage
import Foundation
import Projections
import TransparencyLog

/// An archive opened by its one writer.
package struct ArchiveWriter: Sendable {
    package let directory: ArchiveDirectory
    package let log: EventLog
    package let reader: LogReader
    package let sealer: Sealer
    package let keys: ArchiveKeys
    /// The directory, held open: notes are written through it, and nowhere else.
    package let folder: HeldFolder
    /// Whether `head.note` was missing as the archive was opened. The archive can be written all the same, since the
    /// operator needs it, but the log says so for ever.
    package let hadLostHeadNote: Bool
    private let stores: [SQLiteBlockStore]
    private let lock: WriterLock

    /// Opens the archive in `directory`, and makes it where there is nothing yet.
    ///
    /// A new log is called `origin`, an existing one keeps its name.
    package static func open(_ directory: ArchiveDirectory, origin: String?, at time: Instant) async throws
        -> ArchiveWriter
    {
        switch try directory.standing() {
        case .somethingElse: throw ArchiveError.notAnArchive(directory.path)
        case .nothing: try directory.make()
        case .archive: break
        }
        let folder = try directory.held()
        let lock = try WriterLock(in: folder)
        if try directory.standing() == .nothing {
            try await ArchiveCreation(directory: directory, origin: origin ?? newOrigin()).perform(at: time)
        }
        let archive = try ArchiveWriter(directory, folder, lock)
        if archive.hadLostHeadNote { try await archive.log.replaceLostHeadNote(at: time) }
        return archive
    }

    private init(_ directory: ArchiveDirectory, _ folder: HeldFolder, _ lock: WriterLock) throws {
        for name in [WriterLock.name, ArchiveDirectory.logName] { try folder.keep(name) }
        for name in ArchiveKeys.usedNames { try folder.watch(name) }
        let store = try SQLiteBlockStore.open(at: directory.logPath, access: .writing, in: folder)
        let readOnly = store.reader()
        keys = try ArchiveKeys.load(from: directory)
        reader = LogReader(readOnly)
        stores = [readOnly, store]
        let origin = try reader.origin()
        let headNote = HeadNote(in: folder)
        if try headNote.read() == nil {
            let note = try? HeadNote(path: directory.unfinishedHeadNotePath).read()
            if try readOnly.read({ try ArchiveCreation.isCutShort($0, note: note) }) {
                try ArchiveCreation.finishNote(in: directory)
            }
        }
        hadLostHeadNote = try headNote.read() == nil
        log = try EventLog.open(
            in: store, signer: try keys.signer(origin: origin), headNote: headNote)
        sealer = Sealer(log: log, reader: readOnly)
        self.directory = directory
        self.folder = folder
        self.lock = lock
    }

    /// Where the poller of a deployment notes its watermarks.
    package func watermarks(of deployment: String) -> NoteFile {
        NoteFile(ArchiveDirectory.watermarksName(of: deployment), in: folder)
    }

    /// Where the backfill of a deployment notes what is left.
    package func backfillNote(of deployment: String) -> NoteFile {
        NoteFile(ArchiveDirectory.backfillName(of: deployment), in: folder)
    }

    /// Looks after the archive, and gives what is to be told since the last time, each once. To be called every two
    /// seconds or so while it is open.
    package func tend(at time: Instant) async -> [StorageNotice] {
        let lost = folder.noticeLosses().map { path in
            StorageNotice(
                .critical,
                "\(path) was removed or replaced: this archiver goes on with what it read, but none can start without "
                    + "it; put it back")
        }
        return await log.tend(at: time) + lost
    }

    /// Brings everything to rest; the lock goes with the last copy of the value. `report` is told what stands in the way of
    /// the views, and what was moved out of it.
    package func close(report: (String) -> Void = { _ in }) async throws {
        bringUpViews(report)
        try await closeWithoutViews()
    }

    /// The views can be made again at any time: they never stand in the way of the log.
    private func bringUpViews(_ report: (String) -> Void) {
        do {
            // By now another archive, with views of its own, may lie in this one's place.
            try folder.check()
            let views = try ViewStore.open(at: directory.viewsPath, origin: log.origin, patience: .service)
            if let remark = views.remark { report(remark) }
            try views.catchUp(with: reader)
        } catch {
            report("the views are behind the log: \(error)")
        }
    }

    /// Brings the log to rest and leaves the views where they are.
    package func closeWithoutViews() async throws {
        let noted: Result<Void, any Error>
        do { noted = .success(try await log.close()) } catch { noted = .failure(error) }
        // The writer's connection last: as it closes, it takes the write-ahead log into the file.
        for store in stores { try store.close() }
        try noted.get()
    }

    /// Unique without telling anything about the site.
    private static func newOrigin() -> String { "alarm-archive/\(EventLog.secureRandom(8).hex)" }
}
