import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("An hour of simulated time over sockets")
struct HourTests {
    @Test("ends with every content that the simulator showed stored exactly once, and SIGTERM ends it with 0")
    func everythingOnce() throws {
        let scene = try Scene("--seed", "6", "--speed", "300", "--quiet-after", "1h")
        let archiver = try scene.startArchiver()
        try waitForHour(scene)
        archiver.signal(SIGTERM)
        let stopped = ContinuousClock.now
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        #expect(ContinuousClock.now - stopped < .seconds(5))
        let once = try scene.archiveOnce()
        #expect(once.status == 0, "\(once.errors)")
        let before = try scene.ask("events", "--jsonl").output
        #expect(try contents(ofEvents: before) == contents(ofTruth: scene.truth))
        try #require(try scene.archiveOnce().status == 0)
        #expect(try scene.ask("events", "--jsonl").output == before, "a second run over the same state adds nothing")
        #expect(try scene.ask("verify").status == 0)
    }

    /// Waits for the simulator's own clock, which it tells with every answer.
    private func waitForHour(_ scene: Scene) throws {
        let start = try scene.simulatedTime()
        while try scene.simulatedTime().timeIntervalSince(start) < 3700 { Thread.sleep(forTimeInterval: 0.2) }
    }

    private func contents(ofEvents lines: Data) throws -> [String: Int] {
        try lines.split(separator: 0x0A).reduce(into: [:]) { counts, line in
            let event = try JSONText([UInt8](line)).root
            guard ["record-seen.v1", "record-changed.v1"].contains(event["type"]?.string), let data = event["data"],
                let subject = event["subject"]?.string
            else { return }
            counts["\(subject) \(String(decoding: data.bytes, as: UTF8.self))", default: 0] += 1
        }
    }

    private func contents(ofTruth path: String) throws -> [String: Int] {
        let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0A)
        return try lines.reduce(into: [:]) { counts, line in
            let entry = try JSONText([UInt8](line)).root
            guard let subject = subject(entry), let content = entry["content"] else { return }
            let key = "\(subject) \(String(decoding: content.bytes, as: UTF8.self))"
            counts[key] = max(counts[key] ?? 0, Int(entry["occurrence"]?.integer ?? 1))
        }
    }

    private func subject(_ entry: JSONElement) -> String? {
        switch entry["endpoint"]?.string {
        case "alerts", "ongoing-alerts", "alert": entry["id"]?.string.map { "hq/alerts/\($0)" }
        case "zones": entry["id"]?.string.map { "hq/zones/\($0)" }
        case "zone-log": entry["zone_id"]?.string.map { "hq/zone-logs/\($0)" }
        case "about": "hq/about/deployment"
        default: nil
        }
    }
}
