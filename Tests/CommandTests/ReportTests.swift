import ArchiveEvents
import Foundation
import FoundationXML
import TestSupport
import Testing

@Suite("Writing a report")
struct ReportTests {
    /// Two alarms of a zone that somebody named to break pages, in an hour of which all was observed.
    private func archive() async throws -> MadeArchive {
        try await MadeArchive([
            (
                5,
                [
                    .alarm("a", zone: "z1", name: Self.hostile, began: 1),
                    .alarm("b", zone: "z1", name: Self.hostile, began: 2),
                ]
            ),
            (60, ["alerts", "ongoing-alerts"].map { Self.confirmed($0, 0, 60) }),
        ])
    }

    private static let hostile = "</title><script>alert(1)</script>\u{202E}=1"

    private static func confirmed(_ endpoint: String, _ from: Int, _ until: Int) -> NewEvent {
        let span = #""from":<\#(from)>,"until":<\#(until)>"#
        return .made(
            .coverageConfirmed, "hq/coverage/\(endpoint)",
            "{\(span),\"looks\":12,\"complete\":12,\"longest_interval_ms\":61000}")
    }

    private static func minutes(_ from: Int64, _ until: Int64) -> [String] {
        ["--since", "\(MadeArchive.minute(from))", "--until", "\(MadeArchive.minute(until))"]
    }

    private func isWellFormed(_ page: Data) -> Bool { XMLParser(data: page).parse() }

    @Test("of a period that was wholly observed: a whole page, well-formed, with a zone's name as text")
    func whole() async throws {
        let folder = try TemporaryFolder()
        let file = folder.file("report.html")
        let answer = try await archive().ask(
            "report", Self.minutes(0, 60) + ["--output", file, "--tz", "Europe/Vienna"])
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(answer.output.isEmpty)
        let page = try #require(FileManager.default.contents(atPath: file))
        #expect(isWellFormed(page))
        let text = String(decoding: page, as: UTF8.self)
        #expect(text.contains("2 alarms in 1 zone began in this period."))
        #expect(text.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(!text.contains("<script") && !text.contains("\u{202E}"))
        #expect(text.contains("Europe/Vienna") && text.contains("test.example/log"))
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
    }

    @Test("says whether the views behind its figures were compared with the log that its checkpoint signs")
    func views() async throws {
        let archive = try await archive()
        let report = ["report"] + Self.minutes(0, 60) + ["--output", "-"]
        func page(_ more: String...) throws -> Run { try archive.ask("report", Array(report.dropFirst()) + more) }
        #expect(try page().text.contains("They were not compared with the log"))
        #expect(try page().text.contains("the figures were not compared with it"))
        let compared = try page("--compare-views")
        #expect(
            compared.status == 0 && compared.text.contains("the log&#39;s events before")
                || compared.text.contains("log's events before"))
        #expect(!compared.text.contains("not compared"))
        #expect(try page().text.contains("not compared"), "nothing was recorded")
        #expect(try archive.ask("rebuild", "--compare").status == 0)
        #expect(try !page().text.contains("not compared"), "the log's last event says so")
        try archive.changeViews("UPDATE alarm SET verdict = 1")
        #expect(try page().text.contains("not compared"), "and the rows are not those any more")
        let refused = try page("--compare-views")
        #expect(refused.status == 12 && refused.output.isEmpty && refused.errors.contains("`alarm-history rebuild`"))
    }

    @Test("on standard output, with the period before beside it; that one lies before the archive, so it ends with 3")
    func compared() async throws {
        let answer = try await archive().ask("report", Self.minutes(0, 60) + ["--output", "-", "--compare"])
        #expect(answer.status == 3)
        #expect(answer.errors.contains("the period before: the archive began at"), "\(answer.errors)")
        #expect(isWellFormed(answer.output))
        #expect(answer.text.contains("Compared with the period before"))
        #expect(answer.text.contains("not comparable: undefined before"))
    }

    @Test("of an empty archive and of a time before it: nothing can be said, no zero, exit 3")
    func unseen() async throws {
        let empty = try await MadeArchive().ask("report", "--output", "-")
        let before = try await archive().ask(
            "report", "--output", "-", "--since", "2001-01-01", "--until", "2001-02-01")
        for answer in [empty, before] {
            #expect(answer.status == 3, "\(answer.errors)")
            #expect(isWellFormed(answer.output))
            #expect(
                answer.text.contains("Nothing of this period was observed: whether there were alarms cannot be said."))
            #expect(!answer.text.contains("<a href=\"#term-alarm\">0</a>"))
        }
        #expect(before.errors.contains("the archive began at"))
    }

    @Test("a folder that is not there, a file that is, and unknown names are errors that leave nothing behind")
    func errors() async throws {
        let archive = try await archive()
        let folder = try TemporaryFolder()
        let lost = try archive.ask("report", "--output", folder.file("missing/report.html"))
        #expect(lost.status == 1 && lost.errors.contains("its folder exists"), "\(lost.errors)")
        let file = folder.file("report.html")
        try "mine".write(toFile: file, atomically: true, encoding: .utf8)
        let kept = try archive.ask("report", "--output", file)
        #expect(kept.status == 1 && kept.errors.contains("is not replaced"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == "mine")
        let other = folder.file("other.html")
        #expect(try archive.ask("report", "--output", other, "--zone", "Roof").status == 1)
        #expect(try archive.ask("report", "--output", other, "--tz", "Mars/Olympus").status == 64)
        #expect(try archive.ask("report", "--output", other, "--operators", "0").status == 64)
        #expect(try archive.ask("report").status == 64, "--output is a must")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
    }

    @Test("time in which nobody looked any more is not observed, however fresh the page is")
    func tail() async throws {
        let answer = try await archive().ask("report", Self.minutes(0, 120) + ["--output", "-"])
        #expect(answer.status == 3 && answer.errors.contains("nobody has looked since"))
        #expect(answer.text.contains(">50.0 %</a> of the time, "), "the first of two hours")
    }
}

extension NewEvent {
    /// An alarm of a zone whose name is told.
    fileprivate static func alarm(_ guid: String, zone: String, name: String, began: Int64) -> NewEvent {
        let fields =
            #""guid":"\#(guid)","alarm_zone_id":"\#(zone)","alarm_zone_name":"\#(name)","start_time":<\#(began)>"#
        return made(.recordSeen, "hq/alerts/\(guid)", endpoint: "alerts", "{\(fields)}")
    }
}
