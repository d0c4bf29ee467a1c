import AlarmHistory
import AlarmPerformance
import ArchiveEvents

@testable import Reports

/// Names that were made to break a page, a table or a spreadsheet.
enum Hostile {
    static let names = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</title><script>",
        "</style><script>alert(1)</script>", "]]><!--", "&lt;b&gt;&amp;", "=HYPERLINK(\"http://evil.example\")",
        "+1", "-1", "@SUM(A1)", "'quoted", "\t=1", "a,b\r\nc\"d", "\u{202E}gnp.exe", "\u{2066}\u{2067}never closed",
        "\u{0}\u{1}\u{8}\u{1B}[31m", "\u{FFFE}\u{FFFF}", "Café ＝1 🚪", "\u{FF1D}1", "مستودع \u{200F}الشحن",
        String(repeating: "long ", count: 2000), "e" + String(repeating: "\u{301}", count: 10_000), "", " ",
        "${name} {{name}} %s javascript:alert(1)",
    ]

    static var content: ReportContent {
        let period = LivelyYear.midnight(0)..<LivelyYear.midnight(3)
        let all = names.filter { $0.unicodeScalars.count < 100 }.joined(separator: " ")
        var seen = CoverageInterval(.gap, period, cause: all)
        seen.detail = all
        let coverage = CoverageFacts(
            intervals: [CoverageInterval(.covered, period)],
            targets: names.map { CoverageFacts.Target(deployment: $0, endpoint: $0, intervals: [seen]) },
            notes: names, isComplete: true)
        let zones = names.enumerated().map { ZoneName(id: "\($1)/\($0)", name: $1, deployment: $1) }
        var figures = PeriodFigures(period, LivelyYear.berlin, coverage: coverage, zones: zones)
        for index in names.indices {
            figures.count(LivelyYear.midnight(0).advanced(byMilliseconds: Int64(index) * 60_000), .valid, zone: index)
        }
        figures.floods = names.map {
            FloodFigures(period, alarms: 12, peak: 11, ending: .closed, first: $0, zones: [$0, $0])
        }
        figures.responses.count(seconds: 4)
        figures.responses.marks = names.map { .init($0, seconds: 4) }
        figures.responses.targets = names.map {
            .init(percentile: 80, seconds: 90, filter: $0, preset: $0, achieved: nil, outcome: $0)
        }
        figures.indicators = [indicator(all)]
        return report(figures, all)
    }

    private static func indicator(_ all: String) -> Indicator {
        var indicator = Indicator("rate.hour", .infinity, .alarmsPerHour, count: 1, counted: 1, mark: .unconfirmed)
        indicator.target = all
        indicator.preset = all
        indicator.ungradedBecause = all
        indicator.parameters = names.map { .init($0, $0) }
        indicator.parts = names.map { .init($0, .nan, .number) }
        indicator.excluded = names.map { .init($0, 1) }
        indicator.notes = names
        return indicator
    }

    private static func report(_ figures: PeriodFigures, _ all: String) -> ReportContent {
        let archive = ArchiveFacts(origin: all, size: 1, root: "00", key: "00", checkpoint: all)
        var content = ReportContent(figures, archive, madeAt: figures.period.upperBound, madeBy: all)
        content.title = all
        content.choice = names.map { VendorText($0) }
        content.before = figures
        content.presets = names.map { EmbeddedPreset(name: $0, text: $0) }
        return content
    }
}
