import Archive
import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing

/// An archive with sealed blocks and frames, of `events` events behind the first one.
struct SampleArchive {
    let folder: TemporaryFolder
    let directory: ArchiveDirectory

    init(events: Int, size: Int = 300, origin: String = "test.example/log") async throws {
        folder = try TemporaryFolder()
        directory = ArchiveDirectory(folder.file("archive"))
        try await append(0..<events, size: size, origin: origin)
    }

    /// Opens the archive, appends those events in commits of 100, and closes it.
    func append(_ numbers: Range<Int>, size: Int = 300, origin: String? = nil) async throws {
        let archive = try await ArchiveWriter.open(directory, origin: origin, at: .testStart)
        for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: 100) {
            let batch = (start..<min(start + 100, numbers.upperBound)).map {
                NewEvent.sample("s\($0 % 7)", $0, size: size)
            }
            _ = try await archive.log.append(batch, at: .testStart.advanced(byMilliseconds: Int64(start) * 1000))
            if start < 300 { try await archive.log.sealFullBlocks() }
        }
        try await archive.close()
    }

    func reader() throws -> ArchiveReader { try ArchiveReader(directory) }

    func snapshot(_ name: String = "snapshot") throws -> String {
        let path = folder.file(name)
        _ = try ArchiveSnapshot(reader()).write(to: path)
        return path
    }

    /// Takes the log away, as a failed disk does.
    func loseLog() throws { try FileManager.default.removeItem(atPath: directory.logPath) }

    /// Names of all files of the archive.
    func files() throws -> [String] { try FileManager.default.subpathsOfDirectory(atPath: directory.path).sorted() }

    /// Lines of all events of the log in that file.
    static func lines(of path: String) throws -> [[UInt8]] {
        var lines: [[UInt8]] = []
        try LogReader(SQLiteBlockStore.open(at: path, access: .reading)).forEachChunk(from: .first) { events in
            lines += events.map { [UInt8]($0.line) }
            return true
        }
        return lines
    }

    /// Runs SQL on a log's file as someone would who knows how to take triggers away and put them back.
    static func tamper(_ path: String, _ statements: String...) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            let triggers = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
            for sql in statements { try database.execute(sql: sql) }
            for trigger in triggers { try database.execute(sql: trigger["sql"]) }
        }
        try queue.close()
    }
}

extension SampleArchive {
    /// Appends a `data-erased` event with those ranges, as JSON, and gives its position.
    @discardableResult
    func recordErasure(of positions: String) async throws -> Int {
        try await record(
            .dataErased,
            #"{"positions":\#(positions),"ground":"GDPR 17","actor":"dpo","approved_by":null,"purpose":"p"}"#)
    }

    /// Appends an event of the archive's own stream, and gives its position.
    @discardableResult
    func record(_ type: EventType, _ data: String) async throws -> Int {
        let archive = try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        let event = NewEvent(type: type, subject: "archive", data: Array(data.utf8))
        let position = try #require(try await archive.log.append([event], at: .testStart).events.first?.position)
        try await archive.close()
        return Int(position.number)
    }

    /// Rewrites the log as somebody can who has no key.
    func rewrite(_ change: (inout RewrittenLog) throws -> Void) throws {
        var log = try RewrittenLog(directory.logPath)
        try change(&log)
        try log.write(to: directory.logPath)
    }

    /// What the whole verification says, and the quick one.
    func reports() throws -> (whole: Verifier.Report, quick: Verifier.Report) {
        (try Verifier(directory).verify(), try Verifier(directory).verifyQuickly())
    }
}

extension Verifier.Report {
    /// Code and place of each finding.
    var places: [String] { findings.map { "\($0.code.rawValue) \($0.place)" } }
}
