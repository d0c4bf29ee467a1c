import EventStorage
import Foundation

/// The folder of one archive, and what lies in it.
package struct ArchiveDirectory: Sendable {
    /// The folder.
    package let path: String

    /// The folder at `path`, whether it exists or not.
    package init(_ path: String) {
        self.path = path
    }

    /// Where the archive is unless it is named: what systemd gives the service, of which it may list several, else
    /// `archive` below the working directory.
    package static func defaultPath(_ environment: [String: String]) -> String {
        environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init) ?? "archive"
    }

    static let logName = "log.sqlite"
    package var logPath: String { file(Self.logName) }
    package var viewsPath: String { file("views.sqlite") }
    package var headNotePath: String { file("head.note") }
    var unfinishedHeadNotePath: String { headNotePath + Self.unfinishedMark }

    /// The name of the file in which the poller of a deployment notes its watermarks.
    static func watermarksName(of deployment: String) -> String { "watermarks-\(deployment).json" }

    /// The name of the file in which the backfill of a deployment notes what is left.
    static func backfillName(of deployment: String) -> String { "backfill-\(deployment).json" }

    /// The folder held open.
    func held() throws(ArchiveError) -> HeldFolder {
        do {
            return try HeldFolder(path)
        } catch {
            throw .unusable("\(error); check who owns the archive's directory")
        }
    }

    /// Where the one writer takes events from commands, while it runs.
    package static let socketName = "socket"
    /// The same socket before anyone is to connect to it.
    package static let unpublishedSocketName = "socket.new"

    var keysPath: String { file("keys") }
    var lockPath: String { file(WriterLock.name) }

    /// Bytes of the log's files.
    package var logBytes: Int {
        ["", "-wal"].reduce(0) { sum, suffix in
            let attributes = try? FileManager.default.attributesOfItem(atPath: logPath + suffix)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    /// Throws unless there is an archive here, whose log may be read.
    package func requireArchive() throws {
        switch try standing() {
        case .archive: break
        case .nothing where try Self.found(path) == nil: throw ArchiveError.missing(path)
        case .nothing: throw ArchiveError.empty(path)
        case .somethingElse: throw ArchiveError.notAnArchive(path)
        }
        // Opening a FIFO could wait for ever, and nothing but a file is a log; what a folder of that name means, the store says.
        var status = stat()
        guard stat(logPath, &status) == 0, [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else {
            throw ArchiveError.notAnArchive(path)
        }
        guard DurableFile.allows(R_OK, at: logPath) else { throw Self.unreadable(logPath) }
    }

    /// Makes the folder, and those above it, so that power loss does not take them away with what is durable in them.
    func make() throws {
        let files = FileManager.default
        let missing = sequence(first: path) { DurableFile.folder(of: $0) }
            .prefix { !files.fileExists(atPath: $0) }
        // The folder may have been left behind by a creation that was cut short before it was durable.
        let folders = Set(missing).union([path])
        do {
            try files.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw ArchiveError.unusable("\(path) cannot be made; check who owns the directory above it")
        }
        for folder in folders { try Self.makeDurable(folder) }
    }

    private static func makeDurable(_ folder: String) throws {
        do {
            try DurableFile.syncFolder(of: folder)
        } catch let error where error.number == EACCES {
            // Who may not read the folder above cannot sync it either.
        }
    }

    /// What is here.
    enum Standing {
        case archive, nothing, somethingElse
    }

    /// What is here. A creation that was cut short counts as nothing.
    func standing() throws -> Standing {
        guard let kind = try Self.found(path) else { return .nothing }
        guard kind == .folder else { return .somethingElse }
        if try Self.found(logPath) != nil { return .archive }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw Self.unreadable(path)
        }
        let own = [WriterLock.name, "keys", Self.socketName, Self.unpublishedSocketName] + Self.unfinishedNames
        let isUnfinished = names.allSatisfy { own.contains($0) }
        return isUnfinished ? .nothing : .somethingElse
    }

    /// What there is of that name; throws where that may not be known.
    private static func found(_ path: String) throws -> DurableFile.Kind? {
        do {
            return try DurableFile.kind(of: path)
        } catch  where error.number == EACCES {
            throw unreadable(path)
        }
    }

    private static func unreadable(_ path: String) -> ArchiveError {
        .unusable("\(path) may not be read; check who owns it and the directories above it, or ask as that user")
    }

    func file(_ name: String) -> String { (path as NSString).appendingPathComponent(name) }

    /// Ends the name of a file that has not got its final one yet.
    static let unfinishedMark = ".new"
    /// All that a creation may leave behind that was cut short. Nothing else is ever taken for a leftover.
    static let unfinishedNames = [
        "log.sqlite.new", "log.sqlite.new-wal", "log.sqlite.new-shm", "log.sqlite.new-journal", "head.note.new",
        "head.note.new.new",
    ]
}

/// Why an archive cannot be used.
package enum ArchiveError: Error, Sendable, CustomStringConvertible {
    case missing(String)
    /// A folder without anything in it.
    case empty(String)
    case notAnArchive(String)
    case locked(String)
    /// Locked for longer than a command waits, by a process that takes no events.
    case occupied(String)
    case unusable(String)
    case noKey(String)

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .missing(let path):
            "there is no archive at \(path); name one with --archive, or let `alarm-archiver run` make it"
        case .empty(let path):
            "there is nothing in \(path) yet: `alarm-archiver run` makes the archive; or name another directory with --archive"
        case .notAnArchive(let path):
            "\(path) is no archive: it holds other files; name another directory with --archive"
        case .locked(let path):
            "the archive at \(path) is in use by another writer; stop that alarm-archiver, or name another archive"
        case .occupied(let path):
            "the archive at \(path) is held by a process that takes no events from commands; wait until it is done, or "
                + "restart that alarm-archiver, and try again"
        case .unusable(let what): what
        case .noKey(let path):
            "the key \(path) is missing: without it nothing can be signed; restore the archive's folder `keys`"
        }
    }
}
