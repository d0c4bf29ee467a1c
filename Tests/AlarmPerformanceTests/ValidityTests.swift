import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import Testing

@Suite("Validity")
struct ValidityTests {
    /// So many false and valid alarms, all ended.
    private static func alarms(_ falseOnes: Int, of count: Int) -> [AnnunciatedAlarm] {
        (0..<count).map { alarm(Double($0), verdict: $0 < falseOnes ? .false : .valid, end: exactly(Double($0) + 100)) }
    }

    @Test(
        "the share of false ones has Wilson's bounds",
        arguments: [
            (9, 10, 0.596, 0.982), (90, 100, 0.826, 0.945), (0, 10, 0, 0.278),
            // The mirror image of none.
            (10, 10, 0.722, 1),
        ])
    func wilson(falseOnes: Int, count: Int, low: Double, high: Double) throws {
        let indicator = try TestInput(alarms: Self.alarms(falseOnes, of: count)).indicator("valid.false-ratio")
        let bounds = try #require(indicator.bounds)
        #expect(abs(bounds.low - low) < 0.0005)
        #expect(abs((bounds.high ?? 9) - high) < 0.0005)
        #expect(bounds.kind == .wilson95)
        #expect(indicator.value == Double(falseOnes) / Double(count))
        #expect(indicator.count == count)
    }

    @Test("is undefined where nothing was judged, and never taken over unverified ones")
    func undefined() throws {
        let indicator = try TestInput(alarms: [alarm(0), alarm(1, verdict: .unknown)]).indicator("valid.false-ratio")
        #expect(indicator.value == nil)
        #expect(indicator.bounds == nil)
        #expect(indicator.left("neither valid") == 2)
        #expect(try TestInput().indicator("valid.coverage").value == nil)
    }

    @Test("verified alarms are counted among the ended ones")
    func coverage() throws {
        let alarms = Self.alarms(1, of: 3) + [alarm(10, end: exactly(20)), alarm(11, verdict: .valid)]
        let indicator = try TestInput(alarms: alarms).indicator("valid.coverage")
        #expect(indicator.value == 0.75)
        #expect(indicator.left("not known to have ended") == 1)
        // Wilson's interval of 3 of 4.
        #expect(indicator.bounds?.kind == .wilson95)
        #expect(indicator.bounds?.low.isNear(0.3006418400969081) == true)
        #expect(indicator.bounds?.high?.isNear(0.954412739704631) == true)
    }

    @Test("the percentage misleads: false calls of a site and year stand beside it")
    func perSite() throws {
        var input = TestInput(alarms: Self.alarms(10, of: 10))
        input.period = seconds(0..<365 * day)
        #expect(try input.indicator("valid.false-ratio").part("false (202) per site and year") == 10)
    }

    @Test("what began while nobody looked makes no yearly figure, nor do seconds of observation make any rate")
    func scarcelyObserved() throws {
        var input = TestInput(alarms: Self.alarms(10, of: 10) + [alarm(20 * day, verdict: .false)])
        input.observed = [seconds(19 * day..<21 * day)]
        let part = try input.indicator("valid.false-ratio").part("false (202) per site and year")
        #expect(part?.isNear(365 / 2.0) == true)
        input.observed = [seconds(10 * day..<10 * day + 5)]
        #expect(try input.indicator("valid.false-ratio").part("false (202) per site and year") == nil)
        for id in [
            "rate.day", "rate.hour", "rate.10min", "flood.time", "peak.hours30", "peak.bins10", "peak.bin", "opc-ua",
        ] {
            let indicator = try input.indicator(id)
            #expect(indicator.value == nil, "\(id)")
            #expect(indicator.notes.contains { $0.contains("too little time was observed") }, "\(id)")
        }
    }

    @Test("false ones per sensor and day divide by observed time")
    func perSensor() throws {
        var input = TestInput(sources: [source(0), source(1)])
        input.alarms = Self.alarms(6, of: 8) + [alarm(100, source: 1), alarm(20 * day, verdict: .false)]
        input.observed = [seconds(0..<15 * day)]
        let indicator = try input.indicator("valid.nuisance-rate")
        #expect(indicator.value?.isNear(6 / 2 / 15.0) == true)
        #expect(indicator.left("began while nobody looked") == 1)
    }

    @Test("the alarm factor names its numerator, for 10,000 dispatches of which 500 were real at 10,000 systems")
    func alarmFactor() throws {
        let factor = AlarmFactor(dispatches: 10_000, real: 500, systems: 10_000)
        #expect(factor.falseOnly == 0.95)
        #expect(factor.all == 1)
        #expect(AlarmFactor(dispatches: 1, real: 0, systems: 0).all == nil)
        var input = TestInput(period: seconds(0..<365 * day))
        #expect(try input.indicator("alarm-factor").attainment == .notAssessable)
        input.dispatches = (0..<20).map {
            Dispatch(time: second(Double($0) * day), site: "a", wasReal: $0 == 19 ? nil : $0 < 4)
        }
        #expect(try input.indicator("alarm-factor").says("number of permitted systems"))
        input.settings.systems = 10
        let indicator = try input.indicator("alarm-factor")
        #expect(indicator.value == 1.5)
        #expect(indicator.part("numerator: all dispatches") == 1.9)
        #expect(indicator.left("nobody said") == 1)
    }

    @Test("without annotated dispatches the police response is not assessable")
    func withoutDispatches() throws {
        let indicator = try TestInput().indicator("npcc")
        #expect(indicator.value == nil)
        #expect(indicator.attainment == .notAssessable)
        #expect(indicator.says("no dispatches are annotated"))
    }

    @Test(
        "calls count for twelve months of the site that they came from",
        arguments: [
            ([0.0], 1, CallStanding.none), ([0, 10], 2, .warning), ([0, 10, 20], 3, .withdrawal),
            // A year after the first that one has gone.
            ([0, 10, 365], 2, .warning), ([0, 10, 364.9], 3, .withdrawal),
            // The worst time counts, not the last.
            ([0, 1, 2, 800], 3, .withdrawal),
        ])
    func rolling(days: [Double], most: Int, standing: CallStanding) throws {
        let rule = try #require(Presets.named("npcc").flatMap { RollingRule($0) })
        let calls = days.map { Dispatch(time: second($0 * day), site: "a", wasReal: false) }
        let counts = RollingCounts(
            calls + [Dispatch(time: second(0), site: "b", wasReal: false)], rule, until: second(1000 * day))
        #expect(counts.highest(.intruder) == most)
        #expect(counts.standing(of: "a") == standing)
        #expect(counts.standing(of: "b") == .none)
    }

    @Test("hold-up calls have their own numbers, and real calls are none")
    func holdUp() throws {
        var input = TestInput(period: seconds(0..<400 * day))
        input.dispatches = [
            Dispatch(time: second(1), site: "a", kind: .holdUp, wasReal: false),
            Dispatch(time: second(2), site: "a", kind: .holdUp, wasReal: false),
            Dispatch(time: second(3), site: "a", wasReal: true), Dispatch(time: second(4), site: "b", wasReal: false),
        ]
        let indicator = try input.indicator("npcc")
        #expect(indicator.value == 1)
        #expect(indicator.part("hold-up: most of one site") == 2)
        #expect(indicator.part("sites with a withdrawal") == 1)
        #expect(indicator.coverage == 1)
    }

    @Test("only level 0 and a candidate for level 2 are suggested")
    func levels() throws {
        #expect(alarm(0, verdict: .false, end: exactly(5)).suggestedLevel == .noCall)
        // Not ended: nothing yet.
        #expect(alarm(0, verdict: .false).suggestedLevel == nil)
        #expect(alarm(0, verdict: .valid).suggestedLevel == .candidateForTwo)
        #expect(alarm(0, end: exactly(5)).suggestedLevel == nil)
        #expect(SuggestedLevel.allCases.count == 2)
        let indicator = try TestInput(alarms: Self.alarms(2, of: 5) + [alarm(10)]).indicator("avs-01")
        #expect(indicator.value == 2)
        #expect(indicator.part(SuggestedLevel.candidateForTwo.words) == 3)
        #expect(indicator.left("nothing may be suggested") == 1)
    }
}
