import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Names that the archive does not know")
struct KnownNamesTests {
    /// A zone without alarms, called what no terminal should be sent; one alarm of another zone and a camera.
    private func archive() async throws -> MadeArchive {
        try await MadeArchive([
            (
                0,
                [.made(.recordSeen, "hq/zones/z1", endpoint: "zones", #"{"id":"z1","name":"Dock\u001b[2J\nno zone"}"#)]
            ),
            (0, [.made(.recordSeen, "hq/zones/z2", endpoint: "zones", #"{"id":"z2"}"#)]),
            (0, [.made(.recordSeen, "hq/alerts/a", endpoint: "alerts", Self.alarm)]),
            (60, [Self.confirmed("alerts"), Self.confirmed("ongoing-alerts")]),
        ])
    }

    private static let alarm = """
        {"guid":"a","start_time":<0>,"alarm_zone_id":"z3","alarm_zone_name":"Gate","origin_id":"d1","origin_name":"Cam 1"}
        """

    private static func confirmed(_ endpoint: String) -> NewEvent {
        .made(
            .coverageConfirmed, "hq/coverage/\(endpoint)",
            #"{"from":<0>,"until":<60>,"looks":12,"complete":12,"longest_interval_ms":61000}"#)
    }

    private static let covered = ["--until", "\(MadeArchive.minute(60))"]

    @Test("are an error that lists the known ones, printable, and no empty answer", arguments: ["alarms", "kpi"])
    func unknown(command: String) async throws {
        let archive = try await archive()
        let cases: [(options: [String], known: String)] = [
            (["--zone", "Roof"], "no zone Roof is in the archive; it has Dock·[2J·no zone, Gate, z2"),
            (["--device", "Cam 9"], "no device Cam 9 is in the archive; it has Cam 1"),
            (["--deployment", "depot"], "no deployment depot is in the archive; it has hq"),
            (["--zone", "gate"], "no zone gate"), (["--zone", ""], "no zone "),
            (["--zone", "Roof\u{1B}[2J\nfine"], "no zone Roof·[2J·fine is"),
        ]
        for (options, known) in cases {
            let answer = try archive.ask(command, options + Self.covered)
            #expect(answer.status == 1 && answer.text.isEmpty, "\(options): \(answer.text)")
            #expect(answer.errors.contains(known), "\(options): \(answer.errors)")
            #expect(answer.errors.filter { $0 == "\n" }.count == 1 && !answer.errors.contains("\u{1B}"))
        }
    }

    @Test("of the deployment are told when one alarm is asked for, too")
    func alarm() async throws {
        let answer = try await archive().ask("alarm", "a", "--deployment", "depot")
        #expect(answer.status == 1 && answer.text.isEmpty)
        #expect(answer.errors.contains("no deployment depot is in the archive; it has hq"), "\(answer.errors)")
    }

    @Test("but a zone that nothing happened in is known: an empty list, with its coverage")
    func nothingHappened() async throws {
        let archive = try await archive()
        for zone in ["z1", "z2", "Dock\u{1B}[2J\nno zone"] {
            let answer = try archive.ask("alarms", ["--zone", zone, "--json"] + Self.covered)
            #expect(answer.status == 0, "\(answer.errors)")
            let told = try document(answer)
            #expect(told["total"]?.integer == 0 && told.list("alarms").isEmpty)
            #expect(told["coverage"]?["covered_ms"]?.integer == 3_600_000)
        }
        let later = try archive.ask(
            "alarms", "--zone", "Gate", "--since", "\(MadeArchive.minute(10))", "--until", "\(MadeArchive.minute(90))")
        #expect(later.status == 3 && later.text == "no alarms\n")
        #expect(later.errors.contains("nobody has looked since"), "\(later.errors)")
        for known in [["--zone", "Gate"], ["--zone", "z3"], ["--device", "d1"], ["--device", "Cam 1"]] {
            let answer = try document(archive.ask("alarms", known + Self.covered + ["--json"]))
            #expect(answer["total"]?.integer == 1, "\(known)")
        }
    }

    @Test("an archive into which nothing was polled answers every question, and says so")
    func empty() async throws {
        let archive = try await MadeArchive()
        let alarms = try archive.ask("alarms")
        #expect(alarms.status == 3 && alarms.text == "no alarms\n")
        #expect(alarms.errors.contains("nothing was polled"), "\(alarms.errors)")
        #expect(try document(archive.ask("alarms", "--json"))["coverage"]?["complete"]?.bool == false)
        let alarm = try archive.ask("alarm", "a")
        #expect(alarm.status == 1 && alarm.errors.contains("no alarm a is in the archive"), "\(alarm.errors)")
        let zone = try archive.ask("alarms", "--zone", "Dock")
        #expect(zone.status == 1 && zone.errors.contains("no zone Dock is in the archive; it has none yet"))
        let zones = try archive.ask("zones")
        #expect(zones.status == 0 && zones.text == "no zones\n")
        #expect(try document(archive.ask("zones", "--json")).list("zones").isEmpty)
        let kpi = try archive.ask("kpi")
        #expect(kpi.status == 3 && kpi.errors.contains("nothing was polled"), "\(kpi.errors)")
        let status = try archive.ask("status")
        #expect(status.status == 0 && status.text.contains("nothing was polled yet"), "\(status.errors)")
        #expect(try document(archive.ask("status", "--json"))["size"]?.integer == 1)
        let rebuilt = try archive.ask("rebuild")
        #expect(rebuilt.status == 0 && rebuilt.text == "1 event folded\n", "\(rebuilt.text)\(rebuilt.errors)")
        #expect(try document(archive.ask("rebuild", "--compare", "--json"))["same"]?.bool == true)
    }
}
