import ArgumentParser
import Foundation

/// Measures the archive against public baselines, each pair in the same run: absolute times say little on shared
/// machines, ratios do.
@main
struct ArchiveBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive-benchmark",
        abstract: "Prints a table of ratios: the archive against baselines measured in the same run.",
        discussion: """
            The baselines are bare SQLite through its own interface, sha256sum, gzip and pigz on the same lines, zlib \
            alone, and, from PyPI, DuckDB and eventsourcing; where PyPI is not reached, their rows say that nothing was \
            measured. With the default sizes a run takes some forty minutes and twelve gigabytes of disk; --quick a tenth.

            EXAMPLES
              tools/benchmark
              tools/benchmark --quick --only single-append,bulk-append
              tools/benchmark --only polling
              tools/benchmark --quick --only history
              tools/benchmark --directory /var/lib/alarms-test
            """,
        subcommands: [MeasureCommand.self, StepCommand.self, WatchCommand.self], defaultSubcommand: MeasureCommand.self)
}

/// The measurements themselves.
struct MeasureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "measure", abstract: "Measure and print the table.")

    @Option(
        help: "Events in the archive that is verified, exported and weighed; alarms in the year that is asked about.")
    var events = 1_000_000
    @Option(
        help: "Events in the archive that is opened after a kill, and appended to; in the larger one that is rebuilt.")
    var large = 10_000_000
    @Flag(help: "A tenth of both.") var quick = false
    @Option(help: "Only these, by name or first word: \(Measurement.names).") var only: String?
    @Option(help: "Where to work; on the file system that is to be measured.") var directory = NSTemporaryDirectory()

    func run() async throws {
        let folder = (directory as NSString).appendingPathComponent("archive-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let workshop = Workshop(folder: folder, events: quick ? events / 10 : events, large: quick ? large / 10 : large)
        var table = ResultTable()
        let measurements = try Measurement.chosen(only)
        // Where one fails, the figures of those before it are shown all the same.
        defer { print(table.text) }
        for measurement in measurements { try await measurement.measure(in: workshop, into: &table) }
    }
}

/// Where the measurements work, and on how much.
struct Workshop {
    let folder: String
    let events: Int
    let large: Int

    func file(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
}

/// A row of the table, or several that come of the same work.
enum Measurement: String, CaseIterable {
    case singleAppend = "single-append"
    case bulkAppend = "bulk-append"
    case wholeArchive = "whole-archive"
    case largeArchive = "large-archive"
    case historyRebuild = "history-rebuild"
    case historyQueries = "history-queries"
    case historyReport = "history-report"
    case historyLive = "history-live"
    case pollingCosts = "polling-costs"
    case pollingBackfill = "polling-backfill"
    case pollingWebhooks = "polling-webhooks"
    case pollingDeployments = "polling-deployments"

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    static func chosen(_ names: String?) throws -> [Measurement] {
        guard let names else { return allCases }
        return try names.split(separator: ",").flatMap { name in
            let chosen = allCases.filter { $0.rawValue == name || $0.rawValue.hasPrefix("\(name)-") }
            guard !chosen.isEmpty else { throw ValidationError("\(name) is none of \(Self.names)") }
            return chosen
        }
    }

    func measure(in workshop: Workshop, into table: inout ResultTable) async throws {
        switch self {
        case .singleAppend: try await SingleAppends(workshop).measure(into: &table)
        case .bulkAppend: try await BulkAppends(workshop).measure(into: &table)
        case .wholeArchive: try await WholeArchive(workshop).measure(into: &table)
        case .largeArchive: try await LargeArchive(workshop).measure(into: &table)
        case .historyRebuild: try HistoryRebuild(workshop).measure(into: &table)
        case .historyQueries: try HistoryQueries(workshop).measure(into: &table)
        case .historyReport: try HistoryReport(workshop).measure(into: &table)
        case .historyLive: try await LiveProjection(workshop).measure(into: &table)
        case .pollingCosts: try await PollCosts(workshop).measure(into: &table)
        case .pollingBackfill: try BackfillRate(workshop).measure(into: &table)
        case .pollingWebhooks: try await WebhookLatency(workshop).measure(into: &table)
        case .pollingDeployments: try await ManyDeployments(workshop).measure(into: &table)
        }
    }
}
