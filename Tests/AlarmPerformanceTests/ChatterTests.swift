import AlarmPerformance
import ArchiveEvents
import TestSupport
import Testing

@Suite("Chattering")
struct ChatterTests {
    /// So many starts at a distance.
    private static func train(_ period: Double, _ count: Int = 21) -> [Double] {
        (0..<count).map { Double($0) * period }
    }

    @Test(
        "by the index form: the mean of 1 / max(1, run) is 0.05 or more",
        arguments: [
            // Floating sums of twenty times 0.05 stay below: this one must be exact.
            (train(20), 0.05, 1.0),
            (train(20, 1001), 0.05, 1),
            (train(21), 1 / 21.0, 0),
            ([0, 5, 10], 0.2, 1),
            // One long run does not wash out two short ones.
            ([0, 5, 10, 1810], (0.2 + 0.2 + 1 / 1800.0) / 3, 1),
            // A run counts as a second at least.
            ([0, 0, 0.2], 1, 1),
            // 1/12 + 1/60 is a tenth, though neither third is a finite decimal: exactly the threshold.
            ([0, 12, 72], 0.05, 1),
            // A millisecond later it is below.
            ([0, 12, 72.001], (1 / 12.0 + 1 / 60.001) / 2, 0),
        ] as [([Double], Double, Double)])
    func index(starts: [Double], index: Double, sources: Double) throws {
        let indicator = try Self.indicator(starts)
        #expect(indicator.part("highest index, per second")?.isNear(index) == true)
        #expect(indicator.part("chattering by the index form") == sources)
    }

    @Test("of one start is undefined by the index form, not zero")
    func oneStart() throws {
        let indicator = try Self.indicator([0])
        #expect(indicator.part("highest index, per second") == nil)
        #expect(indicator.value == 0)
        #expect(try TestInput().indicator("chatter.count").value == nil)
    }

    @Test(
        "by the rule form: three starts within a half-open minute",
        arguments: [
            (train(20), 1.0),
            // Where the index form says no.
            (train(21), 1), (train(29), 1),
            // The third is exactly a minute after the first: half-open.
            (train(30), 0),
            ([0, 59.999], 0), ([0, 1, 59.999], 1), ([0, 100, 200, 201, 202], 1),
        ] as [([Double], Double)])
    func rule(starts: [Double], sources: Double) throws {
        #expect(try Self.indicator(starts).value == sources)
    }

    @Test("prints its form, its rival and what cannot be seen")
    func printed() throws {
        var input = TestInput(alarms: Self.train(20).map { alarm($0) })
        #expect(try input.indicator("chatter.count").says("the vendor's own times"))
        input.settings.startResolution = 30_000
        let indicator = try input.indicator("chatter.count")
        #expect(indicator.says("shorter than 30 s"))
        #expect(indicator.parameters.contains { $0.value.hasPrefix("rule: 3 starts or more") })
        #expect(indicator.parameters.contains { $0.name == "rival form" && $0.value.contains(">= 0.05 per second") })
        #expect(indicator.says("Zone 0"))
    }

    @Test("is of a source: zone, device and rule, not of a guid and not of a detection")
    func sources() throws {
        var other = source(0)
        other.detection = "vehicle"
        var input = TestInput(alarms: [alarm(0), alarm(5, source: 1), alarm(10)], sources: [source(0), other])
        #expect(try input.indicator("chatter.count").value == 1)
        input.sources[1].ruleID = "r"
        #expect(try input.indicator("chatter.count").value == 0)
        #expect(try input.indicator("chatter.count").count == 2)
    }

    private static func indicator(_ starts: [Double]) throws -> Indicator {
        try TestInput(alarms: starts.map { alarm($0) }).indicator("chatter.count")
    }
}

@Suite("Fleeting alarms")
struct FleetingTests {
    @Test(
        "end by themselves within 10 s and do not come back within 60 s",
        arguments: [
            (exactly(10), nil, 100, 1),
            // A moment too long.
            (exactly(10.001), nil, 100, 0),
            // It comes back a minute after the end, and a moment later than that.
            (exactly(10), nil, 70, 0), (exactly(10), nil, 70.001, 1),
            // An operator ended it, so to speak.
            (exactly(8), exactly(5), 100, 0),
        ] as [(ClosedRange<Instant>, ClosedRange<Instant>?, Double, Double)])
    func exact(end: ClosedRange<Instant>, verified: ClosedRange<Instant>?, next: Double, count: Double) throws {
        let indicator = try TestInput(alarms: [alarm(0, verified: verified, end: end), alarm(next)])
            .indicator("fleeting")
        #expect(indicator.value == count)
        #expect(indicator.bounds == nil)
        #expect(indicator.left("no end, or no length, is known") == 1)
    }

    @Test("are none where nobody can tell how long they lasted")
    func untimed() throws {
        let untimed = AnnunciatedAlarm(start: second(0), source: 0, end: exactly(3), isEndUntimed: true)
        let indicator = try TestInput(alarms: [untimed]).indicator("fleeting")
        #expect(indicator.value == nil)
        #expect(indicator.left("no end, or no length, is known") == 1)
    }

    @Test("within a bracket are certain or only possible")
    func bracket() throws {
        var input = TestInput(alarms: [alarm(0, end: second(5)...second(35))])
        #expect(try input.indicator("fleeting").value == 0)
        #expect(try input.indicator("fleeting").bounds == .init(low: 0, high: 1, kind: .bracket))
        input.alarms = [alarm(0, end: second(5)...second(9))]
        #expect(try input.indicator("fleeting").value == 1)
    }

    @Test("are not judged where a restart could not be seen any more, and undefined without an end")
    func edges() throws {
        let late = 30 * day - 30
        let input = TestInput(alarms: [alarm(late, end: exactly(late + 2))])
        #expect(try input.indicator("fleeting").value == 0)
        #expect(try input.indicator("fleeting").left("too near the end") == 1)
        #expect(try TestInput(alarms: [alarm(0)]).indicator("fleeting").value == nil)
    }
}
