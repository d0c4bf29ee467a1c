import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON
import Polling
import Synchronization
import TestSupport
import Testing

@Suite("A clock that is set back while a deployment is polled")
struct ClockSetBackTests {
    private static let minute: Int64 = 60_000

    @Test(
        "leaves an outage as long as it was, by however much it is set, once or twice; and as much longer as the clock is ahead",
        arguments: [
            [-1_500], [-2 * minute], [-20 * minute], [-59 * minute], [-24 * 60 * minute], [-30 * minute, 30 * minute],
            [-30_000, 30_000, -30_000], [30_000], [45_000, -30_000], [45_000, 45_000], [30 * minute],
        ])
    func outage(steps: [Int64]) throws {
        var world = CycleWorld()
        try world.look(.ongoingAlerts, ["[]", "[]"])
        let opened = try world.fail(.ongoingAlerts, .unreachable)
        #expect(opened.contains { $0.type == .gapOpened })
        var passed: Int64 = 2_000
        for step in steps {
            world.pass(10 * Self.minute)
            world.setClock(by: step)
            world.pass(10 * Self.minute)
            passed += 20 * Self.minute
        }
        // No clock ever showed the time by which it was set forward: nobody observed that.
        passed += max(0, steps.reduce(0, +))
        let events = try world.look(.ongoingAlerts, ["[]"])
        #expect(try Self.length(of: events) == passed)
        var ledger = CoverageLedger()
        for event in world.log { ledger.apply(event) }
        let gap = try #require(ledger.tracks[LookTarget("hq", .ongoingAlerts)]?.gaps.first)
        #expect(gap.until?.milliseconds(since: gap.from) == passed, "the folds say so, too")
    }

    @Test(
        "or forward a little leaves no hole in what is vouched for",
        arguments: [[30_000], [-30_000], [30_000, 30_000], [30_000, -30_000]])
    func observed(steps: [Int64]) throws {
        var world = CycleWorld()
        for step in steps + [0] {
            _ = try world.run(65 * Self.minute) { $0 == .about ? "{}" : "[]" }
            world.setClock(by: step)
        }
        let target = LookTarget("hq", .ongoingAlerts)
        let told = world.log.filter { $0.subject == target.coverageSubject }
        #expect(told.count > 1 && told.allSatisfy { $0.type == .coverageConfirmed })
        var ledger = CoverageLedger()
        for event in world.log { ledger.apply(event) }
        #expect(ledger.tracks[target]?.confirmed.count == 1)
    }

    @Test("does not keep what is late from being told, and makes no gap of looks that come in time")
    func late() throws {
        var world = CycleWorld()
        _ = try world.run(70_000) { $0 == .about ? "{}" : "[]" }
        world.setClock(by: -50 * Self.minute)
        _ = try world.run(10 * Self.minute) { $0 == .about ? "{}" : "[]" }
        #expect(!world.log.contains { $0.type == .gapOpened })
        let told = try world.overdue(while: 1, latency: 100_000)
        #expect(told.contains { $0.type == .gapOpened && $0.subject == "hq/coverage/ongoing-alerts" })
    }

    @Test("unnoticed, between two runs, never makes a gap end before it began; what follows has its length")
    func betweenRuns() throws {
        var world = CycleWorld()
        try world.look(.ongoingAlerts, ["[]"])
        _ = try world.fail(.ongoingAlerts, .unreachable)
        world.pass(-30 * Self.minute)
        let note = world.cycle.watermarks
        world.restart(note)
        world.pass(5 * Self.minute)
        let events = try world.look(.ongoingAlerts, ["[]"])
        #expect(try Self.length(of: events) == 5 * Self.minute + 1_000)
    }

    @Test("does not move what an earlier run noted by a clock that was right, nor what came before it was set forward")
    func ahead() throws {
        let outage: (inout CycleWorld) throws -> Void = { world in
            try world.look(.ongoingAlerts, ["[]", "[]"])
            _ = try world.fail(.ongoingAlerts, .unreachable)
        }
        var restarted = CycleWorld()
        try restarted.look(.ongoingAlerts, ["[]", "[]"])
        restarted.pass(4_000 + 120 * Self.minute)
        let told = try restarted.record(restarted.restart(restarted.cycle.watermarks))
        #expect(told.contains { $0.type == .gapOpened }, "a time in which nothing ran, by what the clock shows")
        restarted.setClock(by: -120 * Self.minute)
        restarted.pass(28_000)
        #expect(try Self.length(of: restarted.look(.ongoingAlerts, ["[]"])) == 33_000)

        var inGap = CycleWorld()
        try outage(&inGap)
        inGap.pass(120 * Self.minute)
        inGap.restart(inGap.cycle.watermarks)
        inGap.setClock(by: -120 * Self.minute)
        inGap.pass(5 * Self.minute)
        #expect(try Self.length(of: inGap.look(.ongoingAlerts, ["[]"])) == 5 * Self.minute + 2_000)

        var set = CycleWorld()
        try outage(&set)
        set.setClock(by: 30 * Self.minute)
        set.pass(5 * Self.minute)
        set.setClock(by: -30 * Self.minute)
        set.pass(5 * Self.minute)
        #expect(try Self.length(of: set.look(.ongoingAlerts, ["[]"])) == 10 * Self.minute + 2_000)
    }

    @Test(
        "behind from a start on, makes no gap of what was vouched for before once it is set right",
        arguments: [false, true])
    func behind(hasAnswer: Bool) throws {
        var world = CycleWorld()
        try world.look(.ongoingAlerts, ["[]", "[]"])
        world.pass(-30 * Self.minute)
        try world.record(world.restart(world.cycle.watermarks))
        if hasAnswer { try world.look(.ongoingAlerts, ["[]"]) }
        _ = try world.fail(.ongoingAlerts, .unreachable)
        world.setClock(by: 30 * Self.minute)
        world.pass(2 * Self.minute)
        let length = try Self.length(of: world.look(.ongoingAlerts, ["[]"]))
        #expect(length == 2 * Self.minute + (hasAnswer ? 3_000 : 2_000), "since the last look before the restart")
    }

    @Test("of a machine that starts in the past, leaves a gap that was open where it began")
    func longBehind() throws {
        let years = 6 * 365 * 24 * 60 * Self.minute
        var world = CycleWorld()
        try world.look(.ongoingAlerts, ["[]", "[]"])
        _ = try world.fail(.ongoingAlerts, .unreachable)
        world.pass(-years)
        try world.record(world.restart(world.cycle.watermarks))
        _ = try world.fail(.ongoingAlerts, .unreachable)
        world.setClock(by: years)
        #expect(try Self.length(of: world.look(.ongoingAlerts, ["[]"])) == 3_000)
    }

    @Test("between two runs, for good, does not keep what is late from being told, and makes no gap of looks in time")
    func lateBetweenRuns() throws {
        var world = CycleWorld()
        _ = try world.run(70_000) { $0 == .about ? "{}" : "[]" }
        world.pass(-30 * Self.minute)
        try world.record(world.restart(world.cycle.watermarks))
        _ = try world.run(10 * Self.minute) { $0 == .about ? "{}" : "[]" }
        _ = try world.overdue()
        #expect(!world.log.contains { $0.type == .gapOpened })
        let told = try world.overdue(while: 1, latency: 100_000)
        #expect(told.contains { $0.type == .gapOpened && $0.subject == "hq/coverage/ongoing-alerts" })
    }

    @Test("between two runs, as the vendor's clock confirms, takes back what the note tells of times to come")
    func noteOfTheFuture() throws {
        var world = CycleWorld()
        _ = try world.run(30 * Self.minute) { $0 == .about ? "{}" : "[]" }
        world.pass(-8 * Self.minute)
        world.restart(world.cycle.watermarks)
        world.pass(1_000)
        try world.record(world.fetch(.ongoingAlerts, "[]", servedAt: world.now))
        let last = world.now
        world.pass(10 * Self.minute)
        try world.record(world.restart(world.cycle.watermarks))
        let told = world.log.filter { $0.subject == "hq/coverage/ongoing-alerts" }
        #expect(told.map(\.type) == [.gapOpened], "when the polls before the restart were is not known")
        #expect(String(decoding: try #require(told.first?.data), as: UTF8.self).contains(last.description))
    }

    @Test("between two runs, leaves polls of which only their times are not known")
    func undated() throws {
        var world = CycleWorld()
        _ = try world.run(65 * Self.minute) { poll in
            poll == .alerts ? #"{"data":[{"guid":"a"}],"total":40}"# : poll == .about ? "{}" : "[]"
        }
        let confirmed = world.log.count { $0.type == .coverageConfirmed }
        world.pass(-8 * Self.minute)
        world.restart(world.cycle.watermarks)
        world.pass(1_000)
        let alerts = try world.record(
            world.fetch(.alerts, #"{"data":[{"guid":"b"}],"total":40}"#, servedAt: world.now))
        let seen = try #require(alerts.first { $0.type == .recordSeen })
        #expect(seen.since == nil, "nobody knows when the poll before was")
        #expect(world.log.count { $0.type == .coverageConfirmed } == confirmed)
        let asked = try world.run(10_000) { $0.list == .alerts ? #"{"data":[{"guid":"b"}],"total":40}"# : "[]" }
        #expect(asked.contains { $0.poll.list == .alerts && $0.poll != .alerts }, "and what came since is looked for")
    }

    @Test("is noticed by the poller")
    func poller() async throws {
        let test = try TestLog(.memory)
        let log = try await test.create()
        let clock = ManualClock(.testStart, until: .testStart.advanced(byMilliseconds: 20 * Self.minute))
        let isSet = Mutex(false)
        let poller = try scriptedPoller(test, log, clock, .continuous) { request throws(TransportError) in
            let passed = clock.trueTime.milliseconds(since: .testStart)
            let isFirst = isSet.withLock { isSet in
                defer { isSet = isSet || passed > 400_000 }
                return !isSet
            }
            if isFirst, passed > 400_000 { clock.step(byMilliseconds: -30 * Self.minute) }
            guard passed < 100_000 || passed > 700_000 else { throw TransportError("nothing there") }
            return .ok(request.path == "/api/v1/about" ? "{}" : "[]")
        }
        try await poller.poll()
        let length = try Self.length(of: test.events().filter { $0.subject == "hq/coverage/ongoing-alerts" })
        #expect((600_000...670_000).contains(length), "\(length)")
    }

    /// Milliseconds of a gap, as the event tells that closes it.
    private static func length(of events: [RecordedEvent]) throws -> Int64 {
        let closed = try #require(events.first { $0.type == .gapClosed })
        let data = try JSONText([UInt8](#require(closed.data))).root
        let from = try #require(data["from"]?.string.flatMap { Instant(rfc3339: $0) })
        let until = try #require(data["until"]?.string.flatMap { Instant(rfc3339: $0) })
        return until.milliseconds(since: from)
    }
}
