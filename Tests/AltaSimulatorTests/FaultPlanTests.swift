import AltaSimulator
import Testing

@Suite("Plans of faults")
struct FaultPlanTests {
    @Test("every name is its own, and names its kind")
    func names() {
        #expect(Set(FaultKind.allNames).count == FaultKind.all.count)
        for kind in FaultKind.all {
            #expect(FaultKind(name: kind.name) == kind)
            #expect(!kind.summary.isEmpty && kind.usualSpan > 0)
        }
        #expect(FaultKind(name: "none") == nil)
    }

    @Test("a plan follows from its seed, lies in its span, and mixes all kinds")
    func plan() {
        let plan = FaultPlan.random(seed: 3, from: noon, until: noon + day, intensity: 40)
        let again = FaultPlan.random(seed: 3, from: noon, until: noon + day, intensity: 40)
        #expect(plan.count == 960)
        #expect(plan.map { "\($0)" } == again.map { "\($0)" })
        #expect(plan.map(\.from) == plan.map(\.from).sorted())
        #expect(plan.allSatisfy { $0.from >= noon && $0.from < noon + day && $0.until > $0.from })
        #expect(Set(plan.map(\.kind)) == Set(FaultKind.all))
    }

    @Test("a path strikes part by part")
    func paths() {
        for (path, status) in [
            ("alarmZones", 404), ("alarmZones/*/logs", 503), ("alarmZones/x/logs", 503), ("*/*/*", 503), ("*", 404),
        ] {
            var visitor = SimulatedVisitor.struck(by: .status(.unavailable), path: path)
            #expect(visitor.send("GET", "alarmZones/x/logs", at: amidst).status == status, "\(path)")
        }
    }

    @Test(
        "under any plan a seed gives the same world, however often it is asked", arguments: 1...6 as ClosedRange<UInt64>
    )
    func determinism(seed: UInt64) throws {
        let script = FaultPlan.random(seed: seed, from: noon - hour, until: noon + 3 * hour, intensity: 30)
        let worldly = script.filter { fault in
            switch fault.kind {
            case .life, .time: true
            default: false
            }
        }
        var (often, once) = (world(seed, worldly), world(seed, worldly))
        for time in stride(from: noon, to: noon + 4 * hour, by: Int(minute)) {
            _ = often.send("GET", ["alerts", "ongoingAlerts", "alarmZones"][Int(time / minute % 3)], at: time)
        }
        let end = noon + 4 * hour
        for path in ["alerts", "ongoingAlerts", "alarmZones"] {
            #expect(often.text(path, at: end) == once.text(path, at: end), "seed \(seed)")
        }
        #expect(often.deployment.alarmCourses == once.deployment.alarmCourses, "seed \(seed)")
    }

    @Test("the same questions get the same answers under any plan", arguments: 1...4 as ClosedRange<UInt64>)
    func answers(seed: UInt64) {
        let script = FaultPlan.random(seed: seed, from: noon, until: noon + 2 * hour, intensity: 60)
        var (first, second) = (world(seed, script), world(seed, script))
        for time in stride(from: noon, to: noon + 2 * hour, by: Int(minute)) {
            let (one, other) = (first.send("GET", "alerts", at: time), second.send("GET", "alerts", at: time))
            #expect(one.status == other.status && one.body == other.body && one.delivery == other.delivery)
        }
    }

    @Test("the true courses are those that a faultless world shows", arguments: [1, 2] as [UInt64])
    func courses(seed: UInt64) throws {
        var visitor = world(seed, [])
        for alert in try visitor.list("alerts", at: noon) {
            let guid = try #require(alert["guid"] as? String)
            let course = try #require(visitor.deployment.alarmCourses.first { $0.guid == guid })
            #expect(course.start == alert["start_time"] as? Int64, "seed \(seed)")
            #expect(course.end == alert["end_time"] as? Int64, "seed \(seed)")
            #expect(course.zoneID == alert["alarm_zone_id"] as? String, "seed \(seed)")
            #expect(course.verifications.last?.code ?? 101 == alert["acknowledgment_code"] as? Int64, "seed \(seed)")
            #expect(course.verifications.last?.time == alert["acknowledged_time"] as? Int64, "seed \(seed)")
        }
    }

    private func world(_ seed: UInt64, _ script: [ScriptedFault]) -> SimulatedVisitor {
        var visitor = SimulatedVisitor(seed: seed) {
            $0.zones = 3
            $0.devices = 8
            $0.historyMilliseconds = 12 * hour
            $0.faults = script
        }
        _ = visitor.logIn()
        return visitor
    }
}
