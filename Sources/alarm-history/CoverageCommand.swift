import AlarmHistory
import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Projections

/// `coverage`: which time was observed.
struct CoverageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract: "Show which time was observed, per endpoint, and each gap with its cause.",
        discussion: """
            Every millisecond of the period is one of: covered (complete looks were made, and the log vouches for them), \
            gap, paused, or provisional (behind the last thing that the log vouches for). A list of current alarms \
            cannot show one that began and ended between two looks: longest_interval_ms says how far apart they were.

            Ends with 3 where there is a gap or a pause in the period, or nobody has looked lately. The time before an \
            endpoint's first look is a gap, but ends with 3 only where --since asks for it.

            EXAMPLES
              alarm-history coverage --since 7d
              alarm-history coverage --since 2026-11-01 --until 2026-12-01 --endpoint ongoing-alerts --json
              alarm-history coverage --zone "Loading bay" --csv
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @OptionGroup var format: FormatOptions
    @Option(help: "Only this deployment.") var deployment: String?
    @Option(help: "Only this endpoint: ongoing-alerts, alerts, zones, zone-log or about.") var endpoint: String?
    @Option(help: "Only the log of this zone, by id or name.") var zone: String?

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let (since, until) = try period.resolved()
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            let filter = try TargetFilter(deployment: deployment, endpoint: endpoint, zone: zone, in: views)
            let report = try CoverageReport(since: since, until: until, reader, views, isMeant: filter.matches)
            try CoverageAnswer(report: report).write(format)
            for note in report.notes { Console.note(note) }
            return report.isComplete ? .done : .incompleteCoverage
        }
    }
}

/// Which targets were asked for. What the archive does not know is an error, and no empty answer.
struct TargetFilter {
    private let deployment: String?
    private let endpoint: Endpoint?
    private let zones: Set<LookTarget>?

    init(deployment: String?, endpoint: String?, zone: String?, in views: ViewStore) throws {
        self.deployment = deployment
        let known = try views.coverage().deployments.sorted()
        if let deployment, !known.contains(deployment) {
            throw LookupFailure(
                description: "no deployment \(deployment) is in the archive; it has \(Self.list(known))")
        }
        self.endpoint = try endpoint.map(Self.endpoint)
        zones = try zone.map { try Self.zones($0, deployment, views.zoneLogs()) }
    }

    func matches(_ target: LookTarget) -> Bool {
        (deployment.map { $0 == target.deployment } ?? true) && (endpoint.map { $0 == target.endpoint } ?? true)
            && (zones.map { $0.contains(target) } ?? true)
    }

    private static func endpoint(_ name: String) throws -> Endpoint {
        let known = Endpoint.allCases.filter { $0 != .alert }
        guard let endpoint = known.first(where: { $0.rawValue == name }) else {
            throw UsageError(
                description: "--endpoint \(name) is unknown; choose from \(list(known.map(\.rawValue)))")
        }
        return endpoint
    }

    private static func zones(
        _ name: String, _ deployment: String?, _ zones: [ZoneLogRow]
    ) throws -> Set<LookTarget> {
        let known = zones.filter { zone in deployment.map { $0 == zone.target.deployment } ?? true }
        let meant = known.filter { $0.target.id == name || $0.name == name }
        guard !meant.isEmpty else {
            let names = known.compactMap { ($0.name ?? $0.target.id)?.printable }
            throw LookupFailure(description: "no zone \(name) is in the archive; it has \(list(names))")
        }
        return Set(meant.map(\.target))
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none yet" : names.joined(separator: ", ")
    }
}
