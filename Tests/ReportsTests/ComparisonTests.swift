import AlarmHistory
import AlarmPerformance
import Testing

@testable import Reports

@Suite("A comparison")
struct ComparisonTests {
    @Test(
        "tells a change by sign and word, and never one that cannot be told",
        arguments: [
            (12.0, 10.0, Indicator.Unit.alarms, "+2, more (+20.0 %)"), (10, 12, .alarms, "−2, fewer (−16.7 %)"),
            (5, 5, .alarms, "no change"), (3, 0, .alarms, "+3, more"), (0, 3, .alarms, "−3, fewer (−100.0 %)"),
            (0.5, 0.25, .ratio, "+25.0 percentage points, higher"), (30, 90, .seconds, "−1 min, shorter (−66.7 %)"),
            (nil, 1, .ratio, "not comparable: undefined now"), (1, nil, .ratio, "not comparable: undefined before"),
            (nil, nil, .ratio, "not comparable: undefined in both"),
        ] as [(Double?, Double?, Indicator.Unit, String)])
    func words(_ now: Double?, _ before: Double?, _ unit: Indicator.Unit, _ expected: String) {
        #expect(Difference(now, before, unit).text == expected)
    }

    @Test("over partly observed time says so, with both shares")
    func partly() throws {
        let page = try PageTree.read(Kind.compared.page)
        let section = try #require(try page.element(id: "comparison").parent)
        #expect(section.text.contains("Observed: 85.6 % of this period, 100.0 % of the one before."))
        #expect(section.text.contains("over partly observed time"))
        #expect(try section.twins().count == 3)
    }

    @Test("over time that nobody observed compares no number")
    func unseen() throws {
        let content = Samples.content(Samples.empty(.covered), before: Samples.empty(.gap))
        let section = try #require(try PageTree.read(Report(content).page).element(id: "comparison").parent)
        #expect(section.text.contains("not comparable: undefined before"))
        #expect(!section.text.contains("no change"))
    }

    @Test("tells the times of the period before by the clocks of that period")
    func clocks() throws {
        func figures(_ day: Int64, ahead: Int) -> PeriodFigures {
            let period = LivelyYear.midnight(day)..<LivelyYear.midnight(day + 1)
            let coverage = CoverageFacts(intervals: [CoverageInterval(.covered, period)], isComplete: true)
            let calendar = LocalCalendar(name: "Europe/Berlin", secondsAhead: ahead)
            return PeriodFigures(period, calendar, coverage: coverage, zones: [])
        }
        let content = Samples.content(figures(88, ahead: 7200), before: figures(87, ahead: 3600))
        let page = try PageTree.read(Report(content).page)
        #expect(page.text.contains("2026-03-29 00:00:00 +01:00 until 2026-03-30 00:00:00 +01:00."))
        #expect(page.text.contains("2026-03-30 01:00:00 +02:00 until"))
    }

    @Test("is not there where none was asked for")
    func none() throws {
        let page = try PageTree.read(Kind.year.page)
        #expect(!page.all.contains { $0.attributes["id"] == "comparison" || $0.attributes["id"] == "term-comparison" })
    }
}
