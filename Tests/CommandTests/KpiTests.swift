import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Asking how well alarms are handled")
struct KpiTests {
    /// Both lists covered for the 40 days before day 0, an alarm each day at noon, every second one found false a minute
    /// later; twelve at once on the last day but one.
    private func archive() async throws -> MadeArchive {
        let alarms = (0..<40).map { day in
            Self.alarm("day-\(day)", Self.minute(day) + 720, isFalse: day % 2 == 0)
        }
        let burst = (0..<12).map { Self.alarm("burst-\($0)", Self.minute(38) + 840, isFalse: false) }
        return try await MadeArchive([
            (0, [.made(.recordSeen, "hq/zones/z1", endpoint: "zones", #"{"id":"z1","name":"Dock"}"#)]),
            (0, alarms + burst),
            (0, [Self.confirmed("alerts"), Self.confirmed("ongoing-alerts")]),
        ])
    }

    /// The minute of the archive in which a day began: it is made of days before its own beginning.
    private static func minute(_ day: Int) -> Int64 { Int64(day - 40) * 1440 }

    private static func alarm(_ guid: String, _ minute: Int64, isFalse: Bool) -> NewEvent {
        let verdict =
            isFalse
            ? #","acknowledgment_code":202,"acknowledged_time":"\#(MadeArchive.minute(minute + 1))""#
            : #","acknowledgment_code":101"#
        let times = #""start_time":"\#(MadeArchive.minute(minute))","end_time":"\#(MadeArchive.minute(minute + 5))""#
        return .made(
            .recordSeen, "hq/alerts/\(guid)", endpoint: "alerts",
            #"{"guid":"\#(guid)","alarm_zone_id":"z1",\#(times)\#(verdict)}"#)
    }

    private static func confirmed(_ endpoint: String) -> NewEvent {
        let span = #""from":"\#(MadeArchive.minute(minute(0)))","until":"\#(MadeArchive.start)""#
        return .made(
            .coverageConfirmed, "hq/coverage/\(endpoint)",
            "{\(span),\"looks\":12,\"complete\":12,\"longest_interval_ms\":61000}")
    }

    private static func period(_ first: Int, _ last: Int) -> [String] {
        ["--since", "\(MadeArchive.minute(minute(first)))", "--until", "\(MadeArchive.minute(minute(last)))"]
    }

    private static let month = period(0, 30)
    private static let whole = period(0, 40)

    private static func indicator(_ id: String, _ run: Run) throws -> JSONElement {
        try #require(try document(run)["kpis"]?.elements.first { $0["id"]?.string == id })
    }

    @Test("by detections, where the alarms list them: else that is said, and no figure given")
    func detections() async throws {
        let start = MadeArchive.minute(Self.minute(3))
        func alert(_ guid: String, _ members: String) -> NewEvent {
            .made(
                .recordSeen, "hq/alerts/\(guid)", endpoint: "alerts",
                #"{"guid":"\#(guid)","start_time":"\#(start)","end_time":"\#(start)","alarm_zone_id":"z1",\#(members)}"#
            )
        }
        let later = start.advanced(byMilliseconds: 9000)
        let archive = try await MadeArchive([
            (
                0,
                [
                    alert(
                        "a", #""merged":true,"sub_alerts":[{"id":1,"time":"\#(start)"},{"id":2,"time":"\#(later)"}]"#),
                    alert("b", #""merged":true"#),
                ]
            ), (0, [Self.confirmed("alerts"), Self.confirmed("ongoing-alerts")]),
        ])
        let run = try archive.ask("kpi", Self.month + ["--unit", "detection", "--json"])
        #expect(run.status == 0 && run.errors.contains("1 alarms do not list"), "\(run.errors)")
        #expect(try document(run)["unit"]?.string == "detection")
        #expect(try document(run)["detections"]?["unlisted"]?.integer == 1)
        #expect(try Self.indicator("rate.day", run)["counted"]?.integer == 3)
        let byAlarm = try archive.ask("kpi", Self.month + ["--json"])
        #expect(try document(byAlarm)["unit"]?.string == "alarm")
        #expect(try Self.indicator("rate.day", byAlarm)["counted"]?.integer == 2)
        let explained = try archive.ask("kpi", ["explain", "rate.day", "--unit", "detection"] + Self.month)
        #expect(explained.text.contains("each detection counts"), "\(explained.errors)")

        let none = try await self.archive().ask("kpi", Self.month + ["--unit", "detection"])
        #expect(none.status == 1 && none.text.isEmpty && none.errors.contains("lists its detections"), "\(none.errors)")
        let device = try archive.ask("kpi", "--unit", "detection", "--device", "d1")
        #expect(device.status == 64 && device.errors.contains("other devices"), "\(device.errors)")
        let odd = try archive.ask("kpi", "--unit", "row")
        #expect(odd.status == 64 && odd.errors.contains("choose from alarm, detection"), "\(odd.errors)")
    }

    @Test("over a month that is wholly observed: values with their unit, count, coverage and grade; exit 0")
    func month() async throws {
        let run = try await archive().ask("kpi", Self.month + ["--operators", "1", "--json"])
        #expect(run.status == 0, "\(run.errors)")
        let answer = try document(run)
        #expect(answer["since"]?.string == Self.month[1])
        #expect(answer["until"]?.string == Self.month[3])
        let rate = try Self.indicator("rate.day", run)
        #expect(rate["value"]?.integer == 1 && rate["n"]?.integer == 30 && rate["coverage"]?.integer == 1)
        #expect(rate["unit"]?.string == "alarms/day" && rate["preset"]?.string == "isa-18.2")
        #expect(try Self.indicator("rate.hour", run)["grade"]?.string == "green")
        let ratio = try Self.indicator("valid.false-ratio", run)
        #expect(ratio["value"]?.integer == 1 && ratio["n"]?.integer == 15 && ratio["high"]?.integer == 1)
        #expect(ratio["bounds"]?.string == "wilson 95 %")
        let response = try Self.indicator("response.tta", run)
        #expect(response["value"]?.integer == 60 && response["parameters"]?["clock"]?.string != nil)
        let presets = try #require(answer["presets"]).elements.compactMap { $0["name"]?.string }
        #expect(presets.contains("isa-18.2") && presets.contains("patterns-default"))
    }

    @Test("without operator positions it is per site and ungraded; the table says that the targets are reference lines")
    func table() async throws {
        let run = try await archive().ask("kpi", Self.whole)
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text.contains("100.00 % observed; per site, not per operator"))
        #expect(run.text.contains("reference lines of the process industry"))
        #expect(!run.text.contains("green"))
        let flood = try #require(run.text.split(separator: "\n").first { $0.hasPrefix("flood.time") })
        #expect(flood.contains("%") && !flood.contains("undefined"))
        #expect(try #require(run.text.split(separator: "\n").first { $0.hasPrefix("npcc") }).contains("not assessable"))
    }

    @Test("thresholds: breached ends with 13, kept with 0, undefined breaches nothing and says so")
    func thresholds() async throws {
        let archive = try await archive()
        func ask(_ conditions: String...) throws -> Run {
            try archive.ask("kpi", Self.whole + conditions.flatMap { ["--fail-on", $0] })
        }
        let breached = try ask("peak.bin > 11", "rate.day<0.5")
        #expect(breached.status == 13)
        #expect(breached.errors.contains("--fail-on peak.bin > 11: breached by 12 alarms/10min"), "\(breached.errors)")
        #expect(breached.errors.contains("--fail-on rate.day<0.5: not breached by 1.3 alarms/day"))
        #expect(try ask("peak.bin>12", "response.tta:p95>60").status == 0)
        #expect(try ask("response.tta:p95>59").status == 13)
        let undefined = try ask("npcc>0", "response.tta:p99>1")
        #expect(undefined.status == 0)
        #expect(undefined.errors.contains("--fail-on npcc>0: it is not assessable, which breaches nothing"))
        #expect(undefined.errors.contains("response.tta has no such part"))
    }

    @Test(
        "a bad condition, id, preset, zone or number is told, with what there is",
        arguments: [
            (["--fail-on", "valid.false-ratio:lowww>0.1"], 64, "has no such part"),
            (["--fail-on", "rate.day"], 64, "is no condition"), (["--fail-on", "rate.day>x"], 64, "is no condition"),
            (["--fail-on", "rate.week>1"], 64, "choose from rate.day, rate.hour"),
            (["--fail-on", "sla.arc-80-98.5.1>1"], 64, "names no indicator"),
            (["--preset", "none.json"], 64, "none of arc-80-98.5"), (["--tz", "Middle/Earth"], 64, "IANA"),
            (["--operators", "0"], 64, "--operators 0 is not from 1"), (["--allowed", "soon"], 64, "--allowed soon"),
            (["--since", "0001-01-01"], 64, "more than 100 years"), (["--zone", "Roof"], 1, "it has Dock"),
            (["explain", "rate.week"], 64, "rate.week is no indicator; choose from rate.day"),
        ] as [([String], Int32, String)])
    func bad(options: [String], status: Int32, words: String) async throws {
        let run = try await archive().ask("kpi", options)
        #expect(run.status == status)
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.text.isEmpty)
    }

    @Test("of an empty archive nothing is known: exit 3, every figure undefined, none of them zero")
    func empty() async throws {
        let run = try await MadeArchive().ask("kpi", ["--json"])
        #expect(run.status == 3)
        try Self.expectNoFigures(run)
    }

    @Test("before the first observation: exit 3, the coverage, and never a zero")
    func before() async throws {
        let span = ["--since", "2001-01-01", "--until", "2001-03-01"]
        let run = try await archive().ask("kpi", span + ["--operators", "1", "--json"])
        #expect(run.status == 3 && run.errors.contains("the archive began at"), "\(run.errors)")
        #expect(try document(run)["coverage"]?["complete"]?.bool == false)
        try Self.expectNoFigures(run)
        let breached = try await archive().ask("kpi", span + ["--fail-on", "rate.day<1"])
        #expect(breached.status == 3, "an undefined rate is not below one")
    }

    private static func expectNoFigures(_ run: Run) throws {
        // Of time in which nobody looked, what is counted at an instant is as unknown as what is divided by time.
        for indicator in try #require(try document(run)["kpis"]).elements {
            let id = indicator["id"]?.string ?? ""
            #expect(indicator["value"]?.kind == .null, "\(id)")
            #expect(indicator["grade"]?.kind == .null, "\(id)")
        }
    }

    @Test("over partly observed time a rate divides by what was observed, with exit 3 and without a grade")
    func partly() async throws {
        let run = try await archive().ask("kpi", Self.period(-40, 40) + ["--operators", "1", "--json"])
        #expect(run.status == 3)
        let rate = try Self.indicator("rate.hour", run)
        #expect(rate["coverage"]?.bytes.elementsEqual("0.5".utf8) == true)
        #expect(rate["grade"]?.kind == .null && rate["ungraded_because"]?.string?.contains("partly observed") == true)
        #expect(try Self.indicator("rate.day", run)["value"]?.bytes.elementsEqual("1.3".utf8) == true)
    }

    @Test("explains an indicator: its definition, inputs, how it came out, what was counted and left out")
    func explain() async throws {
        let archive = try await archive()
        let run = try archive.ask("kpi", ["explain", "valid.false-ratio"] + Self.whole)
        #expect(run.status == 0, "\(run.errors)")
        for words in [
            "False (202) among the judged", "Wilson", "inputs: verdicts of alarms", "valid.false-ratio = 100 %",
            "alarms counted: 20", "alarms left out: 32, neither valid (201) nor false (202)", "no grade:",
        ] {
            #expect(run.text.contains(words), "\(words)")
        }
        let json = try document(archive.ask("kpi", ["explain", "flood.time", "--json"] + Self.whole))
        #expect(json["definition"]?["title"]?.string == "Time in flood")
        #expect(json["kpis"]?.elements.first { _ in true }?["value"]?.kind == .number)
        let lines = try archive.ask("kpi", ["explain", "sla", "--preset", "arc-80-98.5"] + Self.whole)
        #expect(lines.text.contains("sla.arc-80-98.5.4 ="))
        #expect(lines.text.contains("preset, unconfirmed, editable"))
        #expect(try archive.ask("kpi", ["explain", "sla"] + Self.whole).text.contains("--preset"))
    }

    @Test("a preset's file counts, and another content under a known id is printed as edited")
    func presetFile() async throws {
        let folder = try TemporaryFolder()
        let file = folder.file("mine.json")
        let text = """
            {"id":"bands-default","edition":"x","mark":"ours","confirmed":true,"parameters":{"rate.hour.amber":0.001,
            "rate.hour.red":0.002,"flood.time.amber":0.01,"flood.time.red":0.05,"top10.share.amber":0.05,
            "top10.share.red":0.15}}
            """
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let archive = try await archive()
        let run = try archive.ask("kpi", Self.month + ["--operators", "1", "--preset", file, "--json"])
        let rate = try Self.indicator("rate.hour", run)
        #expect(rate["grade"]?.string == "red")
        #expect(rate["parameters"]?["bands"]?.string?.hasPrefix("bands-default (edited)") == true)
        try "{}".write(toFile: file, atomically: true, encoding: .utf8)
        let bad = try archive.ask("kpi", ["--preset", file])
        #expect(bad.status == 64 && bad.errors.contains("id is missing"), "\(bad.errors)")
    }

    @Test("CSV and lines hold every indicator; a month in which nobody looked ends with 3")
    func formats() async throws {
        let archive = try await archive()
        let rows = try archive.ask("kpi", Self.whole + ["--csv"]).text.split(separator: "\r\n")
        #expect(rows.first?.hasPrefix("since,until,id,title,value,unit,n,low,high") == true)
        let lines = try archive.ask("kpi", Self.whole + ["--jsonl"]).text.split(separator: "\n")
        #expect(lines.count == rows.count - 1 && lines.count > 25)
        #expect(try archive.ask("kpi", Self.period(50, 90)).status == 3)
    }
}
