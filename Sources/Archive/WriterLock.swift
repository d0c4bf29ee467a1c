import EventStorage
import Foundation

/// The one writer's lock: held by the operating system, so it dies with the process however that ends.
final class WriterLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, or throws at once where another process has it.
    init(_ directory: ArchiveDirectory) throws {
        descriptor = open(directory.lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ArchiveError.unusable("\(SystemError(directory.lockPath)); check who owns the archive's directory")
        }
        DurableFile.giveToFolderOwner(descriptor, directory.lockPath)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let error = SystemError("lock \(directory.lockPath)")
            throw isTaken ? ArchiveError.locked(directory.path) : ArchiveError.unusable("\(error)")
        }
        guard isStillNamed(directory.lockPath) else {
            throw ArchiveError.locked(directory.path)
        }
    }

    /// A file that another one removed meanwhile, with the folder that it had made, locks nobody out.
    private func isStillNamed(_ path: String) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
            && held.st_dev == named.st_dev
    }

    // Also where the initialiser throws: all of the value is there by then.
    deinit {
        if descriptor >= 0 { close(descriptor) }
    }
}
