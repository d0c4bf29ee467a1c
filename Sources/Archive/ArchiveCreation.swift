import ArchiveEvents
import EventStorage
import Foundation
import TransparencyLog

/// Makes an archive under unfinished names and renames the log, then its note: a crash leaves an archive, or nothing.
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
        // Durable before the note has its name: a note without a log would prove that one is missing.
        try DurableFile.syncFolder(of: directory.logPath)
        try Self.finishNote(in: directory)
        try removeLeftovers()
        try DurableFile.syncFolder(of: directory.logPath)
    }

    /// Gives the note its name, which a creation that was cut short did not come to any more.
    static func finishNote(in directory: ArchiveDirectory) throws {
        try DurableFile.rename(directory.unfinishedHeadNotePath, to: directory.headNotePath)
        try DurableFile.syncFolder(of: directory.headNotePath)
    }

    /// Whether a creation was cut short between the log's name and the note's: the log has its first event only, and `note`
    /// is what lies under the note's unfinished name and proves just that. Whoever can make it so could as well put an
    /// older log back with its note.
    static func isCutShort(_ log: any StoredLog, note: String?) throws -> Bool {
        guard let note, try log.size() == Position(1), let verifier = try LogIdentity.key(of: log) else { return false }
        return (try? HeadGuard(verifier: verifier).check(log, note: note)) != nil
    }

    private func makeLog(_ keys: ArchiveKeys, at time: Instant) async throws {
        let store = try SQLiteBlockStore.create(at: unfinishedLog)
        let headNote = HeadNote(path: directory.unfinishedHeadNotePath)
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
