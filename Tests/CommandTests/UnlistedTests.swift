import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Alarms that only the logs of zones tell of, in an hour whose lists were wholly observed")
struct UnlistedTests {
    /// Two of them in one zone, and nothing in another.
    private func archive() async throws -> MadeArchive {
        let zones = ["z1", "z2"].map {
            NewEvent.made(.recordSeen, "hq/zones/\($0)", endpoint: "zones", #"{"id":"\#($0)","name":"Dock \#($0)"}"#)
        }
        let entries = [Self.entry("u1", 10), Self.entry("u1", 11), Self.entry("u2", 12)]
        return try await MadeArchive([
            (0, zones), (50, entries), (60, ["alerts", "ongoing-alerts"].map(Self.confirmed)),
        ])
    }

    private static func entry(_ guid: String, _ minute: Int) -> NewEvent {
        .made(
            .recordSeen, "hq/zone-logs/z1", endpoint: "zone-log",
            #"{"time":<\#(minute)>,"action":"alarm_started","alert_guid":"\#(guid)","device_id":"d1"}"#)
    }

    private static func confirmed(_ endpoint: String) -> NewEvent {
        .made(
            .coverageConfirmed, "hq/coverage/\(endpoint)",
            #"{"from":<0>,"until":<60>,"looks":12,"complete":12,"longest_interval_ms":61000}"#)
    }

    private static func minutes(_ from: Int64, _ until: Int64) -> [String] {
        ["--since", "\(MadeArchive.minute(from))", "--until", "\(MadeArchive.minute(until))"]
    }

    private static let note = "2 alarms of this period are known from the logs of zones alone: no list showed them"

    @Test("are listed apart by `alarms`, as text and as JSON")
    func listed() async throws {
        let archive = try await archive()
        let text = try archive.ask("alarms", Self.minutes(0, 60))
        #expect(text.status == 3 && text.errors.contains(Self.note), "\(text.errors)")
        #expect(text.text.hasPrefix("no alarms that a list showed\n\nKnown from the logs of zones alone:"))
        #expect(text.text.contains("u1") && text.text.contains("u2") && text.text.contains("Dock z1"), "\(text.text)")

        let json = try archive.ask("alarms", Self.minutes(0, 60) + ["--json"])
        #expect(json.status == 3 && json.errors.contains(Self.note), "\(json.errors)")
        let answer = try document(json)
        #expect(answer["total"]?.integer == 0 && answer.list("alarms").isEmpty)
        #expect(answer["coverage"]?["complete"]?.bool == false)
        #expect(answer["coverage"]?["unlisted_alarms"]?.integer == 2 && answer["coverage"]?["gaps"]?.integer == 0)
        #expect(answer["unlisted"]?["total"]?.integer == 2)
        let alarms = try #require(answer["unlisted"]).list("alarms")
        #expect(alarms.map { $0["guid"]?.string } == ["u2", "u1"], "each once, the newest first")
        #expect(alarms.allSatisfy { $0["zone_id"]?.string == "z1" && $0["zone_name"]?.string == "Dock z1" })
        #expect(alarms.allSatisfy { $0["source"]?.string == "zone-log" && $0["device_id"]?.string == "d1" })
        #expect(alarms.last?["occurred_at"]?.string == "\(MadeArchive.minute(10))")
        #expect(alarms.last?["first_observed_at"]?.string == "\(MadeArchive.minute(50))")
    }

    @Test("make every answer about their period incomplete, whatever part of it is asked for")
    func told() async throws {
        let archive = try await archive()
        for command in [
            ["coverage", "--json", "--endpoint", "alerts"], ["alarms", "--state", "ongoing"],
            ["alarms", "--zone", "z2"],
            ["alarms", "--zone", "z2", "--json"], ["alarms", "--csv"], ["stats", "--by", "zone"], ["kpi"],
        ] {
            let answer = try archive.ask(command[0], command.dropFirst() + Self.minutes(0, 60))
            #expect(answer.status == 3 && answer.errors.contains(Self.note), "\(command): \(answer.errors)")
            #expect(!answer.text.contains("no alarms\n"), "\(command): \(answer.text)")
        }
        let answer = try archive.ask("coverage", Self.minutes(0, 60) + ["--json", "--endpoint", "alerts"])
        let coverage = try document(answer)
        #expect(coverage["complete"]?.bool == false && coverage["unlisted_alarms"]?.integer == 2)
        #expect(coverage.list("endpoints").map { $0["gap_ms"]?.integer } == [0], "all of it was observed")
        let before = try archive.ask("alarms", Self.minutes(0, 10))
        #expect(before.status == 0 && before.text == "no alarms\n", "\(before.text)\(before.errors)")
    }

    @Test("stand in the report in the place of a sentence that there were none")
    func report() async throws {
        let archive = try await archive()
        let answer = try archive.ask("report", Self.minutes(0, 60) + ["--output", "-"])
        #expect(answer.status == 3 && answer.errors.contains(Self.note), "\(answer.errors)")
        let page = answer.text
        #expect(page.contains("No list showed an alarm of this period, but the logs of zones tell of 2 alarms."))
        #expect(page.contains("The lists of alarms did not show everything: 2 alarms of this period"))
        #expect(page.contains("listed; the logs of zones tell of 2 more") && page.contains(Self.note))
        for words in ["No alarm began", "No alarm is known", "This period was not wholly observed"] {
            #expect(!page.contains(words), "\(words)")
        }
    }
}
