import AlarmHistory
import AltaAPI
import ArchiveEvents
import EventStorage
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Polling

/// The way back into the past, against vendors of every kind, and stopped after any number of answers.
@Suite("Backfill")
struct BackfillTests {
    private static let since = Instant.testStart.advanced(byMilliseconds: -3 * 86_400_000)

    /// Twenty alerts, one every three hours.
    private static func vendor(_ paging: PagedVendor.Paging) -> PagedVendor {
        var vendor = PagedVendor(length: 20, pageSize: 4, paging: paging)
        vendor.spacing = 3 * 3_600_000
        return vendor
    }

    @Test(
        "reads everything where the vendor has pages or windows, with no earlier look to speak of",
        arguments: [PagedVendor.Paging.offset, .cursor, .windows])
    func everything(paging: PagedVendor.Paging) async throws {
        let world = try await BackfillWorld(Self.vendor(paging), since: Self.since)
        let result = try await world.run()
        #expect(result.shortfall == nil)
        #expect(result.alerts == 20)
        let events = try world.test.events().filter { $0.type == .recordSeen }
        #expect(try world.alerts() == Set((0..<20).map(String.init)))
        #expect(events.allSatisfy { $0.since == nil })
        #expect(events.filter { $0.subject.hasPrefix("hq/zone-logs/") }.count == 2)
    }

    @Test(
        "goes back up where rows leave the list between two of its pages, and skips none", arguments: [1, 2, 3, 4, 9])
    func leavingRows(removed: Int) async throws {
        var vendor = Self.vendor(.offset)
        vendor.removedAfterFirst = removed
        let world = try await BackfillWorld(vendor, since: Self.since)
        let result = try await world.run()
        #expect(result.shortfall == nil)
        #expect(
            try world.alerts() == Set((0..<20).map(String.init)).subtracting((4..<max(4, removed)).map(String.init)))
    }

    @Test(
        "says what it could not have where the vendor knows neither pages nor windows",
        arguments: [PagedVendor.Paging.ignoredOffset, .ignoredCursor, .ignoredWindows, .emptyWindows])
    func shortfall(paging: PagedVendor.Paging) async throws {
        let world = try await BackfillWorld(Self.vendor(paging), since: Self.since)
        let result = try await world.run()
        #expect(result.shortfall != nil)
        #expect(result.alerts == 4)
        #expect(world.asked.withLock { $0 } < 10, "and does not ask for ever")
    }

    @Test(
        "goes on after it was stopped behind any answer, and comes to the same end",
        arguments: [PagedVendor.Paging.offset, .cursor, .windows, .ignoredWindows])
    func resumed(paging: PagedVendor.Paging) async throws {
        let whole = try await BackfillWorld(Self.vendor(paging), since: Self.since)
        let expected = try await whole.run()
        for stop in 1..<whole.asked.withLock({ $0 }) {
            let world = try await BackfillWorld(Self.vendor(paging), since: Self.since)
            world.stopAfter.withLock { $0 = stop }
            await #expect(throws: (any Error).self) { try await world.run() }
            world.stopAfter.withLock { $0 = .max }
            let result = try await world.run()
            #expect(result.shortfall == nil || expected.shortfall != nil, "stopped after \(stop)")
            #expect((result.shortfall == nil) == (expected.shortfall == nil), "stopped after \(stop)")
            #expect(try world.contents() == whole.contents(), "stopped after \(stop)")
            let size = try world.test.events().count
            let again = try await world.run()
            #expect(again.events == 0)
            #expect(try world.test.events().count == size, "the same content again adds nothing")
        }
    }

    @Test("says from when on it was shown, where the vendor shows nothing of the first part of the period")
    func retention() async throws {
        let since = Instant.testStart.advanced(byMilliseconds: -95 * 86_400_000)
        let world = try await BackfillWorld(Self.vendor(.offset), since: since)
        let result = try await world.run()
        #expect(result.alerts == 20)
        let oldest = try #require(result.oldest)
        #expect(try #require(result.shortfall).contains("no alert that began before \(oldest), for the 92 days"))
        // Twenty alerts in 57 hours: three days without one say nothing, two weeks do.
        for (days, isShort) in [(5, false), (16, true)] {
            let since = Instant.testStart.advanced(byMilliseconds: Int64(-days) * 86_400_000)
            let result = try await BackfillWorld(Self.vendor(.windows), since: since).run()
            #expect((result.shortfall != nil) == isShort, "\(days): \(result.shortfall ?? "")")
        }
    }

    @Test("counts the alarms of which only the logs of zones tell")
    func unlisted() async throws {
        let world = try await BackfillWorld(Self.vendor(.offset), since: Self.since)
        let inside = Self.since.advanced(byMilliseconds: 1000)
        let entries =
            [("alarm_started", "3", inside), ("alarm_started", "old", inside), ("ended", "other", inside)]
            + [("alarm_started", "older", Self.since.advanced(byMilliseconds: -1000))]
        world.log.withLock { log in
            log = entries.map { #"{"action":"\#($0)","alert_guid":"\#($1)","time":\#($2.milliseconds)}"# }
                .joined(separator: ",")
        }
        let result = try await world.run()
        let words = "the logs of zones tell of 2 alarms that no list shows, back to \(inside)"
        #expect(result.shortfall == words, "one in each of two zones: \(result.shortfall ?? "none")")
    }

    @Test("passes over a log that cannot be read, records what can be of one with a broken entry, and says so")
    func damaged() async throws {
        let world = try await BackfillWorld(Self.vendor(.offset), since: Self.since)
        world.log.withLock { $0 = #"{"action":"armed"},{"action":NaN}"# }
        let result = try await world.run()
        #expect(try #require(result.shortfall).contains("1 of 2 elements of the list cannot be read"))
        let kinds = try world.test.events().filter { $0.subject.hasPrefix("hq/zone-logs/") }.map(\.type)
        #expect(kinds.filter { $0 == .recordSeen }.count == 2 && kinds.contains(.recordUnreadable))
        let other = try await BackfillWorld(Self.vendor(.offset), since: Self.since)
        other.log.withLock { $0 = #"{"action":"# }
        #expect(try await other.run().shortfall?.contains("not JSON") == true)
        #expect(try other.alerts().count == 20)
    }

    @Test(
        "begins anew whatever its note holds",
        arguments: [
            "", "\u{0}", "[]", String(repeating: "[", count: 100_000), #"{"period":7}"#,
            Self.period(#""windows":[{"from":"0001-01-01T00:00:00Z","until":"9999-12-31T23:59:59Z"}]"#),
            Self.period(#""windows":[{"from":"2026-11-22T00:00:00Z","until":"2026-11-21T00:00:00Z"}]"#),
            Self.period(#""windows":[9223372036854775807]"#), Self.period(#""windows":{}"#),
            Self.period(#""zones":[1]"#),
            Self.period(#""zones":["\#(String(repeating: "z", count: 100_000))"]"#),
            Self.period(#""shortfall":"\u001b[2J""#),
        ])
    func hostileNotes(note: String) async throws {
        let world = try await BackfillWorld(Self.vendor(.offset), since: Self.since)
        let path = world.test.folder.file("backfill.json")
        try note.write(toFile: path, atomically: false, encoding: .utf8)
        let result = try await world.run()
        #expect(result.shortfall == nil && result.alerts == 20)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// A note of the period that is read here, with a further member.
    private static func period(_ member: String) -> String {
        #"{"period":{"from":"\#(since)","until":"\#(Instant.testStart)"},\#(member)}"#
    }

    @Test("passes over a zone that is gone meanwhile")
    func vanishedZone() async throws {
        let world = try await BackfillWorld(Self.vendor(.offset), since: Self.since)
        world.goneZone.withLock { $0 = "z2" }
        let result = try await world.run()
        #expect(result.shortfall == nil)
        let logs = try world.test.events().filter { $0.subject.hasPrefix("hq/zone-logs/") }
        #expect(logs.map(\.subject) == ["hq/zone-logs/z1"])
    }
}

/// A backfill with a log of its own, from a vendor that can be stopped.
private final class BackfillWorld: Sendable {
    let test: TestLog
    let asked = Mutex(0)
    let stopAfter = Mutex(Int.max)
    private let stop = Mutex<(@Sendable () -> Void)?>(nil)
    let goneZone = Mutex("")
    /// The entries of each zone's log.
    let log = Mutex(#"{"action":"armed"}"#)
    private let eventLog: EventLog
    private let vendor: PagedVendor
    private let since: Instant
    private let clock = ManualClock(.testStart)

    init(_ vendor: PagedVendor, since: Instant) async throws {
        test = try TestLog(.memory)
        eventLog = try await test.create()
        self.vendor = vendor
        self.since = since
    }

    func run() async throws -> BackfillResult {
        let transport = ScriptedTransport { request throws(TransportError) in
            if request.method == .post { return .signedIn }
            return self.answer(request.path)
        }
        let client = AltaClient(
            deployment: "hq", credentials: Credentials(username: "u", password: "p"), transport: transport,
            clock: clock, reader: AnswerReader(redaction: SecretRedaction(key: [1])))
        var configuration = Backfill.Configuration(
            deployment: "hq", since: since, note: NoteFile(path: test.folder.file("backfill.json")))
        configuration.until = .testStart
        let backfill = Backfill(
            configuration: configuration, client: client, log: eventLog, reader: try test.reader(), clock: clock,
            logger: .silent)
        // The task of the run is the one that is stopped, not the test's.
        let (starts, start) = AsyncStream.makeStream(of: Void.self)
        let run = Task {
            for await _ in starts { break }
            return try await backfill.run()
        }
        stop.withLock { $0 = { run.cancel() } }
        start.yield()
        return try await run.value
    }

    /// The ids of the alerts in the log.
    func alerts() throws -> Set<String> {
        Set(try test.events().compactMap { RecordStream(subject: $0.subject) }.filter { $0.kind == "alerts" }.map(\.id))
    }

    /// What is in the log, in whatever order.
    func contents() throws -> [String] {
        try test.events().filter { $0.type == .recordSeen || $0.type == .recordChanged }
            .map { "\($0.subject) \(String(decoding: $0.data ?? [], as: UTF8.self))" }.sorted()
    }

    private func answer(_ path: String) -> HTTPAnswer {
        let count = asked.withLock { asked in
            asked += 1
            return asked
        }
        if count >= stopAfter.withLock({ $0 }) {
            stopAfter.withLock { $0 = .max }
            asked.withLock { $0 = 0 }
            stop.withLock { $0 }?()
        }
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        switch parts[0] {
        case "/api/v1/alerts": return .ok(list(parts.count > 1 ? parts[1] : ""))
        case "/api/v1/alarmZones": return .ok(#"[{"id":"z1"},{"id":"z2"}]"#)
        case "/api/v1/alarmZones/\(goneZone.withLock { $0 })/logs": return .status(404)
        default: return .ok("[\(log.withLock { $0 })]")
        }
    }

    private func list(_ query: String) -> String {
        let items = query.split(separator: "&").map { $0.split(separator: "=").map(String.init) }
        let values = Dictionary(items.map { ($0[0], $0[1].replacing("%3A", with: ":")) }) { first, _ in first }
        var part = ListPart()
        if let from = values["start"].flatMap({ Instant(rfc3339: $0) }),
            let until = values["end"].flatMap({ Instant(rfc3339: $0) })
        {
            part.window = ListPart.Window(from: from, until: until)
        }
        if let offset = values["offset"].flatMap({ Int($0) }) { part.continuation = .offset(offset) }
        if let cursor = values["cursor"] { part.continuation = .cursor(cursor) }
        return vendor.body(part)
    }
}

extension PagedVendor {
    /// An answer's bytes.
    fileprivate func body(_ part: ListPart) -> String {
        let shown = answer(to: part, isFirst: part == ListPart())
        let rows = shown.rows.map { #"{"guid":"\#($0)","start_time":\#(began($0).milliseconds)}"# }
        let list = rows.joined(separator: ",")
        switch shown.remainder?.next {
        case .cursor(let mark): return #"{"data":[\#(list)],"next_cursor":"\#(mark)"}"#
        case .offset: return #"{"data":[\#(list)],"total":\#(length)}"#
        // A mark too long to be handed back: there is more, and no way to ask for it.
        case nil where shown.remainder != nil:
            return #"{"data":[\#(list)],"next_cursor":"\#(String(repeating: "x", count: 2000))"}"#
        case nil: return "[\(list)]"
        }
    }
}
