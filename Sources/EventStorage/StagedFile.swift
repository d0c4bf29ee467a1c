import Foundation

/// A file that appears under its name only when it is whole and durable: staged beside, synced, then given its name.
///
/// What came to have that name meanwhile is never replaced. What is not finished is removed: at once where the work
/// fails, by the next run for the same name where it was killed.
package final class StagedFile {
    /// The name that it gets in the end.
    package let path: String
    /// The unfinished name under which it is written.
    package let stagedPath: String
    private let descriptor: Int32
    private var hasName = false

    /// A file that only its owner may read. `stagedPath` is for those who see to it that only one of them works at a
    /// time; otherwise each process has a name of its own.
    package init(path: String, stagedAt stagedPath: String? = nil) throws {
        guard !FileManager.default.fileExists(atPath: path) else { throw StagedFileError.exists(path) }
        self.path = path
        Self.removeLeftovers(of: path)
        self.stagedPath = stagedPath ?? path + Self.mark + "\(ProcessInfo.processInfo.processIdentifier)"
        // Elsewhere a process of the same number, in another container, may be at work under that name.
        if stagedPath != nil { unlink(self.stagedPath) }
        descriptor = open(self.stagedPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StagedFileError.unwritable(SystemError("write \(path)")) }
        // Tells a later run that this one is still at work.
        flock(descriptor, LOCK_EX | LOCK_NB)
    }

    deinit {
        // The initialiser may have thrown since another one is at work under that name: nothing of that is ours.
        guard descriptor >= 0 else { return }
        if !hasName { unlink(stagedPath) }
        close(descriptor)
    }

    /// Adds bytes at the end.
    package func write(_ bytes: [UInt8]) throws {
        do {
            try DurableFile.writeAll(bytes, to: descriptor, path)
        } catch {
            throw StagedFileError.unwritable(error)
        }
    }

    /// Bytes written so far, by whatever way.
    package var size: Int { Int(lseek(descriptor, 0, SEEK_END)) }

    /// Makes durable what was written so far, by whatever way.
    package func sync() throws {
        guard fsync(descriptor) == 0 else { throw StagedFileError.unwritable(SystemError("sync \(path)")) }
    }

    /// Syncs the file, gives it its name and makes that durable, too.
    package func finish() throws {
        try sync()
        try takeName()
        hasName = true
        do {
            try DurableFile.syncFolder(of: path)
        } catch {
            unlink(path)
            throw StagedFileError.unwritable(error)
        }
    }

    private func takeName() throws {
        do {
            try DurableFile.rename(stagedPath, to: path)
        } catch {
            throw error.number == EEXIST ? StagedFileError.exists(path) : .unwritable(error)
        }
    }

    /// Removes what killed runs left behind, which nobody has locked any more.
    private static func removeLeftovers(of path: String) {
        let folder = DurableFile.folder(of: path)
        let start = (path as NSString).lastPathComponent + mark
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(start) && name.dropFirst(start.count).allSatisfy(\.isNumber) {
            let leftover = (folder as NSString).appendingPathComponent(name)
            let descriptor = open(leftover, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                for suffix in SQLiteBlockStore.companions + [""] { unlink(leftover + suffix) }
            }
            close(descriptor)
        }
    }

    private static let mark = ".partial-"
}

/// Why a file cannot be written.
package enum StagedFileError: Error, Sendable, CustomStringConvertible {
    case exists(String)
    case unwritable(SystemError)

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .exists(let path): "\(path) exists and is not replaced; name another file"
        case .unwritable(let error) where error.number == ENOSPC: "\(error); make room, or name a file on another disk"
        case .unwritable(let error): "\(error); check the name, and that its folder exists and may be written to"
        }
    }
}
