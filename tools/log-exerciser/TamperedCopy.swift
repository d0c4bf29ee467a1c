import Archive
import Foundation
import GRDB

/// A copy of an archive at rest that is tampered with again and again, each time from the same bytes.
struct TamperedCopy {
    let directory: ArchiveDirectory
    private let log: Data
    private let headNote: Data

    /// Copies the log and `head.note` of `original`, an archive that nobody has open, beside it.
    init(of original: ArchiveDirectory) throws {
        let files = FileManager.default
        let writeAhead = try? files.attributesOfItem(atPath: original.logPath + "-wal")[.size] as? Int
        guard (writeAhead ?? 0) == 0 else {
            throw ExerciseFailure(description: "\(original.path) is not at rest: it has a write-ahead log")
        }
        directory = ArchiveDirectory(original.path + "-tampered-\(ProcessInfo.processInfo.processIdentifier)")
        log = try Data(contentsOf: URL(fileURLWithPath: original.logPath))
        headNote = try Data(contentsOf: URL(fileURLWithPath: original.headNotePath))
        try files.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        try restore()
    }

    func remove() { try? FileManager.default.removeItem(atPath: directory.path) }

    /// Size of the log's file in bytes.
    var fileSize: Int { log.count }
    /// Size of `head.note` in bytes.
    var headNoteSize: Int { headNote.count }

    /// What is in the copy as long as nobody has touched it.
    func rows<Value>(_ read: (Database) throws -> Value) throws -> Value {
        let queue = try open()
        defer { try? queue.close() }
        return try queue.read(read)
    }

    /// What the verifier says once `tamper` changed the rows: an error or its first finding; nil where it noticed
    /// nothing. The triggers are away meanwhile, and back again afterwards.
    func verdict(onRows tamper: (Database) throws -> Void) throws -> String? {
        defer { try? restore() }
        let queue = try open()
        try queue.write { database in
            let triggers = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
            try tamper(database)
            for trigger in triggers { try database.execute(sql: trigger["sql"]) }
        }
        try queue.close()
        return verdict()
    }

    /// The same after one bit of the log's file was flipped.
    func verdict(onFileBit bit: Int) throws -> String? {
        defer { try? restore() }
        try log.flipped(bit).write(to: URL(fileURLWithPath: directory.logPath))
        return verdict()
    }

    /// The same with another `head.note`.
    func verdict(onHeadNote change: (Data) -> Data) throws -> String? {
        defer { try? restore() }
        try change(headNote).write(to: URL(fileURLWithPath: directory.headNotePath))
        return verdict()
    }

    /// What the verifier says of the copy as it is.
    func verdict() -> String? {
        do {
            let report = try Verifier(ArchiveReader(directory)).verify()
            let finding = report.findings.first.map { "\($0.code.rawValue) \($0.place): \($0.message)" }
            return finding ?? report.failure?.description
        } catch {
            return "\(error)"
        }
    }

    private func restore() throws {
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: directory.logPath + suffix) }
        try log.write(to: URL(fileURLWithPath: directory.logPath))
        try headNote.write(to: URL(fileURLWithPath: directory.headNotePath))
    }

    private func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = OFF") }
        return try DatabaseQueue(path: directory.logPath, configuration: configuration)
    }
}

extension Data {
    /// With the bit of that number turned over, counted from the lowest bit of the first byte.
    func flipped(_ bit: Int) -> Data {
        var changed = self
        changed[startIndex + bit / 8] ^= 1 << UInt8(bit % 8)
        return changed
    }
}
