import Foundation

extension DurableFile {
    /// What there may be of a name.
    package enum Kind: Sendable {
        case folder, other
    }

    /// What there is of that name; nil where there is nothing. A disk that does not tell is an error: what cannot be
    /// looked at must never be taken for missing, and be made anew.
    package static func kind(of path: String) throws(SystemError) -> Kind? {
        var status = stat()
        if stat(path, &status) == 0 { return status.st_mode & S_IFMT == S_IFDIR ? .folder : .other }
        guard errno == ENOENT || errno == ENOTDIR else { throw SystemError("look at \(path)") }
        return nil
    }

    /// Whether there is something of that name.
    package static func exists(_ path: String) throws(SystemError) -> Bool { try kind(of: path) != nil }

    /// Gives the file at `staged` the name `path`; fails with `EEXIST` where there is something of that name.
    ///
    /// File systems that know no rename of this kind know links, which never replace anything either; a crash may leave
    /// both names there.
    package static func rename(_ staged: String, to path: String) throws(SystemError) {
        if renameWithoutReplacing(staged, path) { return }
        guard errno != EEXIST, link(staged, path) == 0 else { throw SystemError("name \(path)") }
        unlink(staged)
    }

    /// `renameat2` of Linux, which is looked up by its name: the C library declares it for GNU programs only.
    private static func renameWithoutReplacing(_ old: String, _ new: String) -> Bool {
        typealias Rename = @convention(c) (CInt, UnsafePointer<CChar>, CInt, UnsafePointer<CChar>, CUnsignedInt) -> CInt
        guard let function = dlsym(nil, "renameat2") else {
            errno = ENOSYS
            return false
        }
        return unsafeBitCast(function, to: Rename.self)(AT_FDCWD, old, AT_FDCWD, new, noReplace) == 0
    }

    /// `RENAME_NOREPLACE`.
    private static let noReplace: CUnsignedInt = 1
}
