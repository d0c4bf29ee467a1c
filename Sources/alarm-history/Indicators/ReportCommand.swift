import AlarmPerformance
import AltaAPI
import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage
import Projections
import Reports
import TransparencyLog

/// `report`: a period as one page.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write one self-contained page about a period, with pictures, tables and definitions.",
        discussion: """
            The page holds alarms by day, by hour and weekday and by zone, response times, floods, observed time and the \
            indicators of `kpi`, each number with its definition, each picture with its table and a CSV file. It needs \
            no script and loads nothing; any browser shows and prints it. Only its owner may read the file.

            Without --since, the 30 days before --until; without --until, up to the last time that the log vouches for. \
            --compare sets the period of equal length before it beside it.

            The page names the log's newest checkpoint. The figures come from the views, which no checkpoint signs: \
            --compare-views compares them with the log first, as `rebuild --compare` does, and ends with 12 where they \
            differ. The page says whether they were compared.

            EXAMPLES
              alarm-history report --output november.html --since 2026-11-01 --until 2026-12-01 --tz Europe/Vienna
              alarm-history report --output bay.html --zone "Loading bay" --compare --operators 2
            """)

    @OptionGroup var archive: ArchiveOptions
    @Option(help: "The file to write; - for standard output. An existing file is not replaced.") var output: String
    @OptionGroup var period: PeriodOptions
    @OptionGroup var options: PerformanceOptions
    @Option(help: "The page's title.") var title = "Alarm report"
    @Flag(help: "Set the period of equal length before it beside it.") var compare = false
    @Flag(help: "Compare the views with the log before anything is taken from them.") var compareViews = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let (since, until) = try period.resolved()
            let reader = try archive.reader()
            let target = try AnswerTarget(output)
            let views = try archive.views(of: reader)
            let compared = try comparedPosition(reader, views)
            let source = ReportSource(archive: reader, views: views, options: options)
            let now = try source.figures(since, until)
            let before = compare ? try source.figures(before: now.figures.period) : nil
            try target.write(Report(try content(now.figures, before?.figures, reader, compared)).page)
            try target.finish()
            for note in now.notes { Console.note(note) }
            for note in before?.notes ?? [] { Console.note("the period before: \(note)") }
            return now.isComplete && before?.isComplete ?? true ? .done : .incompleteCoverage
        }
    }

    /// Position before which the views were compared with the log: now, or by the log's last event.
    private func comparedPosition(_ reader: ArchiveReader, _ views: ViewStore) throws -> Position? {
        guard compareViews else { return try reader.attestedPosition(of: views) }
        var bar = ProgressBar("comparing the views")
        let total = try reader.log.size().number
        var verifying = ProgressBar("verifying the log")
        defer {
            bar.finish()
            verifying.finish()
        }
        let comparison = try ViewRebuild(reader).compare(report: { bar.show($0.number, of: total) }) {
            verifying.show($0, of: $1)
        }
        guard comparison.isProven else { throw DifferentViews(comparison) }
        return comparison.live.position
    }

    private func content(
        _ figures: PeriodFigures, _ before: PeriodFigures?, _ reader: ArchiveReader, _ compared: Position?
    ) throws -> ReportContent {
        let head = try reader.store.read { try LogHead(of: $0) }
        let version = AlarmHistoryProgram.configuration.version
        var facts = ArchiveFacts(head)
        facts.viewsComparedBefore = compared?.number
        var content = ReportContent(
            figures, facts, madeAt: SystemWallClock().now, madeBy: "alarm-history \(version)")
        content.title = title
        content.choice = choice.map { VendorText($0) }
        content.before = before
        content.presets = try options.settings().presets.map { preset in
            EmbeddedPreset(name: preset.printedName, text: String(decoding: preset.content, as: UTF8.self))
        }
        return content
    }

    /// What was chosen of the archive.
    private var choice: [String] {
        [("deployment", options.deployment), ("zone", options.zone), ("device", options.device)].compactMap {
            kind, name in
            name.map { "\(kind) \($0)" }
        }
    }
}

extension ArchiveFacts {
    fileprivate init(_ head: LogHead) {
        self.init(
            origin: head.checkpoint.origin, size: head.size, root: head.checkpoint.root.hex,
            key: head.verifier.keyID.hex, checkpoint: head.note.note)
    }
}
