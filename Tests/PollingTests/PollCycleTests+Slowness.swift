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
}
