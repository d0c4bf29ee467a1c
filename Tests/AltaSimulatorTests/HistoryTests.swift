import AltaSimulator
import Testing

/// What a month of history holds. Each trait is one that an archive must survive.
struct HistoryTests {
    private static let seed: UInt64 = 11
    private static let shown = Result { try ShownMonth(seed: seed) }
    private let month: ShownMonth

    init() throws { month = try Self.shown.get() }

    @Test("a month has about as many alarms as asked for", arguments: [1, 2, 3] as [UInt64])
    func rate(seed: UInt64) throws {
        var visitor = SimulatedVisitor(seed: seed) {
            $0.historyMilliseconds = 30 * day
            $0.alertLimit = 100_000
        }
        let count = try visitor.list("alerts", at: noon).count
        #expect((5000...9500).contains(count), "seed \(seed)")
    }

    @Test("alerts stand newest first, each under a guid of its own")
    func order() {
        let starts = month.alerts.map(\.startTime)
        #expect(starts == starts.sorted(by: >), "seed \(Self.seed)")
        #expect(Set(month.alerts.map(\.guid)).count == starts.count, "seed \(Self.seed)")
    }

    @Test("verification comes late, too: hours and days after the end")
    func lateVerification() {
        let delays = month.alerts.compactMap { alert in
            alert.acknowledgedTime.flatMap { verified in alert.endTime.map { verified - $0 } }
        }
        #expect(delays.count { $0 > hour } > 100, "seed \(Self.seed)")
        #expect(delays.count { $0 > day } > 20, "seed \(Self.seed)")
    }

    @Test("verdicts are reversed: valid, then false, then none")
    func reversal() {
        let verdicts = month.logs.flatMap { $0.reversed() }.filter { $0.action == "verified" }
        let codes = Dictionary(grouping: verdicts) { $0.alertGuid }.mapValues { $0.map(\.details.acknowledgmentCode) }
        #expect(codes.values.contains([201, 202, 101]), "seed \(Self.seed)")
    }

    @Test("merged alerts grow for tens of minutes")
    func merging() {
        #expect(month.alerts.contains { $0.lastDetectionTime - $0.startTime > 20 * minute }, "seed \(Self.seed)")
        #expect(month.alerts.allSatisfy { $0.mergedCount == $0.subAlerts.count }, "seed \(Self.seed)")
        #expect(month.alerts.allSatisfy { $0.merged == ($0.mergedCount > 1) }, "seed \(Self.seed)")
    }

    @Test("some alarms last for days, some come in bursts, some are never verified")
    func extremes() {
        #expect(month.alerts.contains { ($0.endTime ?? noon) - $0.startTime > 3 * day }, "seed \(Self.seed)")
        #expect(month.alerts.contains { $0.endTime != nil && $0.acknowledgedTime == nil }, "seed \(Self.seed)")
        let starts = month.alerts.map(\.startTime)
        #expect(zip(starts, starts.dropFirst(9)).contains { $0 - $1 < 10 * minute }, "seed \(Self.seed)")
    }

    @Test("rules and devices raise alerts as well as zones")
    func types() {
        let counts = Dictionary(grouping: month.alerts, by: \.alertType).mapValues(\.count)
        #expect(counts["alarm_zone", default: 0] > counts["rule", default: 0], "seed \(Self.seed)")
        #expect(counts["rule", default: 0] > counts["device_health", default: 0], "seed \(Self.seed)")
        #expect(counts["device_health", default: 0] > 5, "seed \(Self.seed)")
        #expect(month.alerts.allSatisfy { ($0.alarmZoneId != nil) == ($0.alertType == "alarm_zone") })
    }

    @Test("zone logs hold twins and neighbours in one millisecond, and stand newest first")
    func logs() {
        for log in month.logs { #expect(log.map(\.time) == log.map(\.time).sorted(by: >), "seed \(Self.seed)") }
        let pairs = month.logs.flatMap { zip($0, $0.dropFirst()) }
        #expect(pairs.count { $0.time == $1.time } > 500, "seed \(Self.seed)")
        #expect(pairs.count { $0 == $1 } > 10, "seed \(Self.seed)")
    }

    @Test("every action of a zone log occurs that people and schedules bring about")
    func actions() {
        let actions = Set(month.logs.flatMap { $0 }.map(\.action))
        let expected: Set = [
            "armed", "disarmed", "schedule_armed", "schedule_disarmed", "arm_failed", "alarm_started", "alarm_merged",
            "verified", "ended", "comment", "dispatch_requested", "zone_edited",
        ]
        #expect(actions == expected, "seed \(Self.seed)")
    }

    @Test("night is busier than day")
    func rhythm() {
        let hours = month.alerts.map { $0.startTime % day / hour }
        #expect(hours.count { $0 < 5 } > 2 * hours.count { (9..<14).contains($0) }, "seed \(Self.seed)")
    }

    @Test("ended alerts go after their retention, log lines after theirs")
    func retention() throws {
        let month = try ShownMonth(seed: 3) {
            $0.alertRetentionMilliseconds = 2 * day
            $0.logRetentionMilliseconds = 5 * day
        }
        #expect(month.alerts.allSatisfy { $0.endTime ?? noon > noon - 2 * day })
        let oldest = month.logs.compactMap { $0.last?.time }
        #expect(oldest.allSatisfy { $0 >= noon - 5 * day && $0 < noon - 3 * day })
    }
}
