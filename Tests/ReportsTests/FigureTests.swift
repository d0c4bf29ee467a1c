import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import Testing

@testable import Reports

@Suite("What a report says of periods")
struct FigureTests {
    private func text(_ content: ReportContent) throws -> String { try PageTree.read(Report(content).page).text }

    @Test("without alarms, where all was observed: a fact, with zeros")
    func quiet() throws {
        let text = try text(Kind.quiet.content)
        #expect(text.contains("No alarm began in this period, and all of it was observed."))
        #expect(text.contains("There was no flood in this period.") || text.contains("No alarm began"))
        #expect(!text.contains("nothing can be said of it"))
    }

    @Test("that nobody observed: nothing can be said, and nowhere is a zero")
    func unseen() throws {
        let page = try PageTree.read(Kind.unseen.page)
        #expect(page.text.contains("Nothing of this period was observed: whether there were alarms cannot be said."))
        let tiles = page.all("ul").first { $0.attributes["class"] == "tiles" }?.all("a").map(\.text) ?? []
        #expect(tiles == ["not observed", "not observed", "not observed", "not observed", "not observed", "0.0 %"])
        let csv = try #require(page.all("a").first { $0.attributes["download"] == "alarms-per-day.csv" })
        #expect(try csv.csvRows().dropFirst().allSatisfy { $0[2...6].allSatisfy(\.isEmpty) })
    }

    @Test("that were observed in part: what is known is at least that, and such days are hatched")
    func partly() throws {
        let page = try PageTree.read(Kind.month.page)
        #expect(page.text.contains("This period was not wholly observed."))
        let rows = try #require(try page.element(id: "figure-days-table").parent).tableRows
        #expect(rows.contains { $0[0] == "2026-04-08" && $0[6].hasPrefix("at least ") })
        #expect(rows.contains { $0[0] == "2026-04-09" && $0[6] == "not observed" })
        let picture = try #require(
            page.all("svg").first { $0.attributes["aria-labelledby"] == "figure-days-wide-title" })
        // 8 April in part, the 9th to 11th not at all, the 12th in part.
        #expect(picture.children.filter { $0.attributes["class"] == "hatching" }.count == 3)
    }

    @Test("of several years: days are put together, which is said, and no alarm is lost")
    func years() throws {
        let content = Kind.years.content
        let page = try PageTree.read(Report(content).page)
        #expect(page.text.contains("The period is long: days are put together to weeks."))
        let csv = try #require(page.all("a").first { $0.attributes["download"] == "alarms-per-week.csv" })
        let rows = try csv.csvRows().dropFirst()
        #expect(rows.count <= 400)
        #expect(rows.map { Int($0[6]) ?? 0 }.reduce(0, +) == content.figures.alarms.total)
    }

    @Test("with very many zones: twenty bars, the others in words, and how many rows a table leaves out")
    func many() throws {
        let page = try PageTree.read(Report(Samples.content(Samples.manyZones(6000))).page)
        let chart = try #require(
            page.all("svg").first { $0.attributes["aria-labelledby"] == "figure-zones-wide-title" })
        #expect(chart.all("g").count == 20)
        #expect(chart.text.contains("5,980 others: 5,980 alarms"))
        #expect(page.text.contains("5,000 of 6,000 rows: those with most alarms."))
    }

    @Test("zones of one name are told apart by their id")
    func sameName() throws {
        let zones = ["a1b2c3d4-1", "ffffffff-2"].map { ZoneName(id: $0, name: "Roof", deployment: "hq") }
        var figures = PeriodFigures(
            LivelyYear.midnight(0)..<LivelyYear.midnight(1), .utc, coverage: LivelyYear.coverage(0..<1),
            zones: zones + [ZoneName(id: "c", name: "Gate", deployment: "hq")])
        for zone in 0..<3 { figures.count(LivelyYear.midnight(0), .false, zone: zone) }
        let shown = ZoneChart(zones: figures.noisiest, total: 3).drawing(.wide).node(id: "z")
        let page = try PageTree.read(PageWriter.document(shown))
        let labels = page.all("text").map(\.text)
        #expect(labels.contains("Roof (a1b2c3d4…)") && labels.contains("Roof (ffffffff…)") && labels.contains("Gate"))
    }

    @Test("days are cut at local midnight: 23 and 25 hours where the clock is turned")
    func clockChanges() throws {
        let figures = PeriodFigures(
            LivelyYear.midnight(0)..<LivelyYear.midnight(365), LivelyYear.berlin,
            coverage: LivelyYear.coverage(0..<365), zones: [])
        #expect(figures.days.count == 365)
        let hours = Dictionary(uniqueKeysWithValues: figures.days.map { ($0.day.text, $0.observed.whole / 3_600_000) })
        #expect(hours["2026-03-29"] == 23 && hours["2026-10-25"] == 25 && hours["2026-06-01"] == 24)
        #expect(hours.values.reduce(0, +) == 365 * 24)
        // 365 days begin and end with a Thursday; of the hours of Sunday, one is missing and one comes twice.
        #expect(figures.hours.map(\.observed.whole).reduce(0, +) == 365 * 86_400_000)
        let sunday = 6 * 24
        #expect(figures.hours[sunday + 2].observed.whole == 52 * 3_600_000)
    }

    @Test("an alarm belongs to the day and the hour that the local clock shows")
    func localTime() throws {
        let period = LivelyYear.midnight(0)..<LivelyYear.midnight(365)
        var figures = PeriodFigures(
            period, LivelyYear.berlin, coverage: LivelyYear.coverage(0..<365),
            zones: [ZoneName(id: "z", name: "Z", deployment: "hq")])
        let summer = try #require(Instant(rfc3339: "2026-06-30T22:30:00Z"))
        figures.count(summer, .valid, zone: 0)
        #expect(figures.days.first { $0.alarms.total > 0 }?.day.text == "2026-07-01")
        #expect(figures.hours.firstIndex { $0.alarms.total > 0 } == 2 * 24 + 0)
        figures.count(period.upperBound, .valid, zone: 0)
        #expect(figures.alarms.total == 1, "the end is not part of the period")
    }
}

extension Samples {
    /// A period without alarms.
    static func empty(_ state: CoverageState, days: Int64 = 30) -> PeriodFigures {
        let period = LivelyYear.midnight(0)..<LivelyYear.midnight(days)
        let intervals =
            period.isEmpty ? [] : [CoverageInterval(state, period, cause: state == .gap ? "unreachable" : nil)]
        let coverage = CoverageFacts(intervals: intervals, isComplete: state == .covered && days > 0)
        return PeriodFigures(period, LivelyYear.berlin, coverage: coverage, zones: [])
    }

    /// A day of 24 hours in UTC.
    static func day(_ number: Int64) -> DayFigures {
        let start = Instant(milliseconds: number * 86_400_000)
        return DayFigures(day: CalendarDay(number: number), range: start..<start.advanced(byMilliseconds: 86_400_000))
    }

    /// An alarm in each of very many zones.
    static func manyZones(_ count: Int) -> PeriodFigures {
        let zones = (0..<count).map { ZoneName(id: "z\($0)", name: "Zone \($0)", deployment: "hq") }
        var figures = PeriodFigures(
            LivelyYear.midnight(0)..<LivelyYear.midnight(30), LivelyYear.berlin, coverage: LivelyYear.coverage(0..<30),
            zones: zones)
        for zone in zones.indices { figures.count(LivelyYear.midnight(1), .false, zone: zone) }
        return figures
    }
}
