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
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let error = SystemError("lock \(directory.lockPath)")
            close(descriptor)
            throw isTaken ? ArchiveError.locked(directory.path) : ArchiveError.unusable("\(error)")
        }
    }

    deinit {
        close(descriptor)
    }
}
