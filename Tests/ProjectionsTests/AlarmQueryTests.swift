import AlarmHistory
import ArchiveEvents
import EventStorage
import Projections
import TestSupport
import Testing

@Suite("Asking for alarms")
struct AlarmQueryTests {
    @Test("filters by time, zone, device, state, verdict and deployment, newest first")
    func filters() async throws {
        let views = try await views()
        func guids(_ change: (inout AlarmQuery) -> Void) throws -> [String] {
            var query = AlarmQuery()
            change(&query)
            return try query.answer(from: views).alarms.map(\.guid)
        }
        #expect(try guids { _ in } == ["d", "c", "b", "a"])
        #expect(try guids { $0.zone = "z1" } == ["b", "a"])
        #expect(try guids { $0.zone = "Dock" } == ["b", "a"])
        #expect(try guids { $0.device = "Camera 2" } == ["c"])
        #expect(try guids { $0.states = [.ended] } == ["b"])
        #expect(try guids { $0.states = [.ongoing, .missing] } == ["d", "c", "a"])
        #expect(try guids { $0.verdicts = [.valid] } == ["b"])
        #expect(try guids { $0.deployment = "depot" } == ["d"])
        #expect(try guids { $0.guid = "C" } == ["c"])
        #expect(try guids { $0.since = Instant(milliseconds: 1_795_000_002_000) } == ["d", "c", "b"])
        #expect(try guids { $0.until = Instant(milliseconds: 1_795_000_002_000) } == ["a"])
        #expect(try guids { $0.zone = "'; DROP TABLE alarm; --" } == [])
    }

    @Test("says how many there are in all where the limit cuts the answer")
    func limit() async throws {
        var query = AlarmQuery()
        query.limit = 3
        let answer = try query.answer(from: try await views())
        #expect(answer.alarms.count == 3)
        #expect(answer.total == 4)
    }

    private func views() async throws -> ViewStore {
        let test = try TestLog()
        let log = try await test.create()
        let zone = NewEvent(
            type: .recordSeen, subject: "hq/zones/z1", endpoint: "zones",
            data: Array(#"{"id":"z1","name":"Dock"}"#.utf8))
        let events = [
            zone,
            alert("hq/alerts/a", #""alarm_zone_id":"z1","start_time":1795000001000"#),
            alert(
                "hq/alerts/b",
                #""alarm_zone_id":"z1","start_time":1795000002000,"end_time":1795000009000,"acknowledgment_code":201"#),
            alert("hq/alerts/c", #""alarm_zone_id":"z2","origin_name":"Camera 2","start_time":1795000003000"#),
            alert("depot/alerts/d", #""start_time":"2026-11-18T11:06:44Z""#),
        ]
        _ = try await log.append(events, at: .testStart)
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        try views.catchUp(with: test.reader())
        return views
    }

    private func alert(_ subject: String, _ members: String) -> NewEvent {
        NewEvent(type: .recordSeen, subject: subject, endpoint: "alerts", data: Array("{\(members)}".utf8))
    }
}

@Suite("Alarms of which only zones' logs tell")
struct UnlistedAlarmTests {
    private static let start = Instant.testStart.milliseconds

    @Test("are those that no list showed, each once, and only where a list should have shown them")
    func unlisted() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let seen = Instant(milliseconds: Self.start)
        let events = [
            entry("hq/zone-logs/z1", "alarm_started", "listed", at: -3600),
            entry("hq/zone-logs/z1", "ended", "x", at: -3600),
            entry("hq/zone-logs/z1", "alarm_started", "old", at: -3600),
            entry("hq/zone-logs/z2", "alarm_started", "old", at: -3600),
            entry("hq/zone-logs/z1", "alarm_started", "fresh", at: -60),
            entry("hq/zone-logs/z1", "alarm_started", "LISTED", at: -3600),
            entry("depot/zone-logs/z1", "alarm_started", "listed", at: -3600),
            entry("hq/zone-logs/z1", "alarm_started", "older", at: -7200),
            entry("hq/zone-logs/z1", "alarm_started", "", at: -3600),
            NewEvent(
                type: .recordSeen, subject: "hq/alerts/listed", endpoint: "alerts",
                data: Array(#"{"guid":"listed"}"#.utf8)),
            NewEvent(
                type: .recordSeen, subject: "hq/zones/z1", endpoint: "zones",
                data: Array(#"{"id":"z1","name":"Dock"}"#.utf8)),
        ]
        _ = try await log.append(events, at: seen)
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        try views.catchUp(with: test.reader())
        func found(_ change: (inout UnlistedQuery) -> Void) throws -> [String] {
            var query = UnlistedQuery()
            change(&query)
            let alarms = try query.alarms(in: views, limit: 10)
            #expect(try query.count(in: views) == alarms.count)
            return alarms.map { "\($0.deployment) \($0.guid)" }
        }
        #expect(try found { _ in } == ["depot listed", "hq old", "hq older"])
        #expect(try found { $0.deployments = ["hq"] } == ["hq old", "hq older"])
        #expect(try found { $0.deployments = [] } == [])
        #expect(try found { $0.zone = "Dock" } == ["hq old", "hq older"])
        #expect(try found { $0.since = Instant(milliseconds: Self.start - 4_000_000) } == ["depot listed", "hq old"])
        #expect(try found { $0.until = Instant(milliseconds: Self.start - 4_000_000) } == ["hq older"])
        // A look behind the log's own has not shown it: it will not.
        #expect(try found { $0.lastLooks = ["hq": seen] }.count == 3)
        let later = seen.advanced(byMilliseconds: 1)
        #expect(try found { $0.lastLooks = ["hq": later] } == ["hq fresh", "depot listed", "hq old", "hq older"])
        #expect(try found { $0.lastLooks = ["depot": later] }.count == 3)
    }

    private func entry(_ subject: String, _ action: String, _ guid: String, at seconds: Int64) -> NewEvent {
        NewEvent(
            type: .recordSeen, subject: subject, endpoint: "zone-log",
            data: Array(#"{"action":"\#(action)","alert_guid":"\#(guid)","time":\#(Self.start + seconds * 1000)}"#.utf8)
        )
    }
}
