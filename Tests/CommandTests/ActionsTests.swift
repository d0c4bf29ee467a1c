import AltaAPI
import Archive
import ArchiveEvents
import ExactJSON
import Foundation
import Handover
import TestSupport
import Testing

@Suite("Asking what was done")
struct ActionsTests {
    private static func archive() async throws -> MadeArchive {
        try await MadeArchive([
            (1, [.alarm("a", zone: "z1", began: 0)]),
            (
                2,
                [
                    .made(
                        .actionRequested, "hq/actions/a",
                        #"{"action":"verify","target":"a","actor":"ops","reason":"a dog, \"Rex\""}"#)
                ]
            ),
            (
                3,
                [
                    .made(
                        .actionAnswered, "hq/actions/a",
                        #"{"requested":2,"outcome":"accepted","status":200,"effect":"confirmed","detail":"seen"}"#)
                ]
            ),
            (4, [.made(.recordMissing, "hq/alerts/a", endpoint: "alerts", "null")]),
            (5, [.made(.actionRequested, "hq/actions/z1", #"{"action":"arm","target":"z1","actor":"night"}"#)]),
        ])
    }

    @Test("actions are listed with their outcome, an action without an answer as unanswered")
    func list() async throws {
        let archive = try await Self.archive()
        let answer = try document(archive.ask("actions", "--json"))
        let rows = try #require(answer["actions"].map { Array($0.elements) })
        #expect(answer["schema_version"]?.integer == 1 && answer["since"]?.kind == .null)
        #expect(rows.map { $0["position"]?.integer } == [2, 5])
        #expect(rows.map { $0["time"]?.string } == [2, 5].map { MadeArchive.minute($0).description })
        #expect(rows.map { $0["outcome"]?.string } == ["accepted", "unanswered"])
        #expect(rows[0]["answered_at"]?.string == MadeArchive.minute(3).description)
        #expect(rows[0]["status"]?.integer == 200 && rows[0]["effect"]?.string == "confirmed")
        #expect(rows[1]["answered_at"]?.kind == .null && rows[1]["status"]?.kind == .null)
        let text = try archive.ask("actions").text
        #expect(text.contains("accepted 200, confirmed") && text.contains("unanswered"), "\(text)")
        let lines = try archive.ask("actions", "--jsonl").text.split(separator: "\n")
        #expect(lines.count == 2)
        let csv = try archive.ask("actions", "--csv").text
        #expect(csv.contains(#""a dog, ""Rex""""#), "\(csv)")
    }

    @Test("actions are found by time, deployment, action, actor and target")
    func filters() async throws {
        let archive = try await Self.archive()
        for (options, count) in [
            (["--since", "\(MadeArchive.minute(3))"], 1), (["--until", "\(MadeArchive.minute(2))"], 0),
            (["--deployment", "hq"], 2), (["--deployment", "depot"], 0), (["--action", "arm"], 1),
            (["--actor", "ops"], 1), (["--target", "A"], 1), (["--target", "b"], 0),
        ] {
            let answer = try document(archive.ask("actions", options + ["--json"]))
            #expect(answer["actions"].map { Array($0.elements).count } == count, "\(options)")
        }
        #expect(try archive.ask("actions", "--action", "none").text == "no actions\n")
    }

    @Test("an alarm's timeline shows what was asked about it between what the looks showed")
    func timeline() async throws {
        let archive = try await Self.archive()
        let text = try archive.ask("alarm", "a").text
        let events = text.matches(of: /\[event (\d+)\]/).map { String($0.1) }
        #expect(events == ["1", "2", "4"], "\(text)")
        #expect(text.contains("asked for verify by ops") && text.contains("accepted 200, confirmed"), "\(text)")
        let answer = try document(archive.ask("alarm", "a", "--json"))
        let actions = try #require(answer["actions"].map { Array($0.elements) })
        #expect(actions.map { $0["action"]?.string } == ["verify"])
    }

    @Test("a command's events reach the archive through a running archiver, and without one after it was killed")
    func running() async throws {
        let scene = try Scene("--seed", "3", "--speed", "60")
        let archiver = try scene.startArchiver()
        for _ in 0..<1000 where !FileManager.default.fileExists(atPath: scene.archive + "/socket") {
            try await Task.sleep(for: .milliseconds(10))
        }
        let recorder = EventRecorder(ArchiveDirectory(scene.archive), clock: SystemWallClock())
        let first = try await recorder.record(
            .made(.actionRequested, "hq/actions/a", #"{"action":"end","target":"a","actor":"ops"}"#))
        #expect(archiver.errors.contains("event \(first): action-requested.v1, handed over"), "\(archiver.errors)")
        archiver.signal(SIGKILL)
        #expect(archiver.wait() == 128 + SIGKILL)
        #expect(FileManager.default.fileExists(atPath: scene.archive + "/socket"), "a crash leaves it behind")
        let second = try await recorder.record(
            .made(.actionAnswered, "hq/actions/a", #"{"requested":\#(first),"outcome":"unanswered"}"#))
        #expect(second > first)
        let rows = try document(scene.ask("actions", "--json"))["actions"].map { Array($0.elements) } ?? []
        #expect(rows.map { $0["position"]?.integer.map(String.init) } == [first.description])
        #expect(rows.first?["answered_position"]?.integer.map(String.init) == second.description)
        #expect(try scene.ask("verify").status == 0)
        try #require(try scene.archiveOnce().status == 0, "the next archiver starts")
    }
}
