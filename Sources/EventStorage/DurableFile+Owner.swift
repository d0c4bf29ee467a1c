import Foundation

/// An archive belongs to the owner of its folder, whoever runs a command on it: a file that root makes there would lock the
/// service's own user out.
extension DurableFile {
    /// Whether this process may do that (`R_OK`, `W_OK`, `X_OK`) with what lies at `path`. By its effective rights, as
    /// opening goes by: `access` leaves out capabilities that a service was given.
    package static func allows(_ rights: Int32, at path: String) -> Bool {
        faccessat(AT_FDCWD, path, rights, AT_EACCESS) == 0
    }

    /// Whether this process can make files beside `path` that the folder's owner can use: as that owner, or as root, who
    /// gives them away.
    package static func canMakeFiles(besides path: String) -> Bool {
        let folder = folder(of: path)
        var status = stat()
        guard allows(W_OK | X_OK, at: folder), stat(folder, &status) == 0 else { return false }
        return geteuid() == 0 || geteuid() == status.st_uid
    }

    /// Makes an empty file at `path`, where there must be nothing: for its folder's owner alone.
    package static func makeEmpty(_ path: String) throws(SystemError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("make \(path)") }
        defer { close(descriptor) }
        guard giveToFolderOwner(descriptor, path) else {
            let error = SystemError("give \(path) to the owner of its directory")
            unlink(path)
            throw error
        }
    }

    /// Gives an open file the owner and the group of the folder in which `path` lies, as far as this process may: root
    /// alone. Whether it belongs to that owner now.
    @discardableResult
    package static func giveToFolderOwner(_ descriptor: Int32, _ path: String) -> Bool {
        var (folder, file) = (stat(), stat())
        guard stat(self.folder(of: path), &folder) == 0, fstat(descriptor, &file) == 0 else { return false }
        guard geteuid() == 0 else { return file.st_uid == folder.st_uid }
        guard file.st_uid != folder.st_uid || file.st_gid != folder.st_gid else { return true }
        return fchown(descriptor, folder.st_uid, folder.st_gid) == 0
    }
}
