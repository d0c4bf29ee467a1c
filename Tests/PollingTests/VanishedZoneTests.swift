import AlarmHistory
import AltaAPI
import ArchiveEvents
import Polling
import TestSupport
import Testing

@Suite("The log of a zone that vanishes")
struct VanishedZoneTests {
    private static let log = LookTarget("hq", .zoneLog, id: "z1")
    private static let before = #"[{"n":2},{"n":1}]"#

    @Test("is forgotten, and goes on where the archive left it when the zone comes back: nothing is new but what is")
    func comesBack() throws {
        var world = try Self.vanished()
        #expect(world.cycle.watermarks[Self.log] == nil)
        try Self.expectReturn(&world)
    }

    @Test("is not remembered by a restart either")
    func restart() throws {
        var world = try Self.vanished()
        let note = world.cycle.watermarks
        world.restart(note)
        #expect(world.cycle.watermarks[Self.log] == nil)
        try Self.expectReturn(&world)
    }

    @Test("is kept as long as no complete list has shown that the zone is gone")
    func notCertain() throws {
        var world = try Self.observed()
        try world.look(.zones, [#"{"data":[{"id":"z2"}],"total":5}"#])
        #expect(world.cycle.watermarks[Self.log] != nil)
    }

    @Test("was not asked for while nobody listed the zone, and its gap says so")
    func reason() throws {
        var world = CycleWorld()
        var zones = #"[{"id":"z1"},{"id":"z2"}]"#
        for hours in [1, 3, 2] as [Int64] {
            _ = try world.run(hours * 3_600_000) { poll in
                switch poll {
                case .zones: zones
                case .zoneLog: Self.before
                case .about: "{}"
                default: "[]"
                }
            }
            zones = hours == 1 ? #"[{"id":"z2"}]"# : #"[{"id":"z1"},{"id":"z2"}]"#
        }
        let gaps = world.log.filter { $0.type == .gapOpened }
        #expect(gaps.map(\.subject) == [Self.log.coverageSubject])
        let data = String(decoding: try #require(gaps.first?.data), as: UTF8.self)
        #expect(data.contains(#""cause":"overdue""#) && data.contains("the zone was not listed for"), "\(data)")
    }

    @Test(
        "that vanishes in a gap and soon comes back was not looked at until somebody did, though the gap ended with the zone",
        arguments: [false, true])
    func gapThatNobodyEnded(restarts: Bool) throws {
        var world = try Self.observed()
        _ = try world.fail(.zoneLog(zone: "z1"), .refused)
        world.pass(120_000)
        let gone = try world.look(.zones, [#"[{"id":"z2"}]"#])
        let end = try #require(Self.gap(gone)).until
        world.pass(120_000)
        if restarts { world.restart(world.cycle.watermarks) }
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        if restarts { world.restart(Watermarks()) }
        world.pass(120_000)
        let back = try world.look(.zoneLog(zone: "z1"), [#"[{"n":3},{"n":2},{"n":1}]"#])
        let gap = try #require(Self.gap(back))
        #expect(gap.from == end && gap.until == world.now)
        let seen = try #require(back.first { $0.type == .recordSeen })
        #expect(seen.since == nil, "the last look was before the gap that the zone ended")
        #expect(try Self.reason(back).contains("was not listed for 12"))
    }

    @Test("that fails once it is asked for again has the failure's cause, and still tells no look that was none")
    func failsOnReturn() throws {
        var world = try Self.observed()
        _ = try world.fail(.zoneLog(zone: "z1"), .refused)
        try world.look(.zones, [#"[{"id":"z2"}]"#])
        world.pass(3_600_000)
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        _ = try world.overdue()
        let failed = try world.fail(.zoneLog(zone: "z1"), .forbidden)
        #expect(try Self.reason(failed).contains(#""cause":"forbidden""#))
        world.restart(world.cycle.watermarks)
        let back = try world.look(.zoneLog(zone: "z1"), [#"[{"n":3},{"n":2},{"n":1}]"#])
        #expect(try #require(back.first { $0.type == .recordSeen }).since == nil)
    }

    @Test("that is listed again when the archiver starts has the cause of its first poll, if that fails")
    func restartOnReturn() throws {
        var world = try Self.observed()
        try world.look(.zones, [#"[{"id":"z2"}]"#])
        world.pass(36_000_000)
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        let told = try world.record(world.restart(world.cycle.watermarks))
        #expect(!told.contains { $0.subject == Self.log.coverageSubject })
        let failed = try world.fail(.zoneLog(zone: "z1"), .forbidden)
        #expect(try Self.reason(failed).contains(#""cause":"forbidden""#))
    }

    @Test("is told once, also where its first poll could not tell it")
    func once() throws {
        var world = try Self.observed()
        try world.look(.zones, [#"[{"id":"z2"}]"#])
        world.pass(3_600_000)
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        try world.look(.zoneLog(zone: "z1"), [Self.before])
        try world.look(.zones, [#"[{"id":"z2"}]"#])
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        try world.look(.zoneLog(zone: "z1"), [Self.before])
        world.restart(world.cycle.watermarks)
        let more = try world.look(.zoneLog(zone: "z1"), [Self.before])
        #expect(!more.contains { $0.type == .gapOpened })
        #expect(world.log.count { $0.type == .gapOpened && $0.subject == Self.log.coverageSubject } == 2)
    }

    @Test("listed by another program has a gap, too, although no poll of the list told of it")
    func listedByBackfill() throws {
        var world = try Self.observed()
        _ = try world.fail(.zoneLog(zone: "z1"), .refused)
        let gone = try world.look(.zones, [#"[{"id":"z2"}]"#])
        let end = try #require(Self.gap(gone)).until
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        world.pass(60_000)
        world.restart(Watermarks())
        let back = try world.look(.zoneLog(zone: "z1"), [Self.before])
        #expect(Self.gap(back)?.from == end)
    }

    @Test("of which a clock that was ahead told last has a gap of no length, and not one as long as the process")
    func clockSetBack() throws {
        var world = try Self.observed()
        world.pass(864_000_000)
        try world.look(.zoneLog(zone: "z1"), [Self.before])
        try world.look(.zones, [#"[{"id":"z2"}]"#])
        world.setClock(by: -1_800_000)
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        let back = try world.record(world.fetch(.zoneLog(zone: "z1"), Self.before, latency: 50))
        let gap = try #require(Self.gap(back))
        #expect(gap.until.milliseconds(since: gap.from) < 60_000)
        #expect(try Self.reason(back).contains("was not listed for 0 seconds"))
    }

    /// The data of the gap that was opened.
    private static func reason(_ events: [RecordedEvent]) throws -> String {
        let opened = try #require(events.last { $0.type == .gapOpened && $0.subject == log.coverageSubject })
        return String(decoding: try #require(opened.data), as: UTF8.self)
    }

    /// From when to when a gap that was closed lasted.
    private static func gap(_ events: [RecordedEvent]) -> (from: Instant, until: Instant)? {
        for event in events where event.subject == log.coverageSubject {
            guard case .closed(let from?, let until, _) = CoverageEvidence.of(event)?.evidence else { continue }
            return (from, until)
        }
        return nil
    }

    private static func observed() throws -> CycleWorld {
        var world = CycleWorld()
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        try world.look(.zoneLog(zone: "z1"), [before, before])
        return world
    }

    private static func vanished() throws -> CycleWorld {
        var world = try observed()
        let told = try world.look(.zones, [#"[{"id":"z2"}]"#])
        #expect(told.contains { $0.type == .recordMissing })
        return world
    }

    /// The zone comes back a day later, with one more line in its log.
    private static func expectReturn(_ world: inout CycleWorld) throws {
        let last = try #require(world.log.last { $0.type == .coverageConfirmed && $0.subject.contains("z1") })
        world.pass(86_400_000)
        try world.look(.zones, [#"[{"id":"z1"},{"id":"z2"}]"#])
        let mark = world.cycle.watermarks[log]
        #expect(mark != nil && mark.map { $0 < last.time } == true, "what the log vouched for")
        let told = try world.look(.zoneLog(zone: "z1"), [#"[{"n":3},{"n":2},{"n":1}]"#])
        #expect(told.filter { $0.type == .recordSeen }.map(\.subject) == ["hq/zone-logs/z1"])
        #expect(try reason(told).contains("was not listed for 8640"))
        #expect(gap(told)?.until == world.now, "nobody looked there for a day")
    }
}
