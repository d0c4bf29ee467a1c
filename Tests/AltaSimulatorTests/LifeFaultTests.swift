import AltaSimulator
import Testing

@Suite("Faults in the lives of alarms and zones")
struct LifeFaultTests {
    @Test("each takes its course", arguments: LifeFault.allCases)
    func effect(fault: LifeFault) throws {
        var visitor = SimulatedVisitor.struck(by: .life(fault))
        switch fault {
        case .verifiedLate, .verdictReversed, .unknownCode: try verdicts(fault, &visitor)
        case .alarmGrows, .alarmLasts, .twoAlarms: try lengths(fault, &visitor)
        case .alarmFlood, .massEnding: try floods(fault, &visitor)
        case .alertVanishes, .alertReappears, .retentionDrop: try absence(fault, &visitor)
        case .zoneRenamed, .zoneDeleted, .zoneRecreated: try zones(fault, &visitor)
        }
    }

    private func verdicts(_ fault: LifeFault, _ visitor: inout SimulatedVisitor) throws {
        let course = try #require(visitor.stagedCourses(at: relief).first)
        let codes = course.verifications.map(\.code)
        switch fault {
        case .verifiedLate:
            #expect(codes == [202])
            #expect(try #require(course.end) < course.verifications[0].time)
        case .verdictReversed: #expect(codes == [201, 202, 101])
        default: #expect(codes == [203])
        }
        let shown = try visitor.object("alerts/\(course.guid)", at: relief)
        #expect(shown["acknowledgment_code"] as? Int64 == codes.last)
        #expect(shown["acknowledged_time"] as? Int64 == course.verifications.last?.time)
    }

    private func lengths(_ fault: LifeFault, _ visitor: inout SimulatedVisitor) throws {
        let courses = visitor.stagedCourses(at: onset)
        #expect(courses.count == (fault == .twoAlarms ? 2 : 1))
        #expect(Set(courses.map(\.zoneID)).count == 1)
        let ongoing = try visitor.list("ongoingAlerts", at: onset).compactMap { $0["guid"] as? String }
        #expect(courses.allSatisfy { ongoing.contains($0.guid) && $0.end == nil })
        let last = try #require(courses.first)
        let count = try visitor.object("alerts/\(last.guid)", at: relief - 1)["merged_count"] as? Int ?? 0
        if fault == .alarmGrows { #expect(count >= 30) }
        #expect(visitor.stagedCourses(at: relief).contains { $0.end == relief })
    }

    private func floods(_ fault: LifeFault, _ visitor: inout SimulatedVisitor) throws {
        let courses = visitor.stagedCourses(at: onset)
        #expect(courses.count == (fault == .alarmFlood ? 100 : 400))
        #expect(Set(courses.map(\.guid)).count == courses.count)
        let guids = Set(courses.map(\.guid))
        let ongoing = try visitor.list("ongoingAlerts", at: relief - 1).filter {
            guids.contains($0["guid"] as? String ?? "")
        }
        #expect(ongoing.count == (fault == .alarmFlood ? 1 : 400), "one has ended after the other, or none")
        #expect(visitor.stagedCourses(at: relief).allSatisfy { $0.end != nil })
    }

    private func absence(_ fault: LifeFault, _ visitor: inout SimulatedVisitor) throws {
        var witness = SimulatedVisitor.struck(by: .status(.notFound), path: "none")
        var guids: [[String]] = []
        for time in [onset - 1, amidst, relief] {
            guids.append(try visitor.list("alerts", at: time).compactMap { $0["guid"] as? String })
        }
        let usual = try witness.list("alerts", at: relief).compactMap { $0["guid"] as? String }
        let gone = guids[0].filter { !guids[1].contains($0) }
        switch fault {
        case .alertVanishes:
            #expect(gone.count == 1 && usual.contains(gone[0]) && !guids[2].contains(gone[0]))
            #expect(visitor.send("GET", "alerts/\(gone[0])", at: relief).status == 404)
        case .alertReappears: #expect(gone.count == 1 && guids[2].contains(gone[0]))
        default: #expect(gone.isEmpty, "nothing is seven days old in this world")
        }
    }

    @Test("a drop of the retention takes whatever is older than seven days overnight")
    func retentionDrop() throws {
        var visitor = SimulatedVisitor.struck(by: .life(.retentionDrop)) {
            $0.historyMilliseconds = 20 * day
            $0.alertLimit = 100_000
        }
        let before = try visitor.list("alerts", at: noon)
        let after = try visitor.list("alerts", at: amidst)
        #expect(before.contains { ($0["end_time"] as? Int64 ?? noon) < noon - 10 * day })
        #expect(after.allSatisfy { ($0["end_time"] as? Int64 ?? noon) >= amidst - 7 * day })
        #expect(visitor.deployment.alarmCourses.count { $0.isRetired } >= before.count - after.count)
    }

    private func zones(_ fault: LifeFault, _ visitor: inout SimulatedVisitor) throws {
        let before = try names(&visitor, at: noon)
        let during = try names(&visitor, at: amidst)
        let after = try names(&visitor, at: relief)
        let changed = try #require(before.first { during[$0.key] != $0.value })
        switch fault {
        case .zoneRenamed: #expect(during[changed.key] == changed.value + " (annexe)")
        case .zoneDeleted:
            #expect(after[changed.key] == nil && after.count == before.count - 1)
            #expect(visitor.send("GET", "alarmZones/\(changed.key)", at: relief).status == 404)
            #expect(visitor.send("GET", "alarmZones/\(changed.key)/logs", at: relief).status == 404)
        default:
            #expect(after[changed.key] == nil)
            #expect(after.contains { $0.value == changed.value && before[$0.key] == nil })
        }
    }

    private func names(_ visitor: inout SimulatedVisitor, at time: Int64) throws -> [String: String] {
        try visitor.list("alarmZones", at: time).reduce(into: [:]) { names, zone in
            names[zone["id"] as? String ?? ""] = zone["name"] as? String
        }
    }
}
