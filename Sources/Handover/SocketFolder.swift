import Archive
import EventStorage
import Foundation
import Synchronization

/// The archive's folder, held open. A socket's address has room for 107 bytes; through the open folder it is short,
/// however long the folder's own path is.
final class SocketFolder: Sendable {
    private let descriptor: Int32
    /// The socket that was published: another writer's may have its name by now.
    private let published = Mutex<SocketIdentity?>(nil)

    init(_ directory: ArchiveDirectory) throws(SystemError) {
        descriptor = open(directory.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open \(directory.path)") }
    }

    /// The one that its writer holds, wherever its path leads by now.
    init(_ held: HeldFolder) throws(SystemError) {
        descriptor = try held.opened()
    }

    deinit {
        close(descriptor)
    }

    /// Where commands connect, as long as this value lives.
    var address: String { path(ArchiveDirectory.socketName) }

    /// Where the server binds, before anyone is to connect.
    var unpublishedAddress: String { path(ArchiveDirectory.unpublishedSocketName) }

    private func path(_ name: String) -> String { "/proc/self/fd/\(descriptor)/\(name)" }

    /// Takes away a socket that did not get its name: a crash may leave one behind, and nobody could bind there.
    func clear() throws(SystemError) { try remove(ArchiveDirectory.unpublishedSocketName) }

    /// Gives the bound socket its name, in the place of one that a crash left behind. Under that name it is the owner's
    /// alone from the first moment on.
    func publish() throws(SystemError) {
        let (unpublished, name) = (ArchiveDirectory.unpublishedSocketName, ArchiveDirectory.socketName)
        guard fchmodat(descriptor, unpublished, 0o600, 0) == 0 else { throw SystemError("protect \(unpublished)") }
        guard renameat(descriptor, unpublished, descriptor, name) == 0 else {
            throw SystemError("rename \(unpublished)")
        }
        let own = identity
        published.withLock { $0 = own }
    }

    /// Takes the socket away, unless another one has its name by now.
    func withdraw() throws(SystemError) {
        guard let own = published.withLock({ $0 }), own == identity else { return }
        try remove(ArchiveDirectory.socketName)
    }

    /// The socket that has its name now.
    private var identity: SocketIdentity? { SocketIdentity(at: address) }

    private func remove(_ name: String) throws(SystemError) {
        guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else { throw SystemError("remove \(name)") }
    }
}

/// Which socket lies in an archive's folder: another writer makes another one.
struct SocketIdentity: Hashable {
    private let device: dev_t
    private let inode: ino_t
    private let seconds: Int
    private let nanoseconds: Int

    /// The socket that has its name now; nil where there is none.
    init?(in directory: ArchiveDirectory) { self.init(at: "\(directory.path)/\(ArchiveDirectory.socketName)") }

    /// The socket at `path`; nil where there is none.
    init?(at path: String) {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return nil }
        (device, inode) = (facts.st_dev, facts.st_ino)
        (seconds, nanoseconds) = (facts.st_ctim.tv_sec, facts.st_ctim.tv_nsec)
    }
}
