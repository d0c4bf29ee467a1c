import ArchiveEvents
import EventStorage
import Foundation
import TransparencyLog

/// Makes an archive under unfinished names and renames the log last: a crash leaves an archive, or nothing.
struct ArchiveCreation {
    let directory: ArchiveDirectory
    let origin: String

    func perform(at time: Instant) async throws {
        guard Self.isOrigin(origin) else {
            throw ArchiveError.unusable(
                "\(origin) cannot name a log; use lower-case letters, digits, dots and hyphens, then parts after slashes"
            )
        }
        try removeLeftovers()
        let keys = try ArchiveKeys.make(in: directory)
        try await makeLog(keys, at: time)
        // Whatever this was taken for: a log that is there is never replaced.
        try DurableFile.rename(unfinishedLog, to: directory.logPath)
        try removeLeftovers()
        try DurableFile.syncFolder(of: directory.logPath)
    }

    private func makeLog(_ keys: ArchiveKeys, at time: Instant) async throws {
        let store = try SQLiteBlockStore.create(at: unfinishedLog)
        // The head note of a log without its final name would prove that a log is missing.
        let headNote = HeadNote(path: directory.headNotePath + ArchiveDirectory.unfinishedMark)
        let log = try await EventLog.create(
            in: store, signer: try keys.signer(origin: origin), headNote: headNote, at: time)
        try await log.close()
        // As it closes, SQLite takes the write-ahead log into the file, and says nothing where it cannot.
        try store.flush()
        try store.close()
        guard try !DurableFile.exists(unfinishedLog + "-wal") else {
            throw ArchiveError.unusable("\(unfinishedLog) could not be written in full; check the disk, and try again")
        }
    }

    private var unfinishedLog: String { directory.logPath + ArchiveDirectory.unfinishedMark }

    private func removeLeftovers() throws {
        for name in ArchiveDirectory.unfinishedNames {
            guard unlink(directory.file(name)) == 0 || errno == ENOENT else {
                throw ArchiveError.unusable("\(SystemError("remove \(directory.file(name))"))")
            }
        }
    }

    /// `[a-z0-9.-]+(/[A-Za-z0-9._~-]+)*`: serves as key name and CloudEvents source alike.
    private static func isOrigin(_ text: String) -> Bool {
        text.wholeMatch(of: /[a-z0-9.\-]+(\/[A-Za-z0-9._~\-]+)*/) != nil
    }
}
