import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Counting alarms by a command")
struct StatsTests {
    /// Four alarms: answered after one and after two minutes, the second between two looks; never; after its end.
    private static func archive() async throws -> MadeArchive {
        try await MadeArchive([
            (5, ["a", "b", "c", "d"].map { alarm($0, began: 0) }),
            (
                7,
                [
                    alarm("a", began: 0, #""acknowledgment_code":202,"acknowledged_time":<1>"#),
                    alarm("b", began: 0, #""acknowledgment_code":201"#, since: 6),
                    alarm("d", began: 0, #""ended_time":<2>"#),
                ]
            ),
            (9, [alarm("d", began: 0, #""ended_time":<2>,"acknowledgment_code":202,"acknowledged_time":<8>"#)]),
            (60, ["alerts", "ongoing-alerts"].map { confirmed($0) }),
        ])
    }

    private static func alarm(_ guid: String, began: Int, _ more: String = "", since: Int64? = nil) -> NewEvent {
        let zone =
            guid == "c"
            ? #""alarm_zone_id":"z2","alarm_zone_name":"Yard""# : #""alarm_zone_id":"z1","alarm_zone_name":"Dock""#
        var event = NewEvent.made(
            more.isEmpty ? .recordSeen : .recordChanged, "hq/alerts/\(guid)", endpoint: "ongoing-alerts",
            "{\"guid\":\"\(guid)\",\(zone),\"origin_id\":\"d1\",\"origin_name\":\"Camera\",\"start_time\":<\(began)>"
                + (more.isEmpty ? "}" : ",\(more)}"))
        event.since = since.map { MadeArchive.minute($0) }
        return event
    }

    private static func confirmed(_ endpoint: String) -> NewEvent {
        .made(.coverageConfirmed, "hq/coverage/\(endpoint)", #"{"from":<0>,"until":<60>,"looks":12}"#)
    }

    private static let hour = ["--since", "\(MadeArchive.minute(0))", "--until", "\(MadeArchive.minute(60))"]

    @Test("a row for each group, with upper and lower ends of the times to the first verdict")
    func json() async throws {
        let archive = try await Self.archive()
        let run = try archive.ask("stats", ["--by", "zone,month", "--json"] + Self.hour)
        #expect(run.status == 0, "\(run.errors)")
        let answer = try document(run)
        #expect(answer["schema_version"]?.integer == 1 && answer["total"]?.integer == 4)
        #expect(answer.list("by").map(\.string) == ["zone", "month"] && answer["tz"]?.string == "UTC")
        #expect(
            answer["since"]?.string == MadeArchive.start.description && answer["coverage"]?["complete"]?.bool == true)
        let rows = answer.list("rows")
        #expect(
            rows.map { $0["zone"]?.string } == ["Dock", "Yard"] && rows.map { $0["zone_id"]?.string } == ["z1", "z2"])
        #expect(
            rows.map { $0["month"]?.string } == [String(MadeArchive.start.description.prefix(7))].flatMap { [$0, $0] })
        func numbers(_ row: JSONElement?, _ names: String...) -> [Int64?] { names.map { row?[$0]?.integer } }
        let counts = numbers(rows[0], "alarms", "valid", "false", "unverified", "unknown", "ongoing", "missing")
        #expect(counts == [3, 1, 2, 0, 0, 2, 0])
        let times = rows[0]["response_ms"]
        #expect(numbers(times, "n", "unanswered", "late_verdicts") == [2, 0, 1])
        #expect(numbers(times, "median", "p90", "p95", "max") == [60_000, 420_000, 420_000, 420_000])
        #expect(numbers(times?["low"], "median", "p90", "p95", "max") == [60_000, 360_000, 360_000, 360_000])
        #expect(numbers(rows[1]["response_ms"], "n", "unanswered", "late_verdicts", "median") == [0, 1, 0, nil])
        #expect(rows[1]["response_ms"]?["median"]?.kind == .null)
    }

    @Test("keys are counted in the order in which they are asked for, and filters narrow what is counted")
    func keys() async throws {
        let archive = try await Self.archive()
        func rows(_ options: String...) throws -> [JSONElement] {
            try document(archive.ask("stats", options + ["--json"] + Self.hour)).list("rows")
        }
        #expect(try rows().map { $0["alarms"]?.integer } == [4])
        #expect(try rows("--by", "verdict").map { $0["verdict"]?.string } == ["none", "valid", "false"])
        #expect(try rows("--by", "verdict,zone").map { $0["zone"]?.string } == ["Yard", "Dock", "Dock"])
        #expect(try rows("--by", "device,deployment").first?["device"]?.string == "Camera")
        #expect(try rows("--by", "detection,importance,rule").first?["rule"]?.kind == .null)
        #expect(try rows("--zone", "Yard").map { $0["alarms"]?.integer } == [1])
        #expect(try rows("--verdict", "false", "--state", "ended").map { $0["alarms"]?.integer } == [1])
        #expect(try rows("--device", "Camera", "--deployment", "hq").map { $0["alarms"]?.integer } == [4])
        let hour = try rows("--by", "hour,weekday,day", "--tz", "Asia/Kathmandu")
        let wall = MadeArchive.start.advanced(byMilliseconds: 345 * 60_000).description
        #expect(hour.map { $0["day"]?.string } == [String(wall.prefix(10))])
        #expect(hour.map { $0["hour"]?.integer } == [Int64(wall.dropFirst(11).prefix(2))])
        #expect(
            try document(archive.ask("stats", "--tz", "Asia/Kathmandu", "--json"))["tz"]?.string == "Asia/Kathmandu")
    }

    @Test("for people a table without pictures where nobody sees them; CSV with a column for each figure")
    func text() async throws {
        let archive = try await Self.archive()
        let text = try archive.ask("stats", ["--by", "zone"] + Self.hour).text
        #expect(text.contains("Dock") && text.contains("7m") && text.contains("4 alarms in 2 groups"), "\(text)")
        #expect(!text.contains("█") && !text.contains("\u{1B}"))
        let csv = try archive.ask("stats", ["--by", "zone", "--csv"] + Self.hour).text.split(separator: "\r\n")
        let names =
            "zone,zone_id,deployment,alarms,valid,false,unverified,unknown,ongoing,missing,n,unanswered,late_verdicts,"
            + "untimed_verdicts,response_median_ms,response_p90_ms,response_p95_ms,response_max_ms,response_low_median_ms,"
            + "response_low_p90_ms,response_low_p95_ms,response_low_max_ms"
        #expect(csv.count == 3 && csv[0] == names)
        #expect(csv[2] == "Yard,z2,hq,1,0,0,1,0,1,0,0,1,0,0,,,,,,,,")
        #expect(
            try archive.ask("stats", ["--by", "zone", "--jsonl"] + Self.hour).text.split(separator: "\n").count == 2)
    }

    @Test("a wrong key, name, state or time zone is an error that says what there is")
    func wrong() async throws {
        let archive = try await Self.archive()
        let cases: [(options: [String], status: Int32, words: String)] = [
            (["--by", "zones"], 64, "zone, device, rule"), (["--by", "zone,zone"], 64, "twice"),
            (["--state", "over"], 64, "ongoing, ended, missing"), (["--verdict", "true"], 64, "none, valid, false"),
            (["--by", ""], 64, "zone, device, rule"), (["--state", ""], 64, "ongoing, ended, missing"),
            (["--verdict", " ,"], 64, "none, valid, false"),
            (["--tz", "Europe/Atlantis"], 64, "Europe/Vienna"), (["--zone", "Attic"], 1, "Dock, Yard"),
            (["--device", "x"], 1, "Camera"), (["--deployment", "x"], 1, "hq"),
            (["--since", "yesterday"], 64, "no time"),
        ]
        for (options, status, words) in cases {
            let run = try archive.ask("stats", options)
            #expect(run.status == status && run.errors.contains(words), "\(options): \(run.errors)")
            #expect(run.output.isEmpty)
        }
    }

    @Test("a name means the same alarms in each command, however its accents are written")
    func accents() async throws {
        let archive = try await MadeArchive([
            (
                5,
                [
                    .made(
                        .recordSeen, "hq/alerts/a", endpoint: "ongoing-alerts",
                        "{\"guid\":\"a\",\"alarm_zone_id\":\"z1\",\"alarm_zone_name\":\"W\u{F6}rkshop\",\"start_time\":<0>}"
                    )
                ]
            )
        ])
        for name in ["W\u{F6}rkshop", "Wo\u{308}rkshop"] {
            let options = ["--zone", name, "--json"]
            #expect(try document(archive.ask("alarms", options))["total"]?.integer == 1)
            #expect(try document(archive.ask("stats", options))["total"]?.integer == 1)
        }
    }

    @Test("what was not observed is told, and never counted as nothing")
    func coverage() async throws {
        let archive = try await Self.archive()
        let before = try archive.ask(
            "stats", "--by", "day", "--since", "2020-01-01", "--until", "2020-02-01", "--json")
        #expect(before.status == 3 && before.errors.contains("the archive began at"), "\(before.errors)")
        #expect(try document(before).list("rows").isEmpty && document(before)["coverage"]?["complete"]?.bool == false)
        let empty = try await MadeArchive().ask("stats", "--by", "zone")
        #expect(empty.status == 3 && empty.text == "no alarms\n", "\(empty.text)")
        #expect(try await MadeArchive().ask("stats", "--csv").text.hasPrefix("alarms,valid"))
    }
}
