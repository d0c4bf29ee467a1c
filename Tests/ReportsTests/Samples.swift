import AlarmHistory
import AlarmPerformance
import ArchiveEvents

@testable import Reports

/// Parts of reports that tests share.
enum Samples {
    static let archive = ArchiveFacts(
        origin: "alarms.example/3f9c", size: 1_204_511,
        root: "9c1f0a523d1e4d6b9a550c2e8b1d4f10aa7b3c4d5e6f708192a3b4c5d6e7f801", key: "5f3a9c01",
        checkpoint: "alarms.example/3f9c\n1204511\nnB8KUj0eTWuaVQwui…\n\n— alarms.example/3f9c XzqcAdeadbeef=\n")

    static var indicators: [Indicator] {
        var rate = Indicator("rate.hour", 1.273, .alarmsPerHour, count: 11_150, counted: 11_150, mark: .published)
        rate.coverage = 0.987
        rate.target =
            "published target (ISA-18.2-2016): about 6 per hour very likely acceptable, about 12 maximum manageable"
        rate.preset = "isa-18.2"
        rate.ungradedBecause = "per site, not per operator: the number of operators is not configured"
        rate.parameters = [.init("unit", "annunciated alarm"), .init("denominator", "observed time")]
        var ratio = Indicator("valid.false-ratio", 0.834, .ratio, count: 9300, counted: 9300, mark: .ours)
        ratio.bounds = .init(low: 0.826, high: 0.841, kind: .wilson95)
        ratio.excluded = [.init("not verified", 1850)]
        ratio.coverage = 0.987
        var response = Indicator("response.tta", 41, .seconds, count: 9300, counted: 9300, mark: .ours)
        response.bounds = .init(low: 38, high: 43, kind: .bracket)
        response.parts = [
            .init("mean", 131, .seconds), .init("p90", 152, .seconds), .init("Kaplan-Meier median", nil, .seconds),
        ]
        response.notes = ["clock: start to first verification", "median by nearest rank"]
        var share = Indicator("top10.share", nil, .ratio, count: 0, counted: 0, mark: .published)
        share.notes = ["undefined: no alarms"]
        share.grade = .amber
        return [rate, ratio, response, share]
    }

    /// A whole report.
    static func content(_ figures: PeriodFigures, before: PeriodFigures? = nil) -> ReportContent {
        var content = ReportContent(
            figures, archive, madeAt: figures.period.upperBound, madeBy: "alarm-history 1.0.0")
        content.before = before
        content.presets = [EmbeddedPreset(name: "isa-18.2", text: "{\"id\":\"isa-18.2\",\n \"edition\":\"2016\"}\n")]
        return content
    }
}
