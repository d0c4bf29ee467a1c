import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON
import Polling
import TestSupport
import Testing

extension PollCycleTests {
    @Test("asks everything once in a single cycle, however long each answer takes")
    func slowAnswers() throws {
        var world = CycleWorld(mode: .once)
        var asked: [Poll] = []
        while case .fetch(let poll) = world.cycle.next(at: world.now), asked.count < 10 {
            asked.append(poll)
            // Longer than the time after which ongoing alarms would be due again.
            world.pass(10_000)
            try world.look(poll, [poll == .zones ? #"[{"id":"a"},{"id":"b"}]"# : poll == .about ? "{}" : "[]"])
        }
        #expect(asked.count == Set(asked).count)
        #expect(Set(asked) == [.ongoingAlerts, .alerts, .zones, .about, .zoneLog(zone: "a"), .zoneLog(zone: "b")])
    }

    @Test("gives time in which the deployment asked to be left alone the cause that it told elsewhere")
    func heldBack() throws {
        var world = CycleWorld()
        try world.look(.alerts, ["[]"])
        let retryAt = world.now.advanced(byMilliseconds: 300_000)
        try world.record(world.failure(.ongoingAlerts, .refused, retryAt: retryAt))
        world.pass(300_000)
        let events = try world.look(.alerts, ["[]"])
        let gap = try #require(events.first { $0.type == .gapOpened })
        #expect(gap.subject == "hq/coverage/alerts")
        #expect(try JSONText([UInt8](#require(gap.data))).root["cause"]?.string == "refused")
        #expect(events.contains { $0.type == .gapClosed })
    }

    @Test("gives a long silence for which nothing is to blame no such cause")
    func silence() throws {
        var world = CycleWorld()
        try world.look(.alerts, ["[]"])
        world.pass(300_000)
        let events = try world.look(.alerts, ["[]"])
        let gap = try #require(events.first { $0.type == .gapOpened })
        #expect(try JSONText([UInt8](#require(gap.data))).root["cause"]?.string == "not-running")
    }
}
