import AltaSimulator
import Testing

@Suite("Faults of time")
struct TimeFaultTests {
    @Test("each shows in the times that clients read", arguments: TimeFault.allCases)
    func effect(fault: TimeFault) throws {
        var visitor = SimulatedVisitor.struck(by: .time(fault), .life(.alarmGrows))
        let zones = try visitor.zoneIDs(at: noon)
        var logs: [[Int64]] = []
        for zone in zones {
            logs.append(try visitor.list("alarmZones/\(zone)/logs", at: amidst).compactMap { $0["time"] as? Int64 })
        }
        let disordered = logs.filter { $0 != $0.sorted(by: >) }
        switch fault {
        case .clockOff:
            #expect(visitor.visitorMoves(to: amidst).header("Date") == "Mon, 30 Jun 2025 12:22:00 GMT")
            #expect(visitor.deployment.alarmCourses.contains { $0.start == onset + 7 * minute })
            #expect(visitor.visitorMoves(to: relief).header("Date") == "Mon, 30 Jun 2025 12:20:00 GMT")
        case .logOutOfOrder:
            #expect(!disordered.isEmpty)
            let after = try visitor.list("alarmZones/\(zones[0])/logs", at: relief).compactMap { $0["time"] as? Int64 }
            #expect(after == after.sorted(by: >))
        case .logSameTime:
            let late = logs.flatMap { $0 }.filter { $0 >= onset }
            #expect(late.count > 10)
            #expect(late.allSatisfy { $0 % minute == 0 })
            #expect(Set(late).count <= 6)
        }
    }

    @Test("a clock may be slow, too, and the truth tells twins apart all the same")
    func slowClock() throws {
        var visitor = SimulatedVisitor.struck(by: .time(.clockOff), .life(.alarmGrows), amount: -10 * minute)
        for zone in try visitor.zoneIDs(at: noon) { _ = visitor.text("alarmZones/\(zone)/logs", at: relief + hour) }
        #expect(visitor.deployment.alarmCourses.contains { $0.start == onset - 10 * minute })
        let names = visitor.deployment.truth.entries.filter { $0.endpoint == "zone-log" }.map {
            "\($0.zoneID ?? "") \($0.occurrence) \(String(decoding: $0.content, as: UTF8.self))"
        }
        #expect(Set(names).count == names.count)
    }

    @Test("a world that crosses a change to and from summer time is sane")
    func summerTime() throws {
        // 2025-03-30T01:00:00Z and 2025-10-26T01:00:00Z: in both, Europe's clocks jump.
        for jump in [1_743_296_400_000, 1_761_440_400_000] as [Int64] {
            var visitor = SimulatedVisitor(seed: 3) {
                $0.startedAt = jump + 12 * hour
                $0.alarmsPerDay = 400
            }
            let starts = try visitor.list("alerts", at: jump + 13 * hour).compactMap { $0["start_time"] as? Int64 }
            #expect(starts == starts.sorted(by: >))
            #expect(starts.contains { abs($0 - jump) < 2 * hour })
            let zone = try visitor.zoneIDs(at: jump + 13 * hour)[0]
            let times = try visitor.list("alarmZones/\(zone)/logs", at: jump + 13 * hour).compactMap {
                $0["time"] as? Int64
            }
            #expect(times == times.sorted(by: >))
        }
    }
}
