import AlarmHistory
import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@testable import Polling

@Suite("The lists of what goes on")
struct StarvationTests {
    @Test(
        "are asked within two intervals while 400 alarms that ended together are read one by one", arguments: [50, 400])
    func massEnding(latency: Int64) throws {
        var world = CycleWorld()
        try world.look(.ongoingAlerts, [Self.alerts(0..<400)])
        let asked = try world.run(300_000, latency: latency) { Self.body($0) }
        Self.expectPunctual(asked)
        let single = asked.filter { if case .alert = $0.poll { true } else { false } }
        #expect(Set(single.map(\.poll)).count == 400, "and all of them are read in the end")
    }

    @Test("are asked within two intervals while the logs of a thousand zones are due, which have their turn, too")
    func manyZones() throws {
        var world = CycleWorld()
        let zones = "[" + (0..<1000).map { #"{"id":"z\#($0)"}"# }.joined(separator: ",") + "]"
        let asked = try world.run(600_000) { $0 == .zones ? zones : Self.body($0) }
        Self.expectPunctual(asked)
        let logs = Set(asked.map(\.poll).filter { if case .zoneLog = $0 { true } else { false } })
        #expect(logs.count == 1000, "\(logs.count)")
    }

    @Test("are asked within two intervals while a list of alerts is read page by page")
    func manyPages() throws {
        var world = CycleWorld()
        var looks = 0
        let asked = try world.run(300_000, latency: 300) { poll in
            guard poll.list == .alerts else { return Self.body(poll) }
            // Each look shows nothing that was known before.
            if poll == .alerts { looks += 1 }
            var first = 0
            if case .further(_, let part) = poll, case .offset(let offset) = part.continuation { first = offset }
            let rows = (first..<first + 4).map { #"{"guid":"g\#(looks)-\#($0)"}"# }.joined(separator: ",")
            return #"{"data":[\#(rows)],"total":100000}"#
        }
        Self.expectPunctual(asked, but: [.alerts])
        #expect(asked.contains { $0.poll != .alerts && $0.poll.list == .alerts })
    }

    @Test("come first, once a server that asked to be left alone may be asked again")
    func heldBack() throws {
        var world = CycleWorld()
        try world.look(.ongoingAlerts, [Self.alerts(0..<50), "[]"])
        let until = world.now.advanced(byMilliseconds: 120_000)
        try world.record(world.failure(.alerts, .refused, retryAt: until))
        let asked = try world.run(480_000) { Self.body($0) }
        #expect(asked.first?.poll == .ongoingAlerts && asked.first?.at == until)
        Self.expectPunctual(asked)
    }

    @Test("leave a turn to all else where the budget is too small for all of it")
    func smallBudget() throws {
        var world = CycleWorld(requestBudget: 4)
        try world.look(.ongoingAlerts, [Self.alerts(0..<10), "[]"])
        let asked = try world.run(1_800_000) { $0 == .zones ? #"[{"id":"z"}]"# : Self.body($0) }.map(\.poll)
        #expect(asked.filter { $0 == .zoneLog(zone: "z") }.count >= 2)
        #expect(Set(asked.filter { if case .alert = $0 { true } else { false } }).count == 10)
        #expect(asked.count { $0 == .ongoingAlerts } * 3 > asked.count)
    }

    @Test("leave a turn to past alarms, too, where the budget is too small for all of it")
    func pastInSmallBudget() throws {
        var world = CycleWorld(requestBudget: 4)
        try world.look(.alerts, [Self.alerts(0..<3), "[]"])
        let asked = try world.run(7_200_000) { Self.body($0) }.map(\.poll)
        #expect(Set(asked.filter { if case .alert = $0 { true } else { false } }).count == 3)
        #expect(asked.count { $0 == .ongoingAlerts } * 2 > asked.count)
    }

    @Test("are followed into the past every hour where they are shown by pages, though the first page stays the same")
    func unchangedPages() throws {
        var world = CycleWorld()
        let asked = try world.run(3 * 3_600_000) { poll in
            guard poll.list == .alerts else { return Self.body(poll) }
            var first = 0
            if case .further(_, let part) = poll, case .offset(let offset) = part.continuation { first = offset }
            let rows = (first..<min(first + 4, 10)).map { #"{"guid":"g\#($0)"}"# }.joined(separator: ",")
            return #"{"data":[\#(rows)],"total":10}"#
        }
        let pages = asked.filter { $0.poll != .alerts && $0.poll.list == .alerts }
        let hours = Set(pages.map { $0.at.milliseconds(since: .testStart) / 3_600_000 })
        #expect(hours == [0, 1, 2])
    }

    @Test("are not buried under more follow-ups than can be read")
    func bounded() throws {
        var world = CycleWorld()
        try world.look(.ongoingAlerts, [Self.alerts(0..<1100), "[]"])
        #expect(world.cycle.schedule.singles == 1000)
        #expect(world.cycle.next(at: world.now) == .fetch(.alerts))
    }

    /// Each list is asked again within two of its intervals.
    private static func expectPunctual(
        _ asked: [(poll: Poll, at: Instant)], but others: [Poll] = [], location: SourceLocation = #_sourceLocation
    ) {
        for (list, interval) in [(Poll.ongoingAlerts, 5_000), (.alerts, 60_000)] where !others.contains(list) {
            let times = asked.filter { $0.poll == list }.map(\.at)
            #expect(times.count > 2, sourceLocation: location)
            let longest = zip(times, times.dropFirst()).map { $1.milliseconds(since: $0) }.max() ?? .max
            #expect(longest <= 2 * Int64(interval), "\(list)", sourceLocation: location)
        }
    }

    private static func alerts(_ numbers: Range<Int>) -> String {
        "[" + numbers.map { #"{"guid":"a\#($0)","alarm_zone_name":"Loading bay"}"# }.joined(separator: ",") + "]"
    }

    private static func body(_ poll: Poll) -> String {
        switch poll {
        case .about: "{}"
        case .alert(let guid): #"{"guid":"\#(guid)","end_time":"2026-11-23T07:00:00Z"}"#
        default: "[]"
        }
    }
}
