import AlarmHistory
import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@testable import Polling

/// Lists that say nothing for a while, and are not believed more than the alarms themselves.
@Suite("Alarms that the lists lose")
struct UnlistedAlarmTests {
    private static let alarm = #"{"guid":"a","phase":"alarm"}"#

    private static func alarm(in log: [RecordedEvent]) throws -> AlarmSummary? {
        var timeline: AlarmTimeline?
        for event in log where event.subject == "hq/alerts/a" {
            let update = try AlarmEvidence(event)
            var next = timeline ?? AlarmTimeline(startingWith: update)
            _ = next.apply(update)
            timeline = next
        }
        return timeline?.summary
    }

    @Test("stay ongoing as long as each answers by its guid, however often the lists lose them; else they are missing")
    func answeringByGuid() throws {
        var world = CycleWorld()
        for _ in 0..<3 {
            for list in [Poll.ongoingAlerts, .alerts] { try world.look(list, ["[\(Self.alarm)]"]) }
            for list in [Poll.ongoingAlerts, .alerts] { try world.look(list, ["[]"]) }
            #expect(world.cycle.schedule.next(but: Self.regular)?.poll == .alert(guid: "a"))
            try world.look(.alert(guid: "a"), [Self.alarm])
            let alarm = try #require(try Self.alarm(in: world.log))
            #expect(alarm.state == .ongoing)
            #expect(alarm.lastObservedAt == world.now)
            #expect(alarm.listedAt == .alert, "no list shows it")
        }
        let unknown = Fetch(
            poll: .alert(guid: "a"), askedAt: world.now, receivedAt: world.now, servedAt: nil, outcome: .complete([]))
        #expect(try world.record(unknown).map(\.type) == [.recordMissing])
        #expect(try Self.alarm(in: world.log)?.state == .missing)
    }

    private static let regular: Set<Poll> = [.ongoingAlerts, .alerts, .zones, .about]

    @Test("are not said to have ended within looks that did not show them")
    func changedMeanwhile() throws {
        var world = CycleWorld()
        try world.look(.alerts, ["[\(Self.alarm)]", "[]", "[]"])
        let events = try world.look(.alerts, [#"[{"guid":"a","phase":"ended"}]"#])
        #expect(events.map(\.type).first == .recordChanged)
        #expect(events.first?.since == nil)
        #expect(try Self.alarm(in: world.log)?.ended?.notBefore ?? .testStart <= .testStart)
    }
}

@Suite("A list of alerts that may be cut at its length")
struct SuspectedLengthTests {
    private static func list(_ rows: ClosedRange<Int>) -> String {
        "[" + rows.reversed().map { #"{"guid":"\#($0)"}"# }.joined(separator: ",") + "]"
    }

    @Test("proves no absence as long as it has that length, and tells the same answer once")
    func sameLength() throws {
        var world = CycleWorld()
        try world.look(.alerts, [Self.list(1...25)])
        for first in 2...4 {
            let answer = try world.fetch(.alerts, Self.list(first...first + 24))
            #expect(try !world.record(answer).contains { $0.type == .recordMissing }, "rows from \(first) on")
            #expect(world.cycle.events(of: answer).filter { $0.subject.hasPrefix("hq/alerts/") } == [])
        }
        let missing = try world.look(.alerts, [Self.list(4...29)]).filter { $0.type == .recordMissing }
        #expect(missing.map(\.subject) == ["hq/alerts/1", "hq/alerts/2", "hq/alerts/3"])
    }

    @Test("is not trusted by a restart either, where the look before may have been cut")
    func restarted() throws {
        for note in [true, false] {
            var world = CycleWorld()
            try world.look(.alerts, [Self.list(1...25), Self.list(2...26)])
            world.restart(note ? world.cycle.watermarks : Watermarks())
            let events = try world.look(.alerts, [Self.list(3...27), Self.list(4...28)])
            #expect(!events.contains { $0.type == .recordMissing }, "the note is \(note ? "there" : "lost")")
        }
    }
}
