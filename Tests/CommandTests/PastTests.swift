import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Asking what was known at a time")
struct PastTests {
    /// Alarm `a` is there from minute 1 on, found valid at minute 20 and ended at minute 30; `b` comes at minute 25. Both
    /// lists are covered up to minute 60.
    private func archive() async throws -> MadeArchive {
        let verified = #""acknowledgment_code":201,"acknowledged_time":<19>"#
        return try await MadeArchive([
            (1, [.alarm("a", zone: "z1", began: 0)]),
            (12, [Self.request("verify")]),
            (20, [Self.changed("a", "{\(Self.began),\(verified)}")]),
            (22, [.made(.actionAnswered, "hq/actions/a", #"{"requested":2,"outcome":"accepted","status":200}"#)]),
            (25, [.alarm("b", zone: "z1", began: 24)]),
            (30, [Self.changed("a", "{\(Self.began),\(verified),\"end_time\":<29>}")]),
            (60, [Self.confirmed("alerts"), Self.confirmed("ongoing-alerts")]),
        ])
    }

    private static let began = #""guid":"a","alarm_zone_id":"z1","start_time":<0>"#

    private static func changed(_ guid: String, _ data: String) -> NewEvent {
        .made(.recordChanged, "hq/alerts/\(guid)", endpoint: "alerts", data)
    }

    private static func request(_ action: String) -> NewEvent {
        .made(.actionRequested, "hq/actions/a", #"{"action":"\#(action)","target":"a","actor":"operator"}"#)
    }

    private static func confirmed(_ endpoint: String) -> NewEvent {
        .made(
            .coverageConfirmed, "hq/coverage/\(endpoint)",
            #"{"from":<0>,"until":<60>,"looks":12,"complete":12,"longest_interval_ms":61000}"#)
    }

    private static func asOf(_ minute: Int64) -> [String] { ["--as-of", "\(MadeArchive.minute(minute))"] }

    @Test("an alarm has no verdict before it was verified, is ongoing before it ended, and is not there before it came")
    func course() async throws {
        let archive = try await archive()
        let expected: [(minute: Int64, alarms: [String])] = [
            (0, []), (1, ["a ongoing none"]), (19, ["a ongoing none"]), (20, ["a ongoing valid"]),
            (25, ["b ongoing none", "a ongoing valid"]), (30, ["b ongoing none", "a ended valid"]),
            (60, ["b ongoing none", "a ended valid"]),
        ]
        for (minute, alarms) in expected {
            let answer = try archive.ask("alarms", Self.asOf(minute) + ["--json"])
            let told = try document(answer)
            let listed = told.list("alarms").map { alarm in
                ["guid", "state", "verdict"].map { alarm[$0]?.string ?? "-" }.joined(separator: " ")
            }
            #expect(listed == alarms, "minute \(minute)")
            #expect(told["total"]?.integer == Int64(alarms.count), "minute \(minute)")
            #expect(told["as_of"]?.string == MadeArchive.minute(minute).description)
            #expect(answer.status == (minute > 0 ? 0 : 3), "minute \(minute): \(answer.errors)")
        }
    }

    @Test("filters hold for what was known then, and the limit for all that match")
    func filters() async throws {
        let archive = try await archive()
        func guids(_ options: String...) throws -> [String?] {
            let answer = try document(archive.ask("alarms", Self.asOf(27) + options + ["--json"]))
            return answer.list("alarms").map { $0["guid"]?.string }
        }
        #expect(try guids("--state", "ended") == [])
        #expect(try guids("--state", "ongoing") == ["b", "a"])
        #expect(try guids("--verdict", "valid", "--zone", "z1") == ["a"])
        #expect(try guids("--since", "\(MadeArchive.minute(10))") == ["b"])
        let cut = try archive.ask("alarms", Self.asOf(27) + ["--limit", "1"])
        #expect(cut.errors.contains("1 of 2 alarms"), "\(cut.errors)")
        let csv = try archive.ask("alarms", Self.asOf(27) + ["--csv"])
        #expect(csv.text.split(separator: "\r\n").count == 3)
    }

    @Test("the coverage ends at that time; before the first look the answer is no zero, but says that nobody looked")
    func coverage() async throws {
        let archive = try await archive()
        let then = try archive.ask("alarms", Self.asOf(10) + ["--json"])
        #expect(try document(then)["coverage"]?["covered_ms"]?.integer == 600_000)
        let bounded = try archive.ask("alarms", Self.asOf(10) + ["--until", "\(MadeArchive.minute(50))", "--json"])
        #expect(try document(bounded)["coverage"]?["covered_ms"]?.integer == 600_000)
        let before = try archive.ask("alarms", "--as-of", "2001-01-01T00:00:00Z")
        #expect(before.status == 3)
        #expect(before.text == "no alarms\n" && before.errors.contains("the archive began at"), "\(before.errors)")
        let late = try archive.ask("alarms", Self.asOf(10) + ["--since", "\(MadeArchive.minute(20))"])
        #expect(late.status == 3 && late.errors.contains("nothing was observed"), "\(late.errors)")
    }

    @Test("a time to come, no time at all, and two questions at once are usage errors")
    func usage() async throws {
        let archive = try await archive()
        let cases: [(options: [String], words: String)] = [
            (["--as-of", "2999-01-01T00:00:00Z"], "lies in the future"),
            (["--as-of", "yesterday"], "is no time"), (["--as-of", ""], "is no time"),
            (["--changed-since", "soon"], "is no time"), (["--changed-since", "2999-01-01"], "lies in the future"),
            (["--as-of", "1h", "--changed-since", "1h"], "exclude each other"),
        ]
        for (options, words) in cases {
            let answer = try archive.ask("alarms", options)
            #expect(answer.status == 64 && answer.text.isEmpty, "\(options): \(answer.text)")
            #expect(answer.errors.contains(words), "\(options): \(answer.errors)")
        }
        #expect(try archive.ask("alarm", "a", "--as-of", "2999-01-01").status == 64)
        #expect(try archive.ask("alarm", "a", "--as-of", "rubbish").status == 64)
    }

    @Test(
        "one alarm: only what had happened by then, no answer to a request that came later, nothing before it was there"
    )
    func alarm() async throws {
        let archive = try await archive()
        func kinds(_ minute: Int64) throws -> [String?] {
            let story = try document(archive.ask("alarm", ["a", "--json"] + Self.asOf(minute)))
            return story.list("transitions").map { $0["kind"]?.string }
        }
        #expect(try kinds(1) == ["observed"])
        #expect(try kinds(20) == ["observed", "verified"])
        #expect(try kinds(30) == ["observed", "verified", "ended"])
        func request(_ minute: Int64) throws -> JSONElement? {
            try document(archive.ask("alarm", ["a", "--json"] + Self.asOf(minute))).list("actions").first
        }
        #expect(try request(11) == nil)
        let open = try #require(try request(12))
        #expect(open["action"]?.string == "verify" && open["outcome"]?.string != "accepted")
        #expect(open["outcome"]?.string == (try request(21)?["outcome"]?.string))
        #expect(try request(22)?["outcome"]?.string == "accepted")
        let absent = try archive.ask("alarm", ["a"] + Self.asOf(0))
        #expect(absent.status == 1 && absent.text.isEmpty)
        #expect(absent.errors.contains("no alarm a was in the archive at \(MadeArchive.start)"), "\(absent.errors)")
        let shown = try archive.ask("alarm", ["a"] + Self.asOf(10))
        #expect(shown.status == 0 && shown.text.contains("ongoing, verdict none"), "\(shown.text)")
    }
}
