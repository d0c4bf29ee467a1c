import Testing

/// The phases of an alarm, as somebody sees them who asks every few seconds.
struct PhaseTests {
    @Test("an alarm is seen growing, and never shrinks", arguments: [1, 2] as [UInt64])
    func growth(seed: UInt64) throws {
        var visitor = SimulatedVisitor(seed: seed)
        var counts: [String: [Int]] = [:]
        for time in stride(from: noon + 10 * hour, to: noon + 16 * hour, by: Int(20 * second)) {
            for alert in try visitor.list("ongoingAlerts", at: time) {
                let guid = alert["guid"] as? String ?? ""
                counts[guid, default: []].append(alert["merged_count"] as? Int ?? 0)
            }
        }
        #expect(counts.values.allSatisfy { $0 == $0.sorted() }, "seed \(seed)")
        #expect(counts.values.contains { Set($0).count > 5 }, "seed \(seed)")
    }

    @Test(
        "zone alarms go from pre-alarm to alarm to valid alarm, and to no earlier phase", arguments: [1, 2] as [UInt64])
    func phases(seed: UInt64) throws {
        let order = ["pre_alarm", "alarm", "valid_alarm"]
        var visitor = SimulatedVisitor(seed: seed)
        var seen: [String: [Int]] = [:]
        for time in stride(from: noon + 6 * hour, to: noon + 18 * hour, by: Int(10 * second)) {
            for alert in try visitor.list("ongoingAlerts", at: time) {
                let phase = order.firstIndex(of: alert["phase"] as? String ?? "")
                seen[alert["guid"] as? String ?? "", default: []].append(phase ?? -1)
            }
        }
        #expect(seen.values.allSatisfy { $0 == $0.sorted() && $0.first != -1 }, "seed \(seed)")
        #expect(seen.values.contains { Set($0) == [0, 1, 2] }, "seed \(seed)")
    }
}
