import AlarmHistory
import AltaAPI
import Archive
import ArgumentParser
import Projections

/// `zone show`: one zone and its log.
struct ZoneShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a zone as it was last seen, and its log, the newest entries first.",
        discussion: """
            Ends with 3 where the zone's log was not observed all the time that the answer rests on.

            EXAMPLES
              alarm-history zone "Loading bay"
              alarm-history zone b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01 --since 7d --csv
            """)

    @Argument(help: "The zone, by id or name.") var zone: String
    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "Only this deployment.") var deployment: String?
    @Option(help: "At most so many entries (default: 50 in a table, else all).") var limit: Int?

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let limit = limit ?? (format.isForPrograms ? .max : Self.tableLimit)
            guard limit >= 0 else { throw UsageError(description: "--limit cannot be negative") }
            let (since, until) = try period.resolved()
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            let zone = try find(in: views)
            let (entries, total) = try views.entries(of: zone, since: since, until: until, limit: limit)
            let target = LookTarget(zone.deployment, .zoneLog, id: zone.id)
            let coverage = try PeriodCoverage(since, until, of: [target], reader, views)
            let answer = ZoneLogList(
                zone: zone, armedSince: try views.armedSince(zone), since: since, until: until, entries: entries,
                total: total, coverage: coverage)
            try answer.write(format)
            return coverage.isComplete ? .done : .incompleteCoverage
        }
    }

    private func find(in views: ViewStore) throws -> ZoneRow {
        try KnownNames(zone: zone, deployment: deployment).check(in: views)
        let zones = try views.zones(now: SystemWallClock().now).filter { row in
            (row.id == zone || row.name == zone) && deployment.map { $0 == row.deployment } ?? true
        }
        let exact = zones.filter { $0.id == zone }
        let meant = exact.isEmpty ? zones : exact
        guard let first = meant.first else {
            let place = deployment.map { " of deployment \($0)" } ?? ""
            throw LookupFailure(
                description:
                    "neither the record nor the log of a zone \(zone)\(place) is in the archive, only alarms of it")
        }
        guard meant.count == 1 else {
            let names = meant.map { "\($0.deployment)/\($0.id)" }.joined(separator: ", ")
            throw LookupFailure(description: "\(zone) names several zones (\(names)); give an id, or --deployment")
        }
        return first
    }

    /// What a person reads at once.
    private static let tableLimit = 50
}
