import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON
import TestSupport
import Testing

@testable import Polling

@Suite("The poll cycle")
struct PollCycleTests {
    @Test("opens a gap at the first failure, tells it once, and closes it with the first complete look")
    func gaps() throws {
        var world = CycleWorld()
        try world.look(.alerts, ["[]"])
        let first = world.now
        #expect(try world.fail(.alerts, .unreachable).map(\.type) == [.gapOpened])
        #expect(try world.fail(.alerts, .refused).isEmpty)
        let closed = try #require(try world.look(.alerts, ["[]"]).first)
        #expect(closed.type == .gapClosed)
        #expect(closed.subject == "hq/coverage/alerts")
        let data = try JSONText([UInt8](#require(closed.data))).root
        #expect(data["from"]?.string == first.description)
        #expect(data["until"]?.string == world.now.description)
        #expect(try world.look(.alerts, ["[]"]).isEmpty)
    }

    @Test("asks at once for a hint that comes right after a look, and spaces only the looks that hints ask for")
    func hints() throws {
        var world = CycleWorld()
        for poll in [Poll.alerts, .zones, .ongoingAlerts] { try world.look(poll, ["[]"]) }
        try world.look(.about, ["{}"])
        try world.look(.ongoingAlerts, ["[]"])
        let first = world.now.advanced(byMilliseconds: 100)
        world.cycle.hint(at: first)
        #expect(world.cycle.next(at: first) == .fetch(.ongoingAlerts))
        try world.look(.ongoingAlerts, ["[]"])
        world.cycle.hint(at: world.now)
        #expect(world.cycle.next(at: world.now) == .wait(until: first.advanced(byMilliseconds: 1000)))
    }

    @Test("gives the same events again where they were not recorded, and none once they were")
    func idempotence() throws {
        var world = CycleWorld()
        let fetch = try world.fetch(.alerts, #"[{"guid":"a","n":1}]"#)
        let events = world.cycle.events(of: fetch)
        #expect(world.cycle.events(of: fetch) == events)
        #expect(events.map(\.type) == [.recordSeen, .fieldsDrifted])
        var recorded = world
        try recorded.record(fetch)
        #expect(recorded.cycle.events(of: fetch).isEmpty)
    }

    @Test("knows after a restart what its log knows")
    func restart() throws {
        var world = CycleWorld()
        try world.look(.ongoingAlerts, [#"[{"guid":"a","n":1}]"#, #"[{"guid":"a","n":2}]"#])
        _ = try world.fail(.zones, .forbidden)
        var again = CycleWorld()
        for event in world.log { again.cycle.apply(event) }
        #expect(again.cycle.events(of: try world.fetch(.ongoingAlerts, #"[{"guid":"a","n":2}]"#)).isEmpty)
        let changed = again.cycle.events(of: try world.fetch(.ongoingAlerts, "[]"))
        #expect(changed.map(\.type) == [.recordMissing])
        #expect(again.cycle.events(of: world.failure(.zones, .forbidden)).isEmpty)
    }

    @Test("reads an alarm by itself that left the list of ongoing ones, and the log of each zone")
    func followUps() throws {
        var world = CycleWorld()
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        try world.look(.ongoingAlerts, [#"[{"guid":"a"}]"#, "[]"])
        var asked: Set<Poll> = []
        for _ in 0..<20 {
            guard case .fetch(let poll) = world.cycle.next(at: world.now) else { break }
            asked.insert(poll)
            try world.look(poll, [poll == .zones ? #"[{"id":"z1"},{"id":"z2"}]"# : "[]"])
        }
        #expect(asked.isSuperset(of: [.alert(guid: "a"), .zoneLog(zone: "z1"), .zoneLog(zone: "z2")]))
    }

    @Test("takes no absence from a list of which a part is missing")
    func partialList() throws {
        var world = CycleWorld()
        try world.look(.alerts, [#"[{"guid":"a"},{"guid":"b"}]"#])
        let events = try world.look(.alerts, [#"{"data":[{"guid":"a"}],"total":2}"#])
        #expect(events.isEmpty, "it shows a row that was known: nothing new can be missing")
        #expect(try world.look(.alerts, [#"[{"guid":"a"}]"#]).map(\.type) == [.recordMissing])
    }

    @Test("archives what can be read of a list with a broken element, in a gap as long as that lasts")
    func brokenElement() throws {
        var world = CycleWorld()
        try world.look(.alerts, [#"[{"guid":"a"},{"guid":"b"}]"#])
        let events = try world.look(.alerts, [#"[{"guid":"c"},{"guid":"x","n":NaN},{"guid":"a"}]"#])
        #expect(events.map(\.type) == [.recordSeen, .recordUnreadable, .gapOpened], "b is not concluded to be missing")
        #expect(events.first?.subject == "hq/alerts/c")
        #expect(text(events[2]).contains(#""cause":"unreadable""#), "\(text(events[2]))")
        #expect(world.cycle.lastFailure?.cause == .unreadable)
        let again = #"[{"guid":"c"},{"guid":"a"},{"guid":"x","n":NaN}]"#
        #expect(try world.look(.alerts, [again, again]).isEmpty, "the same bytes are kept once")
        #expect(try world.look(.alerts, [#"[{"guid":"d"},{"guid":"x","n":NaN}]"#]).map(\.type) == [.recordSeen])
        let whole = try world.look(.alerts, [#"[{"guid":"d"},{"guid":"c"}]"#])
        #expect(Set(whole.map(\.subject)) == ["hq/alerts/a", "hq/alerts/b", "hq/coverage/alerts"])
        #expect(whole.last?.type == .gapClosed)
    }

    @Test("goes on asking as often as ever while an element is broken, and keeps only the first of many in a gap")
    func brokenElements() throws {
        var world = CycleWorld()
        for number in 0..<20 {
            try world.look(.ongoingAlerts, [#"[{"guid":"a"},{"guid":"x","n":NaN\#(number)}]"#])
            let wait = world.cycle.schedule.next.due.milliseconds(since: world.now)
            if number > 0 { #expect(wait <= 5000, "\(wait)") }
            for poll in [Poll.alerts, .zones] where number == 0 { try world.look(poll, ["[]"]) }
            if number == 0 { try world.look(.about, ["{}"]) }
        }
        #expect(world.log.filter { $0.type == .recordUnreadable }.count == 16)
        #expect(world.log.filter { $0.type == .gapOpened }.count == 1)
    }

    @Test("follows the pages of a list of which one has a broken element, and counts the look as broken")
    func brokenPage() throws {
        var world = CycleWorld()
        try world.look(.alerts, [#"[{"guid":"z"}]"#])
        let first = #"{"data":[{"guid":"a"},{"guid":"x","n":NaN}],"next_cursor":"m"}"#
        #expect(try world.look(.alerts, [first]).map(\.type) == [.recordSeen, .recordUnreadable])
        let next = Poll.further(.alerts, ListPart(continuation: .cursor("m")))
        let events = try world.look(next, [#"{"data":[{"guid":"b"},{"guid":"z"}]}"#])
        #expect(events.map(\.type) == [.recordSeen, .gapOpened])
    }

    @Test("records an answer that is worth very many events in parts, and concludes nothing before the last one")
    func manyEvents() throws {
        var world = CycleWorld()
        try world.look(.alerts, [#"[{"guid":"old"}]"#])
        let last = world.now
        world.cycle.eventLimit = 10
        let body = "[" + (0..<24).map { #"{"guid":"\#($0)"}"# }.joined(separator: ",") + "]"
        let looks = try (0..<4).map { _ in try world.look(.alerts, [body]) }
        #expect(looks.map { $0.filter { $0.type == .recordSeen }.count } == [10, 10, 4, 0])
        #expect(looks.map { $0.filter { $0.type == .recordMissing }.count } == [0, 0, 1, 0])
        #expect(looks.flatMap { $0 }.filter { $0.type == .recordSeen }.allSatisfy { $0.since == last })
        #expect(text(try #require(looks[0].last)).contains(#""cause":"too-large""#))
        #expect(looks[2].last?.type == .gapClosed && looks[3].isEmpty)
    }

    @Test("asks for the logs of a bounded number of zones, however many lists add up to")
    func manyZones() throws {
        var world = CycleWorld()
        for round in 0..<3 {
            let zones = (round * 2000..<round * 2000 + 2000)
                .map { #"{"id":"zone \#($0)","name":"a zone of that name"}"# }
            let events = try world.cycle.events(
                of: world.fetch(.zones, #"{"total":9999,"data":[\#(zones.joined(separator: ","))]}"#))
            for (offset, event) in events.enumerated() {
                let line = EventLine(
                    event, position: Position(UInt64(round * 10_000 + offset)), source: "test", time: world.now,
                    version: StreamVersion(1))
                world.cycle.apply(try #require(RecordedEvent(line: line.bytes[...])))
            }
            let isTooMany = events.contains {
                $0.type == .gapOpened && String(decoding: $0.data, as: UTF8.self).contains("6000 zones are listed")
            }
            #expect(isTooMany == (round == 2))
        }
        #expect(world.cycle.listedZones.count == AnswerLimits.zones)
    }

    private func text(_ event: RecordedEvent) -> String { String(decoding: event.data ?? [], as: UTF8.self) }

    @Test("says since when nothing was seen, from the last complete look")
    func since() throws {
        var world = CycleWorld()
        #expect(try world.look(.alerts, [#"[{"guid":"a","n":1}]"#]).first?.since == nil)
        let look = world.now
        _ = try world.fail(.alerts, .unreachable)
        #expect(try world.look(.alerts, [#"[{"guid":"a","n":2}]"#]).first?.since == look)
    }

    @Test("keeps the first sixteen unreadable answers of a gap and counts the others")
    func unreadableAnswers() throws {
        var world = CycleWorld()
        for number in 0..<20 { try world.look(.alerts, ["page \(number)"]) }
        #expect(world.log.filter { $0.type == .recordUnreadable }.count == 16)
        let closed = try #require(try world.look(.alerts, ["[]"]).first { $0.type == .gapClosed })
        #expect(String(decoding: closed.data ?? [], as: UTF8.self).contains(#""unreadable_not_kept":4"#))
    }

    @Test("ends a single cycle once every endpoint and each zone's log were asked")
    func once() throws {
        var world = CycleWorld(mode: .once)
        var asked: [Poll] = []
        while case .fetch(let poll) = world.cycle.next(at: world.now), asked.count < 20 {
            asked.append(poll)
            try world.look(poll, [poll == .zones ? #"[{"id":"z1"}]"# : (poll == .about ? "{}" : "[]")])
        }
        #expect(asked == [.ongoingAlerts, .alerts, .zones, .zoneLog(zone: "z1"), .about])
    }

    @Test("tells the time in which it was not running, and asks for the logs of the zones that it knows")
    func resuming() throws {
        var world = CycleWorld()
        try world.look(.zones, [#"[{"id":"z1"}]"#])
        try world.look(.alerts, ["[]"])
        var again = PollCycle(
            PollCycle.Configuration(deployment: "hq"), watermarks: world.cycle.watermarks,
            startingAt: world.now.advanced(byMilliseconds: 600_000))
        for event in world.log { again.apply(event) }
        let gaps = again.resume(at: world.now.advanced(byMilliseconds: 600_000))
        #expect(gaps.map(\.subject) == ["hq/coverage/alerts"], "zones are asked once an hour")
        #expect(gaps.allSatisfy { String(decoding: $0.data, as: UTF8.self).contains(#""cause":"not-running""#) })
        #expect(again.resume(at: world.now.advanced(byMilliseconds: 30_000)).isEmpty)
        var asked: Set<Poll> = []
        for _ in 0..<5 {
            guard case .fetch(let poll) = again.next(at: world.now.advanced(byMilliseconds: 600_000)) else { break }
            asked.insert(poll)
            let later = world.now.advanced(byMilliseconds: 600_000)
            let failure = FetchFailure(.forbidden, "for the test")
            _ = again.recorded(
                Fetch(poll: poll, askedAt: later, receivedAt: later, servedAt: nil, outcome: .failed(failure)), as: [])
        }
        #expect(asked.contains(.zoneLog(zone: "z1")), "although the list of zones fails")
    }

    @Test("ends the gap of a zone's log with the zone")
    func vanishedZone() throws {
        var world = CycleWorld()
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        _ = try world.fail(.zoneLog(zone: "z2"), .refused)
        let events = try world.look(.zones, [#"[{"id":"z1"}]"#])
        #expect(events.map(\.type) == [.recordMissing, .gapClosed])
        #expect(events.last?.subject == "hq/coverage/zone-log/z2")
    }
}
