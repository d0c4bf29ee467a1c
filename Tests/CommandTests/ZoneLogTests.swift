import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Looking at a zone")
struct ZoneLogTests {
    /// Two zones, one with a log that was observed for an hour; the other has its name in another deployment, too.
    private static func archive() async throws -> MadeArchive {
        try await MadeArchive([
            (
                1,
                [
                    zone("hq", "z1", "Dock", isArmed: false, since: 0),
                    zone("hq", "z2", "Yard", isArmed: true, since: 0),
                    zone("depot", "z3", "Yard", isArmed: true, since: 0), .alarm("a", zone: "z1", began: 1),
                ]
            ),
            (
                10,
                [
                    entry(#""time":<9>,"action":"armed","user_name":"ops""#),
                    zone("hq", "z1", "Dock", isArmed: true, since: 9),
                ]
            ),
            (20, [entry(#""time":<15>,"action":"alarm_started","alert_guid":"a","device_id":"d1""#)]),
            (30, [entry(#""time":<28>,"action":"comment","user_id":"u7","comment":"a \"fox\"""#)]),
            (60, [.made(.coverageConfirmed, "hq/coverage/zone-log/z1", #"{"from":<0>,"until":<60>,"looks":12}"#)]),
        ])
    }

    private static func zone(
        _ deployment: String, _ id: String, _ name: String, isArmed: Bool, since: Int
    ) -> NewEvent {
        let state = isArmed ? "armed" : "disarmed"
        return .made(
            since == 0 ? .recordSeen : .recordChanged, "\(deployment)/zones/\(id)", endpoint: "zones",
            #"{"id":"\#(id)","name":"\#(name)","site_name":"North","state":"\#(state)","state_since":<\#(since)>}"#)
    }

    private static func entry(_ members: String) -> NewEvent {
        .made(.recordSeen, "hq/zone-logs/z1", endpoint: "zone-log", "{\(members)}")
    }

    private static let hour = ["--since", "\(MadeArchive.minute(0))", "--until", "\(MadeArchive.minute(60))"]

    @Test("its record, since when it is armed, and the entries of its log, the newest first")
    func json() async throws {
        let archive = try await Self.archive()
        let run = try archive.ask("zone", ["Dock", "--json"] + Self.hour)
        #expect(run.status == 0, "\(run.errors)")
        let answer = try document(run)
        let zone = try #require(answer["zone"])
        #expect(zone["id"]?.string == "z1" && zone["name"]?.string == "Dock" && zone["deployment"]?.string == "hq")
        #expect(zone["armed"]?.bool == true && zone["state"]?.string == "armed" && zone["alarms"]?.integer == 1)
        #expect(zone["armed_since"]?.string == MadeArchive.minute(9).description)
        #expect(zone["armed_since_not_after"]?.string == MadeArchive.minute(10).description)
        #expect(zone["first_observed_at"]?.string == MadeArchive.minute(1).description)
        #expect(answer["total"]?.integer == 3 && answer["coverage"]?["complete"]?.bool == true)
        let entries = answer.list("entries")
        #expect(entries.map { $0["action"]?.string } == ["comment", "alarm_started", "armed"])
        #expect(entries.map { $0["user_name"]?.string } == ["u7", nil, "ops"])
        #expect(entries[0]["comment"]?.string == #"a "fox""#)
        #expect(entries[1]["alert_guid"]?.string == "a" && entries[1]["device_id"]?.string == "d1")
        #expect(entries[2]["occurred_at"]?.string == MadeArchive.minute(9).description)
        #expect(entries[2]["not_after"]?.string == MadeArchive.minute(10).description)
    }

    @Test("for people a header and a table; a limit and a period cut it, and the rest is told")
    func text() async throws {
        let archive = try await Self.archive()
        let whole = try archive.ask("zone", ["z1"] + Self.hour)
        for words in ["Dock, North  (z1, hq)", "armed since", "1 alarms", "3 entries", "alarm_started", #"a "fox""#] {
            #expect(whole.text.contains(words), "\(whole.text)")
        }
        let cut = try archive.ask("zone", ["z1", "--limit", "2"] + Self.hour)
        #expect(
            cut.errors.contains("2 of 3 entries; --limit 3 shows all") && !cut.text.contains("ops"), "\(cut.errors)")
        let early = ["--since", "\(MadeArchive.minute(0))", "--until", "\(MadeArchive.minute(15))"]
        #expect(try archive.ask("zone", ["z1", "--jsonl"] + early).text.split(separator: "\n").count == 1)
        let csv = try archive.ask("zone", ["z1", "--csv"] + Self.hour).text.split(separator: "\r\n")
        #expect(
            csv.count == 4 && csv[0].hasPrefix("position,occurred_at,not_before") && csv[1].contains(#""a ""fox""""#))
    }

    @Test("ends with 3 where its log was not observed, and says so")
    func coverage() async throws {
        let archive = try await Self.archive()
        let late = try archive.ask("zone", "z1", "--since", "\(MadeArchive.minute(0))", "--json")
        #expect(late.status == 3 && late.errors.contains("nobody has looked since"), "\(late.errors)")
        let never = try archive.ask("zone", "z2")
        #expect(never.status == 3 && never.text.contains("no entries"), "\(never.text)")
        let before = try archive.ask("zone", "z1", "--since", "2020-01-01", "--until", "2020-01-02", "--json")
        #expect(before.status == 3 && before.errors.contains("the archive began at"), "\(before.errors)")
    }

    @Test("an unknown zone is an error that lists the known ones; a name of several needs more")
    func names() async throws {
        let archive = try await Self.archive()
        let unknown = try archive.ask("zone", "Docks")
        #expect(unknown.status == 1 && unknown.errors.contains("Dock, Yard"), "\(unknown.errors)")
        let several = try archive.ask("zone", "Yard")
        #expect(several.status == 1, "\(several.errors)")
        #expect(several.errors.contains("depot/z3") && several.errors.contains("hq/z2"), "\(several.errors)")
        let one = try document(archive.ask("zone", "Yard", "--deployment", "depot", "--json"))
        #expect(one["zone"]?["id"]?.string == "z3" && one["zone"]?["armed"]?.bool == true)
        #expect(try archive.ask("zone").status == 64)
        #expect(try run(["alarm-history", "zone", "comment", "--help"]).text.contains("Put a comment"))
    }

    @Test("the list of zones tells whether they are armed, and what alarms they raised")
    func list() async throws {
        let archive = try await Self.archive()
        let zones = try document(archive.ask("zones", "--json")).list("zones")
        #expect(zones.map { $0["id"]?.string } == ["z3", "z1", "z2"])
        #expect(zones.map { $0["armed"]?.bool } == [true, true, true])
        #expect(zones.map { $0["alarms"]?.integer } == [0, 1, 0])
        let last = MadeArchive.minute(1).description
        #expect(zones.map { $0["last_alarm_at"]?.string } == [nil, last, nil])
        #expect(zones.map { $0["log_entries"]?.integer } == [0, 3, 0])
        #expect(zones.allSatisfy { $0["alarms_7d"]?.integer != nil })
        let text = try archive.ask("zones").text
        #expect(text.contains("ARMED") && text.contains("LAST ALARM"), "\(text)")
    }
}
