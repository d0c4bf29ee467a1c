import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Asking which time was observed")
struct CoverageTests {
    private static let alerts = "hq/coverage/alerts"

    /// Covered from minute 0 to 60 and from 70 to 100, a gap between; the log of a zone paused at last.
    private func archive() async throws -> MadeArchive {
        let zone = NewEvent.made(.recordSeen, "hq/zones/z1", endpoint: "zones", #"{"id":"z1","name":"Dock"}"#)
        return try await MadeArchive([
            (0, [.alarm("a", zone: "z1", began: 0), zone]),
            (60, [Self.confirmed(Self.alerts, 0, 60), Self.opened(Self.alerts, 60, "unreachable")]),
            (70, [.made(.gapClosed, Self.alerts, #"{"opened":4,"from":<60>,"until":<70>}"#)]),
            (100, [Self.confirmed(Self.alerts, 70, 100), Self.confirmed("hq/coverage/zone-log/z1", 0, 90)]),
            (100, [Self.opened("hq/coverage/zone-log/z1", 90, "paused")]),
        ])
    }

    private static func confirmed(_ subject: String, _ from: Int, _ until: Int) -> NewEvent {
        let span = #""from":<\#(from)>,"until":<\#(until)>"#
        return .made(
            .coverageConfirmed, subject, "{\(span),\"looks\":12,\"complete\":12,\"longest_interval_ms\":61000}")
    }

    private static func opened(_ subject: String, _ from: Int, _ cause: String) -> NewEvent {
        .made(.gapOpened, subject, #"{"cause":"\#(cause)","detail":"no route","last_complete":<\#(from)>}"#)
    }

    @Test("adds up to the period, to the millisecond, and ends with 3 for a gap")
    func totals() async throws {
        let archive = try await archive()
        let answer = try archive.ask(
            "coverage", "--endpoint", "alerts", "--since", "\(MadeArchive.start)", "--until",
            "\(MadeArchive.minute(100))", "--json")
        #expect(answer.status == 3)
        #expect(answer.errors.contains("1 gap in this period"), "\(answer.errors)")
        let endpoints = try #require(try document(answer)["endpoints"].map { Array($0.elements) })
        let alerts = try #require(endpoints.first)
        #expect(endpoints.count == 1 && alerts["deployment"]?.string == "hq" && alerts["endpoint"]?.string == "alerts")
        #expect(alerts["zone_id"]?.kind == .null)
        let sums = ["covered_ms", "gap_ms", "paused_ms", "provisional_ms"].map { alerts[$0]?.integer ?? -1 }
        #expect(sums == [90 * 60_000, 10 * 60_000, 0, 0])
        let intervals = try #require(alerts["intervals"].map { Array($0.elements) })
        #expect(intervals.map { $0["state"]?.string } == ["covered", "gap", "covered"])
        #expect(intervals.map { $0["cause"]?.string } == [nil, "unreachable", nil])
        #expect(intervals[1]["from"]?.string == MadeArchive.minute(60).description)
        #expect(intervals[1]["until"]?.string == MadeArchive.minute(70).description)
    }

    @Test("over time that is wholly covered it ends with 0, as an answer about alarms then does")
    func complete() async throws {
        let archive = try await archive()
        let span = ("\(MadeArchive.minute(10))", "\(MadeArchive.minute(50))")
        let answer = try archive.ask("coverage", "--endpoint", "alerts", "--since", span.0, "--until", span.1)
        #expect(answer.status == 0 && answer.text.contains("100.00 %") && answer.text.contains("no gaps"))
        let alarms = try document(archive.ask("alarms", "--since", span.0, "--until", span.1, "--json"))
        #expect(alarms["coverage"]?["complete"]?.bool == false, "nobody looked at the ongoing alarms")
    }

    @Test("for people: the gap with its cause; a zone's log by the zone's name; nothing of others")
    func text() async throws {
        let archive = try await archive()
        let all = try archive.ask("coverage", "--until", "\(MadeArchive.minute(100))")
        #expect(all.status == 3 && all.text.contains("unreachable") && all.text.contains("no route"))
        let zone = try archive.ask("coverage", "--zone", "Dock", "--until", "\(MadeArchive.minute(100))")
        #expect(zone.text.contains("zone-log Dock") && zone.text.contains("paused") && zone.text.contains("the end"))
        #expect(!zone.text.contains("unreachable"))
        #expect(zone.status == 3)
    }

    @Test("CSV holds every interval, in the columns of an export")
    func csv() async throws {
        let answer = try await archive().ask("coverage", "--csv", "--until", "\(MadeArchive.minute(100))")
        let lines = answer.text.split(separator: "\r\n")
        #expect(
            lines.first == "deployment,endpoint,from,until,state,looks,longest_interval_ms,position,cause")
        let start = MadeArchive.start
        #expect(lines.contains("hq,alerts,\(start),\(MadeArchive.minute(60)),covered,12,61000,3,"))
        #expect(
            lines.contains("hq,zone-log/z1,\(MadeArchive.minute(90)),\(MadeArchive.minute(100)),paused,,,8,paused"))
    }

    @Test("a tail that nobody has looked at ends with 3; one that was looked at is a note")
    func tail() async throws {
        let archive = try await MadeArchive([
            (0, [.alarm("a", zone: "z1", began: 0)]), (60, [Self.confirmed(Self.alerts, 0, 60)]),
        ])
        let options = ["--endpoint", "alerts", "--until", "\(MadeArchive.minute(90))"]
        let late = try archive.ask("coverage", options[0], options[1], options[2], options[3])
        #expect(late.status == 3)
        #expect(late.errors.contains("nobody has looked since \(MadeArchive.minute(60))"), "\(late.errors)")
        try archive.noteLook(Self.alerts, at: 88)
        let fresh = try archive.ask("coverage", options[0], options[1], options[2], options[3], "--json")
        #expect(fresh.status == 0, "\(fresh.errors)")
        let told = try document(fresh)["endpoints"]?.elements.first { _ in true }
        #expect(told?["provisional_ms"]?.integer == 1_800_000)
    }

    @Test("time before the archive, an empty archive and unknown names are told, never answered by a zero")
    func nothing() async throws {
        let archive = try await archive()
        let before = try archive.ask("coverage", "--since", "2001-01-01", "--until", "2001-01-02", "--json")
        #expect(before.status == 3 && before.errors.contains("the archive began at"))
        let endpoints = try #require(try document(before)["endpoints"].map { Array($0.elements) })
        #expect(!endpoints.isEmpty)
        #expect(endpoints.allSatisfy { $0["gap_ms"]?.integer == 86_400_000 })
        let unknown = try archive.ask("coverage", "--deployment", "depot")
        #expect(unknown.status == 1 && unknown.errors.contains("it has hq"))
        let zone = try archive.ask("coverage", "--zone", "Roof")
        #expect(zone.status == 1 && zone.errors.contains("it has Dock"))
        #expect(try archive.ask("coverage", "--endpoint", "doors").status == 64)
        let empty = try await MadeArchive().ask("coverage")
        #expect(empty.status == 3 && empty.text.contains("nothing was polled"))
        #expect(try await MadeArchive().ask("alarms").status == 3)
    }

    @Test("an answer about alarms carries the sums of both lists of alarms, and no others")
    func alarms() async throws {
        let ongoing = "hq/coverage/ongoing-alerts"
        let archive = try await MadeArchive([
            (0, [.alarm("a", zone: "z1", began: 0)]),
            (60, [Self.confirmed(Self.alerts, 0, 60), Self.confirmed(ongoing, 0, 40)]),
            (60, [Self.opened(ongoing, 40, "paused"), Self.opened("hq/coverage/zones", 0, "refused")]),
        ])
        let whole = try archive.ask("alarms", "--until", "\(MadeArchive.minute(60))", "--json")
        #expect(whole.status == 3)
        let coverage = try #require(try document(whole)["coverage"])
        #expect(coverage["covered_ms"]?.integer == 2_400_000)
        #expect(coverage["paused_ms"]?.integer == 1_200_000)
        #expect(coverage["gap_ms"]?.integer == 0 && coverage["provisional_ms"]?.integer == 0)
        let part = try archive.ask("alarms", "--until", "\(MadeArchive.minute(40))")
        #expect(part.status == 0, "\(part.errors)")
    }
}
