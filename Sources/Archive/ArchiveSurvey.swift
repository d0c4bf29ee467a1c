package import ArchiveEvents
import EventStorage
import Foundation

/// What can be said about an archive's folder from outside: nothing is opened, locked or made.
package struct ArchiveSurvey: Sendable {
    /// What lies there.
    package enum Content: Sendable, Equatable {
        /// An archive of this program.
        case archive
        /// Nothing yet: the first run makes an archive.
        case nothing
        /// Other files, or a log that this program cannot read; a sentence.
        case unusable(String)
    }

    package let content: Content
    /// Time of the log's last event, as far as it can be read without leaving a trace.
    package let lastTime: Instant?
    /// The process that writes into the archive, as far as this machine knows of it.
    package let writer: Int32?
    /// The existing folder in which the archive lies, or will lie.
    package let existingFolder: String
    /// Whether files can be made there.
    package let isWritable: Bool
    /// Bytes that are free for us there; nil where the file system does not tell.
    package let freeBytes: UInt64?

    /// Looks at the folder.
    package init(_ directory: ArchiveDirectory) {
        content = Self.content(directory)
        lastTime = content == .archive ? SQLiteBlockStore.lastTime(at: directory.logPath) : nil
        writer = LockTable.holder(of: directory.lockPath)
        existingFolder = Self.existingFolder(directory.path)
        isWritable = DurableFile.allows(W_OK | X_OK, at: existingFolder)
        freeBytes = Self.freeBytes(existingFolder)
    }

    private static func content(_ directory: ArchiveDirectory) -> Content {
        do {
            switch try directory.standing() {
            case .nothing: return .nothing
            case .somethingElse: return .unusable("\(ArchiveError.notAnArchive(directory.path))")
            case .archive:
                try SQLiteBlockStore.checkHeader(directory.logPath)
                return .archive
            }
        } catch {
            return .unusable("\(error)")
        }
    }

    private static func existingFolder(_ path: String) -> String {
        let absolute = URL(fileURLWithPath: path).standardizedFileURL.path
        let folders = sequence(first: absolute) { $0 == "/" ? nil : ($0 as NSString).deletingLastPathComponent }
        return folders.first { FileManager.default.fileExists(atPath: $0) } ?? "/"
    }

    private static func freeBytes(_ folder: String) -> UInt64? {
        var room = statvfs()
        guard statvfs(folder, &room) == 0 else { return nil }
        return UInt64(room.f_bavail) * UInt64(room.f_frsize)
    }
}

/// The operating system's list of locks: reading it takes none, so that a starting writer is never in its way.
private enum LockTable {
    /// The process that holds the lock on a file, where this machine shows it to us.
    static func holder(of path: String) -> Int32? {
        var file = stat()
        guard stat(path, &file) == 0, let table = try? String(contentsOfFile: "/proc/locks", encoding: .utf8) else {
            return nil
        }
        return table.split(separator: "\n").lazy.compactMap { process(in: $0, inode: UInt64(file.st_ino)) }.first
    }

    /// `1: FLOCK  ADVISORY  WRITE 708 08:02:13107 0 EOF`. The device may be another one than files seem to lie on.
    private static func process(in line: Substring, inode: UInt64) -> Int32? {
        let words = line.split(separator: " ")
        guard words.count >= 6, words[1] == "FLOCK", words[3] == "WRITE",
            words[5].split(separator: ":").last.flatMap({ UInt64($0) }) == inode
        else { return nil }
        return Int32(words[4])
    }
}
