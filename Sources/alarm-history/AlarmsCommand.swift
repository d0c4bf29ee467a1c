import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Foundation
import Projections

/// `alarms`: the list.
struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "List alarms, the newest first.",
        discussion: """
            EXAMPLES
              alarm-history alarms --state ongoing
              alarm-history alarms --since 7d --zone "Loading bay" --verdict false --csv
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var format: FormatOptions

    @Option(help: "Only this zone, by id or name.") var zone: String?
    @Option(help: "Only this device, by id or name.") var device: String?
    @Option(help: "Only these states: ongoing, ended, missing, joined by commas.") var state: String?
    @Option(help: "Only these verdicts: none, valid, false, unknown, joined by commas.") var verdict: String?
    @Option(help: "Only this deployment.") var deployment: String?
    @Option(help: "At most so many (default: 50 in a table, else all).") var limit: Int?

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            let query = try self.query()
            let (alarms, total) = try query.answer(from: views)
            let coverage = try PeriodCoverage(query.since, query.until, deployment: deployment, reader, views)
            let answer = AlarmList(alarms: alarms, total: total, query: query, coverage: coverage)
            try answer.write(format)
            return coverage.isComplete ? .done : .incompleteCoverage
        }
    }

    private func query() throws -> AlarmQuery {
        var query = AlarmQuery()
        (query.since, query.until) = try period.resolved()
        query.zone = zone
        query.device = device
        query.deployment = deployment
        query.states = try Self.choices(state, "--state", ["ongoing", "ended", "missing"])
        query.verdicts = try Self.choices(verdict, "--verdict", ["none", "valid", "false", "unknown"])
        query.limit = limit ?? (format.isForPrograms ? .max : Self.tableLimit)
        guard query.limit >= 0 else { throw UsageError(description: "--limit cannot be negative") }
        return query
    }

    private static func choices(_ text: String?, _ option: String, _ known: [String]) throws -> [String] {
        let choices = text?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
        for choice in choices where !known.contains(choice) {
            throw UsageError(
                description: "\(option) \(choice) is unknown; choose from \(known.joined(separator: ", "))")
        }
        return choices
    }

    /// What a person reads at once.
    private static let tableLimit = 50
}
