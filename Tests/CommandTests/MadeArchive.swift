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
        for (minute, events) in batches { _ = try await log.append(events, at: Self.minute(minute)) }
        try await log.close()
    }

    /// Where it is.
    var path: String { test.folder.path }

    /// A file of its folder.
    func file(_ name: String) -> String { test.folder.file(name) }

    /// So many minutes after it began.
    static func minute(_ number: Int64) -> Instant { start.advanced(byMilliseconds: number * 60_000) }

    /// The answer of a command of `alarm-history`.
    func ask(_ command: String, _ options: String...) throws -> Run { try ask(command, options) }

    /// The answer of a command of `alarm-history`.
    func ask(_ command: String, _ options: [String]) throws -> Run {
        try run(["alarm-history", command] + options + ["--archive", test.folder.path])
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
