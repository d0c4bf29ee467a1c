import Foundation
package import GRDB
import TransparencyLog

/// A SQLite file with a write-ahead log, read from where SQLite can or must not make the files that it keeps beside it
/// (`-wal`, `-shm`): on a read-only medium, on a full disk, in a folder that belongs to another user.
///
/// Such a file is read without locks, so a writer could change it meanwhile. Where nothing can be made beside it no
/// writer runs here; one that runs elsewhere (the medium is read-only for us alone) is noticed: the caller asks
/// ``isUnchanged`` after each read, and throws away what it has read where the answer is no. That is why nobody is locked
/// out: a question must not keep an archiver from starting.
package struct DetachedFile: Sendable {
    private let path: String
    private let file: FileStamp
    private let writeAhead: FileStamp?

    /// The file of that name as it is now; nil where there is none.
    init?(_ name: String) throws(SystemError) {
        // SQLite keeps the companions beside the file, not beside a link to it.
        guard let resolved = realpath(name, nil) else {
            if errno == ENOENT { return nil }
            throw SystemError("look at \(name)")
        }
        defer { free(resolved) }
        path = String(cString: resolved)
        guard let file = try FileStamp(path) else { return nil }
        self.file = file
        writeAhead = try FileStamp(path + "-wal")
    }

    /// A connection that only reads the file at `path`, in SQLite's own way where that can be had.
    package static func open(
        _ path: String, _ configuration: Configuration
    ) throws -> (queue: DatabaseQueue, detached: DetachedFile?) {
        var obstacle: DatabaseError?
        if !isNeeded(for: path) {
            do {
                return (try DatabaseQueue(path: path, configuration: configuration), nil)
            } catch let error as DatabaseError where canHelp(with: error) {
                obstacle = error
            }
        }
        guard let file = try DetachedFile(path) else {
            throw obstacle ?? DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "there is no \(path)")
        }
        return (try DatabaseQueue(path: file.location, configuration: file.configuration(configuration)), file)
    }

    /// Whether reading `path` in SQLite's own way would make files that the folder's owner could not use.
    private static func isNeeded(for path: String) -> Bool {
        guard !DurableFile.canMakeFiles(besides: path) else { return false }
        // With both companions there nothing is made: their writer runs, or was killed.
        return ["-wal", "-shm"].contains { (try? FileStamp(path + $0)) == nil }
    }

    /// Whether an error of SQLite's may come from a companion that cannot be made.
    private static func canHelp(with error: DatabaseError) -> Bool {
        [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_FULL, .SQLITE_PERM].contains(error.resultCode)
    }

    /// What SQLite opens: a URI.
    private var location: String {
        // Without a write-ahead log the file is whole by itself. Else that is read, too: its index is held in memory, which
        // SQLite does for a connection that shares the file with nobody.
        "file:\(Self.escaped(path))?mode=ro&\(isWhole ? "immutable=1" : "vfs=unix-none")"
    }

    /// `configuration` for ``location``.
    private func configuration(_ configuration: Configuration) -> Configuration {
        guard let preparation else { return configuration }
        var own = configuration
        own.prepareDatabase { try $0.execute(sql: preparation) }
        return own
    }

    /// What a further connection to the same location runs before anything else.
    package var preparation: String? { isWhole ? nil : "PRAGMA locking_mode = EXCLUSIVE" }

    /// Whether neither the file nor its write-ahead log was written, replaced or removed since.
    package var isUnchanged: Bool {
        (try? FileStamp(path)) == file && (try? FileStamp(path + "-wal")) == writeAhead
    }

    /// What to say where it was not; the caller names the file.
    package static let changed =
        "it was written while it was read from a place where SQLite cannot follow that; ask again"

    private var isWhole: Bool { (writeAhead?.size ?? 0) == 0 }

    /// A path as SQLite's URIs have it.
    package static func escaped(_ path: String) -> String {
        path.utf8.map { byte in
            let isPlain = byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            let isWord = isPlain || byte == UInt8(ascii: "_") || Self.isAlphanumeric(byte)
            return isWord ? String(Character(Unicode.Scalar(byte))) : "%" + [byte].hex
        }.joined()
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
