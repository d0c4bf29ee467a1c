import Foundation

/// Which file a name stands for, and whether it was written since: what the system tells of it, links not followed.
package struct FileStamp: Sendable, Hashable {
    /// What tells one file from every other one while it exists.
    package struct Identity: Sendable, Hashable {
        private let device: UInt64
        private let inode: UInt64

        fileprivate init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
        }
    }

    package let identity: Identity
    /// Bytes.
    package let size: Int64
    /// What kind of file it is, in the system's bits.
    private let mode: mode_t
    private let seconds: Int
    private let nanoseconds: Int

    /// The file of that name; nil where there is none. Throws where the system does not tell.
    package init?(_ path: String) throws(SystemError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw SystemError("look at \(path)")
        }
        identity = Identity(status)
        size = Int64(status.st_size)
        mode = status.st_mode
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }

    /// Whether it is a file with bytes of its own, and no folder, link, pipe, socket or device.
    package var isRegular: Bool { mode & S_IFMT == S_IFREG }

    /// What kind of file it is, in words: `a directory`.
    package var kind: String {
        switch mode & S_IFMT {
        case S_IFREG: "a file"
        case S_IFDIR: "a directory"
        case S_IFLNK: "a symbolic link"
        case S_IFIFO: "a FIFO"
        case S_IFSOCK: "a socket"
        default: "a device"
        }
    }
}
