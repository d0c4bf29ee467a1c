import EventStorage
import Foundation

/// The one writer's lock: held by the operating system, so it dies with the process however that ends.
final class WriterLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock, or throws at once where another process has it.
    convenience init(_ directory: ArchiveDirectory) throws {
        try self.init(in: directory.held())
    }

    /// Takes the lock of the archive in `folder`, or throws at once where another process has it.
    init(in folder: HeldFolder) throws {
        do {
            descriptor = try folder.openLock(Self.name)
        } catch let error where error.number == ELOOP {
            throw ArchiveError.unusable("\(folder.path)/\(Self.name) is a link; remove it, and try again")
        } catch {
            throw ArchiveError.unusable("\(error); check who owns the archive's directory")
        }
        DurableFile.giveToFolderOwner(descriptor, "\(folder.path)/\(Self.name)")
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let isTaken = errno == EWOULDBLOCK
            let error = SystemError("lock \(folder.path)/\(Self.name)")
            throw isTaken ? ArchiveError.locked(folder.path) : ArchiveError.unusable("\(error)")
        }
        // A file that another one removed meanwhile, with the folder that it had made, locks nobody out.
        guard (try? folder.names(Self.name, descriptor)) == true, (try? folder.check()) != nil else {
            throw ArchiveError.locked(folder.path)
        }
    }

    // Also where the initialiser throws: all of the value is there by then.
    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    static let name = "lock"
}
