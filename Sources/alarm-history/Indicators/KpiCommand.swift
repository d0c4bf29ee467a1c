import AlarmPerformance
import Archive
import ArgumentParser

/// `kpi`: the indicators of a period, and what they mean.
struct KpiCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kpi", abstract: "Show how well alarms are handled, by published indicators.",
        subcommands: [KpiListCommand.self, KpiExplainCommand.self], defaultSubcommand: KpiListCommand.self)
}

/// `kpi list`.
struct KpiListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the indicators of a period.",
        discussion: """
            Without --since, the 30 days before --until; without --until, up to the last look. \
            Rates divide by observed time. What is undefined is never zero. Targets are for operator positions: without \
            --operators nothing is graded, nor over partly observed time, nor over fewer than 30 days.

            --fail-on ends with 13 where an indicator's value, as --json has it, is above or below a threshold. \
            ID:PART names a further figure of it. A value that is undefined breaches nothing.

            --unit detection counts each detection that an alarm lists as merged into it, with the verdict, the \
            verification and the end of that alarm.

            EXAMPLES
              alarm-history kpi
              alarm-history kpi --since 2026-11-01 --until 2026-12-01 --tz Europe/Vienna --operators 2 --json
              alarm-history kpi --preset arc-80-98.5 --fail-on 'rate.hour>12' --fail-on 'response.tta:p95>180'
              alarm-history kpi explain flood.time
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var format: FormatOptions
    @OptionGroup var options: PerformanceOptions

    @Option(
        help: ArgumentHelp(
            "End with 13 where an indicator is above or below: 'ID>VALUE', 'ID<VALUE'; repeatable.",
            valueName: "condition"))
    var failOn: [String] = []

    @Option(help: "What counts as one: alarm or detection.") var unit = AnnunciationUnit.alarm.rawValue

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let unit = try options.unit(unit)
            let thresholds = try failOn.map { try Threshold($0, Indicators.ids(options.settings())) }
            let (since, until) = try period.resolved()
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            let reading = try PerformanceReading(
                reader, views, since: since, until: until, options, unit: unit)
            let indicators = Indicators.all(reading.tally)
            let outcomes = try thresholds.map { try $0.outcome(indicators) }
            try KpiList(reading: reading, indicators: indicators).write(format)
            for outcome in outcomes { Console.note(outcome.sentence) }
            if outcomes.contains(where: \.isBreached) { return .thresholdBreached }
            return reading.isComplete ? .done : .incompleteCoverage
        }
    }
}

/// `kpi explain NAME`.
struct KpiExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what an indicator means, and how it came out.",
        discussion: """
            EXAMPLES
              alarm-history kpi explain flood.time --since 7d
              alarm-history kpi explain sla --preset arc-80-98.5
            """)

    @Argument(help: "The indicator: `alarm-history kpi` lists them.") var name: String
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var options: PerformanceOptions
    @Option(help: "What counts as one: alarm or detection.") var unit = AnnunciationUnit.alarm.rawValue
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let unit = try options.unit(unit)
            let known = Indicators.ids(try options.settings()) + ["sla"]
            guard known.contains(name), let definition = IndicatorDefinition.of(name) else {
                throw UsageError(description: "\(name) is no indicator; choose from \(known.joined(separator: ", "))")
            }
            let (since, until) = try period.resolved()
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            let reading = try PerformanceReading(
                reader, views, since: since, until: until, options, unit: unit)
            let indicators =
                name == "sla"
                ? Indicators.all(reading.tally).filter { $0.id.hasPrefix("sla.") }
                : [Indicators.one(name, reading.tally)].compactMap { $0 }
            let explanation = KpiExplanation(definition: definition, reading: reading, indicators: indicators)
            try explanation.write(json: json)
            return reading.isComplete ? .done : .incompleteCoverage
        }
    }
}
