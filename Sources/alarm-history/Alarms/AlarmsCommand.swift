import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage
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
              alarm-history alarms --as-of 2026-11-23T06:00:00Z --state ongoing
              alarm-history alarms --changed-since 24h

            --as-of lists the alarms as the archive knew them then, from the events that it had recorded by that time.
            --changed-since lists those that changed after the fact: a first verdict after the end, a verdict that was \
            taken back or turned round, another change of the record after the end.
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var format: FormatOptions

    @Option(help: "Only this zone, by id or name.") var zone: String?
    @Option(help: "Only this device, by id or name.") var device: String?
    @Option(help: "Only these states: ongoing, ended, missing, joined by commas.") var state: String?
    @Option(help: "Only these verdicts: none, valid, false, unknown, joined by commas.") var verdict: String?
    @Option(help: "Only this deployment.") var deployment: String?
    @Option(help: "As the archive knew them at this time.") var asOf: String?
    @Option(help: "Only those that changed after the fact since this time.") var changedSince: String?
    @Option(help: "At most so many (default: 50 in a table, else all).") var limit: Int?

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            var query = try self.query()
            let past = try PastTime(asOf, "--as-of", reader)
            query.asOf = past?.position
            let views = try archive.views(of: reader)
            try KnownNames(zone: zone, device: device, deployment: deployment).check(in: views)
            let found = try query.answer(from: views, log: reader.log)
            let since = try Self.restsOnTimeSince(query, reader)
            // What changes later than an alarm's period changes until now.
            let until = query.changedSince == nil ? past?.bound(query.until) ?? query.until : nil
            let coverage = try PeriodCoverage(since, until, deployment: deployment, reader, views)
            let changes = try query.changedSince.map { try views.changesAfterwards(since: $0) } ?? []
            let unlisted = try UnlistedList(coverage.report, query, views)
            try AlarmList(
                found: found, query: query, past: past, changes: changes, coverage: coverage, unlisted: unlisted
            ).write(format)
            return coverage.isComplete ? .done : .incompleteCoverage
        }
    }

    /// From when on the answer needs looks: those that saw the alarms begin, and those that saw them change.
    private static func restsOnTimeSince(_ query: AlarmQuery, _ archive: ArchiveReader) throws -> Instant? {
        guard let changed = query.changedSince else { return query.since }
        if let since = query.since { return min(since, changed) }
        // Without --since it is the archive's beginning; what was asked for before that is missing.
        let isBefore = try archive.log.beganAt().map { changed < $0 } ?? true
        return isBefore ? changed : nil
    }

    private func query() throws -> AlarmQuery {
        var query = AlarmQuery()
        (query.since, query.until) = try period.resolved()
        query.zone = zone
        query.device = device
        query.deployment = deployment
        query.states = try Choices.of(state, "--state")
        query.verdicts = try Choices.of(verdict, "--verdict")
        query.limit = limit ?? (format.isForPrograms ? .max : Self.tableLimit)
        query.changedSince = try PastTime.time(changedSince, "--changed-since")
        guard query.limit >= 0 else { throw UsageError(description: "--limit cannot be negative") }
        guard asOf == nil || changedSince == nil else {
            throw UsageError(description: "--as-of and --changed-since exclude each other")
        }
        return query
    }

    /// What a person reads at once.
    private static let tableLimit = 50
}
