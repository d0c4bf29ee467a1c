import ArchiveEvents
import EventStorage
import Foundation
import TestSupport
import Testing

/// An archive whose events a test chooses.
struct MadeArchive {
    /// When it began.
    static let start = Instant.testStart
    private let test: TestLog

    init(_ batches: [(minute: Int64, events: [NewEvent])] = []) async throws {
        test = try TestLog()
        let log = try await test.create(at: Self.start)
        try Self.writeKeys(test.folder.file("keys"))
        for (minute, events) in batches { _ = try await log.append(events, at: Self.minute(minute)) }
        try await log.close()
    }

    /// A file of its folder.
    func file(_ name: String) -> String { test.folder.file(name) }

    /// The keys with which a command goes on with the log: that of the log is the signer's.
    private static func writeKeys(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["log", "redaction", "export"] {
            try String(repeating: "07", count: 32).write(
                toFile: "\(folder)/\(name).key", atomically: true, encoding: .utf8)
        }
    }

    /// The archive's folder.
    var path: String { test.folder.path }

    /// So many minutes after it began.
    static func minute(_ number: Int64) -> Instant { start.advanced(byMilliseconds: number * 60_000) }

    /// The answer of a command of `alarm-history`.
    func ask(_ command: String, _ options: String...) throws -> Run { try ask(command, options) }

    /// The answer of a command of `alarm-history`.
    func ask(_ command: String, _ options: [String]) throws -> Run {
        try run(["alarm-history", command] + options + ["--archive", test.folder.path])
    }

    /// Runs SQL on the views, by SQLite's own shell.
    func changeViews(_ sql: String) throws {
        let changed = try run(["/usr/bin/env", "sqlite3", "-bail", path + "/views.sqlite", sql])
        try #require(changed.status == 0, "\(changed.errors)")
    }

    /// Changes the bytes of the views' file, which holds all of them before and after.
    func damageViews(_ change: (inout Data) -> Void) throws {
        try changeViews("PRAGMA wal_checkpoint(TRUNCATE)")
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + "/views.sqlite" + suffix) }
        let file = URL(fileURLWithPath: path + "/views.sqlite")
        var bytes = try Data(contentsOf: file)
        change(&bytes)
        try bytes.write(to: file)
    }

    /// Notes a complete look, as a poller does beside the log.
    func noteLook(_ subject: String, at minute: Int64) throws {
        let look = #"{"subject":"\#(subject)","last_complete":"\#(Self.minute(minute))"}"#
        try #"{"schema_version":1,"log_size":1,"looks":[\#(look)]}"#
            .write(toFile: test.folder.file("watermarks-hq.json"), atomically: true, encoding: .utf8)
    }
}

extension NewEvent {
    /// An event with data spelled out; minutes stand for times as `<n>`.
    static func made(_ type: EventType, _ subject: String, endpoint: String? = nil, _ data: String) -> NewEvent {
        let spelled = data.replacing(/<(\d+)>/) { match in "\"\(MadeArchive.minute(Int64(match.1) ?? 0))\"" }
        return NewEvent(type: type, subject: subject, endpoint: endpoint, data: Array(spelled.utf8))
    }

    /// An alarm of a zone that began at a minute.
    static func alarm(_ guid: String, zone: String, began: Int64) -> NewEvent {
        made(
            .recordSeen, "hq/alerts/\(guid)", endpoint: "alerts",
            #"{"guid":"\#(guid)","alarm_zone_id":"\#(zone)","start_time":<\#(began)>}"#)
    }
}
