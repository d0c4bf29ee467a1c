import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import TestSupport
import Testing

@Suite("The rules that all indicators keep")
struct RuleTests {
    /// 30 days with an alarm every two hours.
    private static func steady(operators: Int? = 1) -> TestInput {
        var input = TestInput(alarms: (0..<360).map { alarm(Double($0) * 7200, end: exactly(Double($0) * 7200 + 60)) })
        input.settings.operators = operators
        return input
    }

    @Test("rates divide by observed time, never by the calendar, and leave out what began while nobody looked")
    func observed() throws {
        var input = Self.steady()
        #expect(try input.indicator("rate.hour").value == 0.5)
        input.observed = [seconds(0..<day), seconds(2 * day..<3 * day)]
        let indicator = try input.indicator("rate.hour")
        #expect(indicator.value == 0.5)
        #expect(indicator.coverage?.isNear(2 / 30) == true)
        #expect(indicator.counted == 24)
        #expect(indicator.left("began while nobody looked") == 336)
        #expect(indicator.grade == nil)
        #expect(indicator.ungradedBecause?.contains("partly observed") == true)
    }

    @Test("nothing is zero for want of looking: without observed time every rate is undefined")
    func unobserved() throws {
        var input = Self.steady()
        input.observed = []
        for id in Self.overTime {
            let indicator = try input.indicator(id)
            #expect(indicator.value == nil, "\(id)")
            #expect(indicator.coverage == 0, "\(id)")
            #expect(indicator.says("undefined"), "\(id)")
        }
    }

    private static let overTime = [
        "rate.day", "rate.hour", "rate.10min", "peak.hours30", "peak.bins10", "peak.bin", "flood.time", "stale.day",
        "standing", "eemua.average", "eemua.upset", "opc-ua",
    ]

    @Test("nothing of an empty archive is a figure but counts of nothing, and no attainment comes of it")
    func empty() throws {
        for indicator in Indicators.all(try TestInput().tally()) {
            let isCount = ["rate", "peak", "flood", "stale", "standing", "opc-ua", "eemua.average"].contains {
                indicator.id.hasPrefix($0)
            }
            if !isCount || indicator.id == "rate.armed-hour" { #expect(indicator.value == nil, "\(indicator.id)") }
            if isCount, let value = indicator.value { #expect(value == 0, "\(indicator.id)") }
        }
    }

    @Test("without operator positions the label is per site, and nothing is graded")
    func operators() throws {
        let perSite = try Self.steady(operators: nil).indicator("rate.hour")
        #expect(perSite.grade == nil)
        #expect(perSite.attainment == nil)
        #expect(perSite.says("per site, not per operator"))
        let graded = try Self.steady().indicator("rate.hour")
        #expect(graded.grade == .green)
        #expect(graded.attainment == .reached)
        #expect(graded.says("assumes a plant operator"))
        #expect(graded.parameters.contains(.init("operators", "1")))
        #expect(try Self.steady(operators: 4).indicator("rate.hour").value == 0.125)
        let ungraded = try Indicators.all(Self.steady(operators: nil).tally()).filter { $0.grade != nil }
        #expect(ungraded.isEmpty)
    }

    @Test("less than 30 days by the clocks on the wall is indicative, and ungraded")
    func short() throws {
        var input = Self.steady()
        input.period = seconds(0..<30 * day - 1)
        let indicator = try input.indicator("rate.hour")
        #expect(indicator.says("indicative"))
        #expect(indicator.grade == nil)
        // An hour is missing where clocks were put forward: thirty days all the same.
        input.period = seconds(0..<30 * day - 3600)
        input.calendar = LocalCalendar(
            name: "spring", secondsAhead: 0, changes: [.init(from: second(day), secondsAhead: 3600)])
        #expect(try input.indicator("rate.hour").grade == .green)
        // And where they were put back, thirty times 24 hours are enough.
        input.period = seconds(0..<30 * day)
        input.calendar = LocalCalendar(
            name: "autumn", secondsAhead: 3600, changes: [.init(from: second(day), secondsAhead: 0)])
        #expect(try input.indicator("rate.hour").grade == .green)
    }

    @Test(
        "bands: green below, amber from the lower to the upper limit, red above",
        arguments: [(5, Indicator.Grade.green), (6, .amber), (12, .amber), (13, .red)])
    func bands(perHour: Int, grade: Indicator.Grade) throws {
        var input = TestInput(
            alarms: (0..<720 * perHour).map { alarm(Double($0) * 3600 / Double(perHour)) })
        input.settings.operators = 1
        let indicator = try input.indicator("rate.hour")
        #expect(indicator.grade == grade)
        #expect(indicator.attainment == (perHour <= 12 ? .reached : .notReached))
        #expect(indicator.target?.hasPrefix("target from isa-18.2 (ISA-18.2-2016 / IEC 62682)") == true)
    }

    @Test("every indicator says why it has no grade")
    func reasons() throws {
        for input in [TestInput(), Self.steady(), Self.steady(operators: nil)] {
            for indicator in Indicators.all(try input.tally()) where indicator.grade == nil {
                #expect(indicator.ungradedBecause?.isEmpty == false, "\(indicator.id)")
            }
        }
    }

    @Test("hours and bins of which only a part was observed are left out of the shares, and count for the maximum")
    func cutBins() throws {
        var input = TestInput(alarms: (0..<40).map { alarm(1800 + Double($0)) })
        input.observed = [seconds(1200..<1900), seconds(3600..<7200)]
        let hours = try input.indicator("peak.hours30")
        #expect(hours.value == 0)
        #expect(hours.count == 1)
        #expect(hours.parameters.contains(.init("partly observed bins", "left out: 1")))
        let bins = try input.indicator("peak.bins10")
        #expect(bins.count == 7)
        #expect(try input.indicator("peak.bin").value == 40)
        #expect(try input.indicator("peak.bin").part("most in one aligned hour") == 40)
    }

    @Test("the most in any 600 s may be more than in any bin")
    func slidingPeak() throws {
        var input = TestInput(alarms: [595, 596, 597, 601, 602].map { alarm($0) })
        let indicator = try input.indicator("peak.bin")
        #expect(indicator.value == 3)
        #expect(indicator.part("rival reading: most in any 600 s") == 5)
        // 600 s apart are not within (t - 600, t].
        input.alarms = [alarm(0), alarm(600)]
        #expect(try input.indicator("peak.bin").part("rival reading: most in any 600 s") == 1)
    }

    @Test("sliding peaks are those of looking at every alarm's window")
    func slidingPeaks() throws {
        for seed in UInt64(0)..<40 {
            var random = SeededGenerator(seed: seed)
            let starts = random.starts(150)
            let naive = starts.map { last in starts.filter { $0 <= last && $0 > last - 600 }.count }.max() ?? 0
            let indicator = try TestInput(alarms: starts.map { alarm($0) }).indicator("peak.bin")
            #expect(indicator.part("rival reading: most in any 600 s") == Double(naive), "seed \(seed)")
        }
    }

    @Test("alarms out of order, sources that are not there and stretches out of place are refused")
    func refused() {
        let alarms = [alarm(5), alarm(4)]
        #expect(throws: PerformanceInputError.alarmsOutOfOrder(at: 1)) { try TestInput(alarms: alarms).tally() }
        #expect(throws: PerformanceInputError.unknownSource(at: 0)) {
            try TestInput(alarms: [alarm(0, source: 1)]).tally()
        }
        #expect(throws: PerformanceInputError.observedOutsidePeriod(seconds(-1..<5))) {
            try TestInput(observed: [seconds(-1..<5)]).tally()
        }
        #expect(throws: PerformanceInputError.observedOutOfOrder(seconds(5..<8))) {
            try TestInput(observed: [seconds(0..<6), seconds(5..<8)]).tally()
        }
    }

    @Test("stretches that touch are one: no bin is cut between them")
    func touching() throws {
        var input = TestInput()
        input.fill(bins: [11, 5, 4])
        input.observed = [seconds(0..<900), seconds(900..<1800)]
        #expect(try input.indicator("peak.bins10").count == 3)
    }

    @Test("an alarm takes 48 bytes, and tells what it was told")
    func size() {
        #expect(MemoryLayout<AnnunciatedAlarm>.stride <= 48)
        let full = alarm(
            1, source: 7, verdict: .unknown, verified: second(2)...second(3), end: second(4)...second(5),
            isRetrospective: true, reversals: 70_000)
        #expect(full.start == second(1))
        #expect(full.source == 7)
        #expect(full.verdict == .unknown)
        #expect(full.verification == second(2)...second(3))
        #expect(full.end == second(4)...second(5))
        #expect(full.isRetrospective)
        #expect(!full.isOpen)
        #expect(full.reversals == 65_535)
        let bare = alarm(0)
        #expect(bare.verification == nil)
        #expect(bare.end == nil)
        #expect(bare.isOpen)
    }
}
