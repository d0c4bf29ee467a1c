import AlarmPerformance
import TestSupport
import Testing

@Suite("The share of the ten busiest sources")
struct SourceTests {
    /// So many alarms of each source.
    private static func input(_ counts: [Int], operators: Int? = 1) -> TestInput {
        var input = TestInput(sources: counts.indices.map { source($0) })
        var second = 0.0
        for (number, count) in counts.enumerated() {
            for _ in 0..<count {
                input.alarms.append(alarm(second, source: Int32(number)))
                second += 100
            }
        }
        input.settings.operators = operators
        return input
    }

    @Test("of 40 sources with an even load is 0.25, as even as can be, and has no grade")
    func even() throws {
        let indicator = try Self.input([Int](repeating: 3, count: 40)).indicator("top10.share")
        #expect(indicator.value == 0.25)
        #expect(indicator.part("share / (10 / sources)") == 1)
        #expect(indicator.part("fewest sources with 80 % of the alarms") == 32)
        #expect(indicator.grade == nil)
        #expect(indicator.attainment == nil)
        #expect(indicator.ungradedBecause?.contains("n/a") == true)
    }

    @Test("of ten sources or fewer is n/a, with all that belongs to it")
    func few() throws {
        let indicator = try Self.input([5, 4, 3, 2, 1, 1, 1, 1, 1, 1]).indicator("top10.share")
        #expect(indicator.value == nil)
        #expect(indicator.shown("share / (10 / sources)") == "n/a")
        #expect(indicator.shown("fewest sources with 80 % of the alarms") == "n/a")
        #expect(indicator.says("1 by construction"))
        #expect(try TestInput().indicator("top10.share").says("undefined"))
    }

    @Test("from 200 sources on is graded")
    func many() throws {
        let even = try Self.input([Int](repeating: 1, count: 200)).indicator("top10.share")
        #expect(even.value == 0.05)
        #expect(even.grade == .amber)
        #expect(even.attainment == .reached)
        let skewed = try Self.input([100] + [Int](repeating: 1, count: 199)).indicator("top10.share")
        #expect(skewed.grade == .red)
        #expect(skewed.attainment == .notReached)
        let unreachable = try Self.input([Int](repeating: 1, count: 199)).indicator("top10.share")
        #expect(unreachable.grade == nil)
    }

    @Test("counts sources that annunciated in the period, and no others")
    func silent() throws {
        var input = Self.input([Int](repeating: 1, count: 20))
        input.sources += (20..<60).map { source($0) }
        #expect(try input.indicator("top10.share").value == 0.5)
    }

    @Test("of two inputs that are split by source adds up: the counts of sources are those of the whole")
    func split() throws {
        for seed in UInt64(0)..<20 {
            var random = SeededGenerator(seed: seed)
            let alarms = random.starts(300).map { alarm($0, source: Int32(random.number(below: 30))) }
            let sources = (0..<30).map { source($0) }
            func counts(_ part: (Int) -> Bool) throws -> [[Int]] {
                try TestInput(alarms: alarms.filter { part($0.source) }, sources: sources).tally().topSources.counts
                    .map { [$0.source, $0.alarms] }.sorted { $0[0] < $1[0] }
            }
            let whole = try counts { _ in true }
            let merged = try (counts { $0 % 2 == 0 } + counts { $0 % 2 == 1 }).sorted { $0[0] < $1[0] }
            #expect(whole == merged, "seed \(seed)")
        }
    }

    @Test("re-alarms are starts minus one")
    func reAlarms() throws {
        let indicator = try Self.input([3, 1, 2]).indicator("re-alarm")
        #expect(indicator.value == 2)
        #expect(indicator.part("re-alarms of all sources") == 3)
        #expect(try TestInput().indicator("re-alarm").value == nil)
    }

    @Test("a name of blanks names nothing: the id stands in its place")
    func blankNames() {
        var source = AnnunciationSource(deployment: "hq")
        (source.zoneID, source.zoneName, source.deviceName) = ("z1", " \t", "")
        #expect(source.title == "z1")
        source.zoneID = " "
        #expect(source.title == "no zone")
    }
}
