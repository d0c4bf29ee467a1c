import Foundation

/// Small files that are replaced whole: written beside, synced, renamed, the folder synced.
package enum DurableFile {
    /// Puts `bytes` in the place of the file at `path`, readable by its owner only.
    package static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
        try HeldFolder(folder(of: path)).replace((path as NSString).lastPathComponent, with: bytes)
    }

    /// Writes all of `bytes`, however many calls that takes; `name` stands in the error.
    package static func writeAll(_ bytes: [UInt8], to descriptor: Int32, _ name: String) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw SystemError("write \(name)") }
            rest = rest.dropFirst(written)
        }
    }

    /// The folder in which `path` lies.
    package static func folder(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        var folder = path
        while folder.hasSuffix("/") { folder.removeLast() }
        folder.removeLast(name.count)
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        return folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder
    }

    /// The bytes of a small file; nil where there is none. A file of more than `limit` bytes is refused, so that what was
    /// put in its place cannot fill the memory.
    package static func read(_ path: String, limit: Int) throws(SystemError) -> [UInt8]? {
        // What is no file has nothing to say: a FIFO without a writer would be waited for without end.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw SystemError("open \(path)")
        }
        defer { close(descriptor) }
        return try readAll(descriptor, limit: limit, path)
    }

    /// All bytes of an open file, at most `limit`; `name` stands in the error.
    static func readAll(_ descriptor: Int32, limit: Int, _ name: String) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = piece.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read \(name)") }
            guard count > 0 else { return bytes }
            bytes += piece.prefix(count)
            guard bytes.count <= limit else { throw SystemError("read \(name)", number: EFBIG) }
        }
    }

    /// Makes the names in the folder of `path` durable.
    package static func syncFolder(of path: String) throws(SystemError) {
        let folder = folder(of: path)
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open \(folder)") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError("sync \(folder)") }
    }
}

/// A call of the system that failed, in the system's words.
package struct SystemError: Error, Sendable, CustomStringConvertible {
    /// What was tried.
    package let what: String
    /// The system's number for the reason.
    package let number: Int32

    package init(_ what: String, number: Int32 = errno) {
        self.what = what
        self.number = number
    }

    package var description: String { "\(what): \(String(cString: strerror(number)))" }
}
