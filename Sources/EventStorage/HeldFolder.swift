import Foundation
import Synchronization

/// Which file it is, whatever it is called.
package struct FileIdentity: Hashable, Sendable {
    private let device: dev_t
    private let inode: ino_t

    init(_ status: stat) {
        (device, inode) = (status.st_dev, status.st_ino)
    }

    /// The file at `path`, links followed; nil where there is none.
    static func of(_ path: String) throws(SystemError) -> FileIdentity? {
        var status = stat()
        if stat(path, &status) == 0 { return FileIdentity(status) }
        guard isMissing(errno) else { throw SystemError("look at \(path)") }
        return nil
    }

    /// Whether a call failed because there is no such file.
    static func isMissing(_ number: Int32) -> Bool { [ENOENT, ENOTDIR, ELOOP].contains(number) }
}

/// An archive's directory, held open by its writer.
///
/// What is read and written through it belongs to that directory, wherever its path leads meanwhile, and follows no
/// link. It knows which files the writer holds, and notices when other files, or none, have their names.
package final class HeldFolder: Sendable {
    /// Where it was opened.
    package let path: String
    private let descriptor: Int32
    private let identity: FileIdentity
    private let kept = Mutex<[String: FileIdentity]>([:])
    private let watched = Mutex<[String: FileIdentity]>([:])

    /// Opens the directory at `path`.
    package init(_ path: String) throws(SystemError) {
        self.path = path
        (descriptor, identity) = try Self.opened(path)
    }

    deinit {
        close(descriptor)
    }

    /// The same directory, for whoever closes this descriptor: no path is opened again.
    package func opened() throws(SystemError) -> Int32 {
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { throw SystemError("open \(path)") }
        return own
    }

    private static func opened(_ path: String) throws(SystemError) -> (Int32, FileIdentity) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open \(path)") }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = SystemError("look at \(path)")
            close(descriptor)
            throw error
        }
        return (descriptor, FileIdentity(status))
    }

    /// The file of that name, links followed; nil where there is none.
    package func identity(of name: String) throws(SystemError) -> FileIdentity? {
        var status = stat()
        if fstatat(descriptor, name, &status, 0) == 0 { return FileIdentity(status) }
        guard FileIdentity.isMissing(errno) else { throw SystemError("look at \(path)/\(name)") }
        return nil
    }

    /// Holds on to the file that has that name now: without it the archive cannot be written.
    package func keep(_ name: String) throws(SystemError) {
        guard let identity = try identity(of: name) else {
            throw SystemError("look at \(path)/\(name)", number: ENOENT)
        }
        kept.withLock { $0[name] = identity }
    }

    /// Watches the file that has that name now: the archive can be written without it. Does nothing where there is none.
    package func watch(_ name: String) throws(SystemError) {
        guard let identity = try identity(of: name) else { return }
        watched.withLock { $0[name] = identity }
    }

    /// The paths of watched files that were removed or replaced; each is news once.
    package func noticeLosses() -> [String] {
        let lost = watched.withLock { $0 }.filter { name, known in
            do { return try identity(of: name) != known } catch { return false }
        }
        watched.withLock { watched in for name in lost.keys { watched[name] = nil } }
        return lost.keys.sorted().map { "\(path)/\($0)" }
    }

    /// Throws ``EventLogError/misplaced(_:)`` where the path leads elsewhere by now, or a name of a file that is held
    /// means another file, or none.
    package func check() throws(EventLogError) {
        let change: String?
        do {
            change = try self.change()
        } catch {
            throw .failing("\(error)")
        }
        if let change { throw .misplaced(change) }
    }

    private func change() throws(SystemError) -> String? {
        let found = try FileIdentity.of(path)
        guard found == identity else {
            return found == nil ? "\(path) was moved or removed" : "\(path) is another directory than the one held"
        }
        for (name, identity) in kept.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            let found = try self.identity(of: name)
            guard found != identity else { continue }
            return found == nil ? "\(path)/\(name) was removed" : "\(path)/\(name) is another file than the one held"
        }
        return nil
    }
}

// MARK: small files

extension HeldFolder {
    /// Puts `bytes` in the place of the file of that name: written beside, synced, renamed, the folder synced. Its owner
    /// may read it, and whoever might read the one before: a group of auditors, say.
    package func replace(_ name: String, with bytes: [UInt8]) throws(SystemError) {
        let staged = name + ".new"
        try write(bytes, to: staged, readableBy: readers(of: name))
        guard renameat(descriptor, staged, descriptor, name) == 0 else { throw SystemError("rename \(path)/\(staged)") }
        guard fsync(descriptor) == 0 else { throw SystemError("sync \(path)") }
    }

    /// Who besides its owner may read a regular file: bits of its mode, and the group that they are for.
    private func readers(of name: String) -> (bits: mode_t, group: gid_t)? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        return (status.st_mode & (S_IRGRP | S_IROTH), status.st_gid)
    }

    /// Lets them read the open file, as far as this process may give it to their group.
    private static func admit(_ readers: (bits: mode_t, group: gid_t)?, to file: Int32) {
        guard let readers, readers.bits != 0 else { return }
        var (bits, status) = (readers.bits, stat())
        guard fstat(file, &status) == 0 else { return }
        if status.st_gid != readers.group, fchown(file, uid_t.max, readers.group) != 0 { bits &= ~S_IRGRP }
        // What forbids it leaves the file to its owner alone.
        _ = fchmod(file, 0o600 | bits)
    }

    private func write(
        _ bytes: [UInt8], to name: String, readableBy readers: (bits: mode_t, group: gid_t)?
    ) throws(SystemError) {
        let descriptor = try create(name)
        defer { close(descriptor) }
        Self.admit(readers, to: descriptor)
        try DurableFile.writeAll(bytes, to: descriptor, "\(path)/\(name)")
        guard fsync(descriptor) == 0 else { throw SystemError("sync \(path)/\(name)") }
    }

    /// A file of that name that was not there before. What a crash, or anybody else, left under it is removed, and never
    /// written through.
    private func create(_ name: String) throws(SystemError) -> Int32 {
        for _ in 0..<2 {
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let created = openat(descriptor, name, flags, 0o600)
            if created >= 0 {
                DurableFile.giveToFolderOwner(created, "\(path)/\(name)")
                return created
            }
            guard errno == EEXIST else { break }
            guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else {
                throw SystemError("remove \(path)/\(name)")
            }
        }
        throw SystemError("open \(path)/\(name)")
    }

    /// The bytes of the regular file of that name; nil where there is nothing. A link, a pipe, a directory and a file of
    /// more than `limit` bytes are errors.
    package func read(_ name: String, limit: Int) throws(SystemError) -> [UInt8]? {
        // A pipe would keep whoever opens it waiting for a writer.
        let file = openat(descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemError("open \(path)/\(name)")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw SystemError("look at \(path)/\(name)") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemError("read \(path)/\(name)", number: EINVAL) }
        return try DurableFile.readAll(file, limit: limit, "\(path)/\(name)")
    }

    /// Removes the file of that name, if there is one.
    package func remove(_ name: String) throws(SystemError) {
        guard unlinkat(descriptor, name, 0) == 0 || errno == ENOENT else { throw SystemError("remove \(path)/\(name)") }
    }

    /// Opens the file of that name to be locked, and makes it where there is none; a link is an error.
    package func openLock(_ name: String) throws(SystemError) -> Int32 {
        let file = openat(descriptor, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SystemError("open \(path)/\(name)") }
        return file
    }

    /// Whether that name means the open file.
    package func names(_ name: String, _ file: Int32) throws(SystemError) -> Bool {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw SystemError("look at \(path)/\(name)") }
        return try identity(of: name) == FileIdentity(status)
    }
}
