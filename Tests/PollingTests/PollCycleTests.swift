import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON
import Polling
import TestSupport
import Testing

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
        #expect(asked == [.ongoingAlerts, .alerts, .zones, .about, .zoneLog(zone: "z1")])
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
