import EventStorage
import Foundation

/// A file that appears under its name only when it is whole and durable: staged beside, synced, then linked there.
final class StagedFile {
    private let path: String
    private let staged: String
    private let descriptor: Int32

    init(path: String) throws {
        self.path = path
        staged = path + ".partial-\(ProcessInfo.processInfo.processIdentifier)"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw LookupFailure(description: "\(path) exists and is not replaced; name another file with --output")
        }
        descriptor = open(staged, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open \(staged)") }
    }

    deinit {
        close(descriptor)
        unlink(staged)
    }

    func write(_ bytes: [UInt8]) throws {
        try DurableFile.writeAll(bytes, to: descriptor, staged)
    }

    /// A link, unlike a rename, never replaces what came there meanwhile.
    func finish() throws {
        guard fsync(descriptor) == 0 else { throw SystemError("sync \(staged)") }
        guard link(staged, path) == 0 else { throw SystemError("link \(path)") }
    }
}
