import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Asking what changed after the fact")
struct ChangedSinceTests {
    /// At minute 10 all but `open` ended; what is done to them later is told in the alarm's name.
    private func archive() async throws -> MadeArchive {
        let valid = #""acknowledgment_code":201,"acknowledged_time":<9>"#
        return try await MadeArchive([
            (1, ["late", "turned", "edited", "quiet", "open"].map { .alarm($0, zone: "z1", began: 0) }),
            (10, [Self.changed("late", Self.end), Self.changed("turned", "\(Self.end),\(valid)")]),
            (10, [Self.changed("edited", Self.end), Self.changed("quiet", Self.end)]),
            (40, [Self.changed("late", "\(Self.end),\(Self.false(39))"), Self.changed("open", Self.false(39))]),
            (45, [Self.changed("turned", "\(Self.end),\(Self.false(44))")]),
            (
                50,
                [
                    Self.changed("edited", #"\#(Self.end),"importance":"high""#),
                    Self.changed("open", "\(Self.end),\(Self.false(39))"),
                ]
            ),
        ])
    }

    private static let end = #""end_time":<8>"#

    private static func `false`(_ minute: Int) -> String {
        #""acknowledgment_code":202,"acknowledged_time":<\#(minute)>"#
    }

    private static func changed(_ guid: String, _ members: String) -> NewEvent {
        .made(
            .recordChanged, "hq/alerts/\(guid)", endpoint: "alerts",
            #"{"guid":"\#(guid)","alarm_zone_id":"z1","start_time":<0>,\#(members)}"#)
    }

    private static func since(_ minute: Int64) -> [String] { ["--changed-since", "\(MadeArchive.minute(minute))"] }

    @Test("lists a late verdict, a reversal and an edit after the end with what changed, and nothing else")
    func json() async throws {
        let archive = try await archive()
        func changes(_ minute: Int64) throws -> [String: [String?]] {
            let answer = try document(archive.ask("alarms", Self.since(minute) + ["--json"]))
            #expect(answer["changed_since"]?.string == MadeArchive.minute(minute).description)
            #expect(answer["total"]?.integer == Int64(answer.list("alarms").count))
            return Dictionary(
                uniqueKeysWithValues: answer.list("alarms").map { alarm in
                    (alarm["guid"]?.string ?? "", alarm.list("changes").map { $0["afterwards"]?.string })
                })
        }
        #expect(
            try changes(30) == ["late": ["late-verdict"], "turned": ["reversal"], "edited": ["edit-after-end"]])
        #expect(try changes(45) == ["turned": ["reversal"], "edited": ["edit-after-end"]])
        #expect(try changes(50) == ["edited": ["edit-after-end"]])
        #expect(try changes(51) == [:])
        let turned = try document(archive.ask("alarms", Self.since(41) + ["--verdict", "false", "--json"]))
        let change = try #require(turned.list("alarms").first?.list("changes").first)
        #expect(change["former_verdict"]?.string == "valid" && change["verdict"]?.string == "false")
        #expect(change["occurred_at"]?.string == MadeArchive.minute(44).description)
        #expect(turned.list("alarms").count == 1)
    }

    @Test("the time since which changes are asked for has to be observed, too")
    func coverage() async throws {
        let archive = try await archive()
        let before = try archive.ask("alarms", Self.since(-60))
        #expect(before.status == 3 && before.errors.contains("the archive began at"), "\(before.errors)")
        #expect(try !archive.ask("alarms", Self.since(30)).errors.contains("the archive began at"))
    }

    @Test("for people and in CSV each change is a sentence; lines of JSON have the same members as the document")
    func forms() async throws {
        let archive = try await archive()
        let sentences = [
            "late-verdict none -> false \(MadeArchive.minute(39))", "reversal valid -> false \(MadeArchive.minute(44))",
            "edit-after-end \(MadeArchive.minute(50))",
        ]
        let table = try archive.ask("alarms", Self.since(30))
        let csv = try archive.ask("alarms", Self.since(30) + ["--csv"])
        #expect(table.text.split(separator: "\n").first?.hasSuffix("CHANGED") == true)
        #expect(csv.text.split(separator: "\r\n").first?.hasSuffix(",changes") == true)
        for sentence in sentences {
            #expect(table.text.contains("  \(sentence)\n"), "\(table.text)")
            #expect(csv.text.contains(",\(sentence)\r\n"), "\(csv.text)")
        }
        let lines = try archive.ask("alarms", Self.since(30) + ["--jsonl"]).text.split(separator: "\n")
        let listed = try document(archive.ask("alarms", Self.since(30) + ["--json"])).list("alarms")
        #expect(lines.map(String.init) == listed.map { String(decoding: $0.bytes, as: UTF8.self) })
        let plain = try archive.ask("alarms", "--csv")
        #expect(plain.text.split(separator: "\r\n").first?.hasSuffix(",changes") == false)
    }
}
