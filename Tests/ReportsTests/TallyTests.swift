import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import Testing

@testable import Reports

@Suite("The figures of a tally")
struct TallyTests {
    private static let start = LivelyYear.midnight(0)
    private static let period = start..<LivelyYear.midnight(1)

    private static func source(_ zone: String?, _ name: String?, device: String = "d") -> AnnunciationSource {
        var source = AnnunciationSource(deployment: "hq")
        (source.zoneID, source.zoneName, source.deviceID) = (zone, name, device)
        return source
    }

    private static func time(_ seconds: Int64) -> Instant { start.advanced(byMilliseconds: seconds * 1000) }

    /// Two devices of a zone, and what has no zone. Twelve alarms come within ten minutes, an hour later one more.
    private static func figures(adding presets: [Preset] = []) throws -> PeriodFigures {
        var alarms = [AnnunciatedAlarm(start: time(-60), source: 0, isOpen: true)]
        for second in 0..<12 {
            alarms.append(
                AnnunciatedAlarm(
                    start: time(Int64(second)), source: second < 8 ? 0 : 1, verdict: .false,
                    verification: time(Int64(second) + 10)...time(Int64(second) + 40), end: time(500)...time(500)))
        }
        alarms += [
            AnnunciatedAlarm(
                start: time(3600), source: 2, verdict: .valid, verification: time(4000)...time(4000),
                end: time(3700)...time(3700), isRetrospective: true),
            AnnunciatedAlarm(start: time(7200), source: 2, isOpen: true),
        ]
        let input = try PerformanceInput(
            period: period, observed: [period], alarms: alarms,
            sources: [source("z", "Zone"), source("z", "Zone", device: "e"), source(nil, nil)],
            calendar: LivelyYear.berlin, now: period.upperBound, settings: PerformanceSettings(adding: presets))
        let coverage = CoverageFacts(intervals: [CoverageInterval(.covered, period)], isComplete: true)
        return PeriodFigures(AlarmTally(input), coverage: coverage)
    }

    @Test("count the alarms that began in the period, by zone and not by device")
    func zones() throws {
        let figures = try Self.figures()
        #expect(figures.alarms == VerdictCounts(valid: 1, false: 12, unverified: 1))
        #expect(figures.noisiest.map(\.zone.name.raw) == ["Zone", "no zone"])
        #expect(figures.noisiest.map(\.alarms.total) == [12, 2])
        #expect(figures.days.map(\.alarms.total) == [14])
    }

    @Test("take a response by its later end; what was never verified, or after the end, is counted apart")
    func responses() throws {
        let responses = try Self.figures().responses
        #expect(responses.counts[3] == 12 && responses.answered == 12, "40 s each")
        #expect(responses.unanswered == 1 && responses.retrospective == 1)
        #expect(
            responses.marks == [.init("median", seconds: 40), .init("p90", seconds: 40), .init("p95", seconds: 40)])
        #expect(responses.targets.isEmpty)
    }

    @Test("have a line for each one of a preset, with the share that its indicator gives")
    func targets() throws {
        let preset = try #require(Presets.named("arc-80-98.5"))
        let figures = try Self.figures(adding: [preset])
        let targets = figures.responses.targets
        #expect(targets.map(\.percentile) == [80, 98.5, 80, 98.5] && targets.map(\.seconds) == [30, 60, 90, 180])
        for (index, target) in targets.enumerated() {
            let indicator = figures.indicators.first { $0.id == "sla.arc-80-98.5.\(index + 1)" }
            #expect(indicator != nil && target.achieved == indicator?.value)
            #expect(target.outcome == indicator?.attainment?.rawValue ?? "not judged")
        }
    }

    @Test("name a flood's first alarm and its zones, by the floods that the indicator counts")
    func floods() throws {
        let figures = try Self.figures()
        let flood = try #require(figures.floods.first)
        #expect(figures.floods.count == 1 && flood.alarms == 12 && flood.peak == 12 && flood.ending == .closed)
        #expect(flood.first?.raw == "Zone / d" && flood.zones.map(\.raw) == ["Zone (12)"])
        #expect(figures.indicators.first { $0.id == "flood.time" }?.count == 1)
    }

    @Test("show every indicator that there is, each with its definition, in a well-formed page")
    func indicators() throws {
        let preset = try #require(Presets.named("arc-80-98.5"))
        let figures = try Self.figures(adding: [preset])
        let page = try PageTree.read(Report(Samples.content(figures)).page)
        #expect(figures.indicators.count > 30)
        for indicator in figures.indicators {
            #expect(IndicatorDefinition.of(indicator.id) != nil)
            #expect(page.all("a").filter { $0.attributes["href"] == "#def-\(indicator.id)" }.count == 1)
            #expect(try page.element(id: "def-\(indicator.id)").text.contains(indicator.id))
        }
        #expect(!page.text.contains("No definition is at hand."))
    }
}
