import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Archiving, asking, exporting and verifying, as a new user would")
struct FirstUseTests {
    @Test("one cycle archives everything that is shown, and a second one over the same state adds nothing")
    func onceAndAgain() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let status = try scene.ask("status", "--json")
        let size = try #require(try document(status)["size"]?.integer)
        #expect(size > 300)
        #expect(try scene.archiveOnce().status == 0)
        #expect(try document(scene.ask("status", "--json"))["size"]?.integer == size)
        try checkAnswers(scene)
        try checkExport(scene, size: Int(size))
    }

    private func checkAnswers(_ scene: Scene) throws {
        let list = try document(scene.ask("alarms", "--json"))
        #expect(list["schema_version"]?.integer == 1)
        let alarms = try #require(list["alarms"].map { Array($0.elements) })
        #expect(list["total"]?.integer == Int64(alarms.count))
        let first = try #require(alarms.first)
        for member in [
            "guid", "deployment", "zone_id", "zone_name", "device", "state", "verdict", "occurred_at",
            "first_observed_at",
            "last_observed_at", "ended_at", "ended_not_before", "ended_not_after", "merged", "events",
        ] {
            #expect(first[member] != nil, "the contract names \(member)")
        }
        let guid = try #require(first["guid"]?.string)
        let story = try scene.ask("alarm", guid)
        #expect(story.status == 0 && story.text.contains("observed at"))
        #expect(try document(scene.ask("alarm", guid, "--json"))["transitions"]?.elements.first { _ in true } != nil)
        #expect(try document(scene.ask("zones", "--json"))["zones"].map { Array($0.elements).count } == 6)
        let limited = try scene.ask("alarms", "--limit", "3")
        #expect(limited.errors.contains("3 of \(alarms.count) alarms"))
        #expect(try scene.ask("alarms", "--since", "2001-01-01", "--json").status == 3, "before the archive began")
        #expect(try scene.ask("rebuild").status == 0)
        #expect(try document(scene.ask("alarms", "--json"))["total"]?.integer == Int64(alarms.count), "rebuilt")
    }

    private func checkExport(_ scene: Scene, size: Int) throws {
        let file = scene.folder.file("export.jsonl.gz")
        #expect(try scene.ask("export", "--format", "jsonl", "--gzip", "single", "--output", file).status == 0)
        let lines = try run(["/bin/sh", "-c", "zcat '\(file)'"])
        #expect(lines.output == (try scene.ask("events", "--jsonl")).output)
        #expect(lines.output.filter { $0 == 0x0A }.count == size)
        #expect(try run(["/bin/sh", "-c", "gzip -t '\(file)'"]).status == 0)
        #expect(try scene.ask("export", "--output", file).status == 1, "an existing file is not replaced")
        let piped = try scene.ask("export", "--output", "-")
        #expect(piped.output == FileManager.default.contents(atPath: file), "the same log gives the same bytes")

        let verified = try document(scene.ask("verify", "--json"))
        #expect(verified["ok"]?.bool == true)
        let proof = try run([repositoryFile("tools/recompute-root"), file, scene.archive + "/log.sqlite"])
        #expect(proof.status == 0)
        #expect(proof.text.contains(try #require(verified["root"]?.string)))
    }
}

/// A program's answer as JSON.
func document(_ run: Run) throws -> JSONElement {
    try JSONText([UInt8](run.output)).root
}

/// A file of the project's own.
func repositoryFile(_ path: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent(path).path
}
