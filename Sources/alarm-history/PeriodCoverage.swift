import AlarmHistory
import Archive
import ArchiveEvents
import ExactJSON
import Projections

/// Whether the time that an answer about alarms rests on was observed.
struct PeriodCoverage {
    private let report: CoverageReport

    /// The coverage of both lists of alarms, of one deployment or of all.
    init(
        _ since: Instant?, _ until: Instant?, deployment: String? = nil, _ archive: ArchiveReader, _ views: ViewStore
    ) throws {
        report = try CoverageReport(
            since: since, until: until, archive, views, expected: Self.endpoints
        ) { target in
            Self.endpoints.contains(target.endpoint) && (deployment.map { $0 == target.deployment } ?? true)
        }
    }

    private static let endpoints = [Endpoint.alerts, .ongoingAlerts]

    /// Whether nothing is known to be missing.
    var isComplete: Bool { report.isComplete }

    /// What a person should know of the answer.
    var notes: [String] { report.notes }

    /// The sums are over the period, at each time of the list of which least can be said.
    var json: JSONValue {
        .object(
            [
                ("complete", .bool(isComplete)), ("archive_began_at", .string(report.beganAt.description)),
                ("gaps", .whole(report.missing.count)),
                ("not_observed_since", .optional(report.notObservedSince?.description)),
            ] + CoverageTotals(report.worst).members)
    }
}
