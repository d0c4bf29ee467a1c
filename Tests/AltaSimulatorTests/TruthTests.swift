import AltaSimulator
import Foundation
import Testing

struct TruthTests {
    @Test("the truth is what the bodies showed, no more and no less", arguments: [1, 2] as [UInt64])
    func completeness(seed: UInt64) throws {
        var visitor = SimulatedVisitor(seed: seed) {
            $0.alarmsPerDay = 600
            $0.alertLimit = 40
        }
        var shown: Set<String> = []
        let zones = try visitor.zoneIDs(at: noon)
        for (step, time) in stride(from: noon, to: noon + 12 * hour, by: Int(20 * minute)).enumerated() {
            let guid = try visitor.list("alerts", at: time)[step % 40]["guid"] as? String ?? ""
            let zone = zones[step % zones.count]
            for path in ["alerts", "ongoingAlerts", "alarmZones", "devices", "alerts/\(guid)/bookmarks"] {
                shown.formUnion(
                    try names(of: visitor.list(path, at: time), at: path.contains("book") ? "bookmarks" : path))
            }
            shown.formUnion(try names(of: visitor.list("alarmZones/\(zone)/logs", at: time), in: zone))
        }
        let kinds = ["alerts", "ongoing-alerts", "zones", "devices", "bookmarks", "zone-log"]
        let truth = visitor.deployment.truth.entries.filter { kinds.contains($0.endpoint) }
        #expect(Set(try truth.map(name)) == shown, "seed \(seed)")
        #expect(truth.count == shown.count, "seed \(seed)")
        #expect(Set(truth.map(\.endpoint)).count == kinds.count, "seed \(seed)")
    }

    @Test("new truth is handed out once, in order")
    func takeNewTruth() throws {
        var visitor = SimulatedVisitor(seed: 4)
        var taken: [TruthEntry] = []
        for time in stride(from: noon, to: noon + 12 * hour, by: Int(hour)) {
            _ = visitor.text("alerts", at: time)
            taken += visitor.deployment.takeNewTruth()
        }
        #expect(taken.map { $0.line() } == visitor.deployment.truth.entries.map { $0.line() })
        #expect(visitor.deployment.takeNewTruth().isEmpty)
    }

    @Test("a line is one JSON object with the content in it")
    func line() throws {
        var visitor = SimulatedVisitor(seed: 4)
        let about = visitor.text("about", at: noon)
        let head = #"{"endpoint":"about","zone_id":null,"id":"about","occurrence":1,"first_shown_at":"#
        #expect(visitor.deployment.truth.entries.map { $0.line() } == [head + "\(noon),\"content\":\(about)}"])
    }

    /// What tells an element of a body from others: endpoint, zone and content, with a number for twins.
    private func names(of elements: [[String: Any]], at path: String = "zone-log", in zone: String = "") throws
        -> [String]
    {
        let endpoint = ["ongoingAlerts": "ongoing-alerts", "alarmZones": "zones"][path] ?? path
        var counts: [String: Int] = [:]
        return try elements.map { element in
            let text = "\(endpoint) \(zone) \(try canonical(element))"
            counts[text, default: 0] += 1
            return "\(text) \(counts[text, default: 0])"
        }
    }

    private func name(of entry: TruthEntry) throws -> String {
        let content = try JSONSerialization.jsonObject(with: Data(entry.content))
        return "\(entry.endpoint) \(entry.zoneID ?? "") \(try canonical(content)) \(entry.occurrence)"
    }

    private func canonical(_ value: Any) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: value, options: .sortedKeys), as: UTF8.self)
    }
}
