import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Backfill over sockets")
struct BackfillTests {
    @Test("of a paged deployment, killed in the middle and run again, holds every alert once")
    func killed() throws {
        let scene = try Scene(
            "--profile", "paged", "--page-size", "5", "--history", "20d", "--alarms-per-day", "40", "--quiet-after",
            "0s")
        let first = try RunningProgram(backfill(scene, budget: 60), errorPath: scene.folder.file("backfill.log"))
        try eventually("a backfill that is on its way") { scene.notesBackfill }
        first.signal(SIGKILL)
        #expect(first.wait() == 128 + SIGKILL, "it was killed in the middle: \(first.errors)")
        let begun = try alerts(scene.events()).count
        let second = try run(backfill(scene))
        #expect(second.status == 3, "\(second.errors)")
        #expect(
            second.errors.contains("no alert that began before"), "of thirty days twenty are shown: \(second.errors)")
        let events = try scene.events()
        let shown = try truth(scene)
        #expect(begun < shown.count && shown.count > 300, "\(begun) of \(shown.count)")
        #expect(alerts(events) == shown)
        #expect(repeated(events) == [])
        #expect(!scene.notesBackfill, "nothing is left to be done")
        #expect(try scene.ask("verify").status == 0)
    }

    @Test("of a deployment that shows only the newest alerts ends with 3, and says how far back it came")
    func capped() throws {
        let scene = try Scene("--profile", "capped", "--history", "20d", "--quiet-after", "0s")
        let run = try run(backfill(scene))
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.errors.contains("hq: the vendor shows 100 alerts, back to"), "\(run.errors)")
        #expect(try alerts(scene.events()).count == 100)
    }

    /// `budget` is in requests a minute.
    private func backfill(_ scene: Scene, budget: Int = 6000) -> [String] {
        ["alarm-archiver", "backfill", "--since", "30d", "--request-budget", "\(budget)"] + scene.deployment
    }

    private func alerts(_ events: [JSONElement]) -> Set<String> {
        Set(events.compactMap { $0["subject"]?.string }.filter { $0.hasPrefix("hq/alerts/") })
    }

    private func truth(_ scene: Scene) throws -> Set<String> {
        let lines = try Data(contentsOf: URL(fileURLWithPath: scene.truth)).split(separator: 0x0A)
        return try Set(
            lines.map { try JSONText([UInt8]($0)).root }.filter { $0["endpoint"]?.string == "alerts" }
                .compactMap { $0["id"]?.string.map { "hq/alerts/\($0)" } })
    }
}

extension Scene {
    /// Whether a backfill has noted what is left to be done.
    fileprivate var notesBackfill: Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: archive)) ?? []
        return names.contains { $0.hasPrefix("backfill") }
    }
}
