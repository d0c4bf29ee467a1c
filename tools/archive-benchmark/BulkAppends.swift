import Archive
import ArchiveEvents
import EventStorage

/// A thousand events a commit, acknowledged, and the same until everything is sealed, against bare SQLite rows of the
/// same bytes with an index, ten thousand a commit.
struct BulkAppends {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) async throws {
        var (acknowledged, sealed, rates): ([Double], [Double], [Double]) = ([], [], [])
        for round in 0...Self.rounds {
            var samples = SampleEvents(from: round * Self.count)
            let events = samples.next(Self.count)
            let bare = try await bareSeconds(events, round)
            let ours = try await ourSeconds(events, round)
            // One round is left out of the figures: caches fill.
            guard round > 0 else { continue }
            acknowledged.append(bare / ours.acknowledged)
            sealed.append(bare / ours.sealed)
            rates.append(Double(Self.count) / ours.acknowledged)
        }
        let baseline = "bare SQLite rows with one index, 10,000 a commit"
        table.add(
            "bulk append, 1,000 events a commit, acknowledged", against: baseline, median(acknowledged), atLeast: 2)
        table.add("  the same until everything is sealed", against: "the same", median(sealed), atLeast: 0.5)
        table.add("  events per second, acknowledged", grouped(median(rates)))
    }

    private func bareSeconds(_ events: [NewEvent], _ round: Int) async throws -> Double {
        let rows = events.map { ($0.line, $0.subject) }
        let bare = try BareTable(path: workshop.file("bare-\(round).sqlite"), isIndexed: true)
        return try await seconds {
            for start in stride(from: 0, to: rows.count, by: Self.rowsPerCommit) {
                try bare.run("BEGIN")
                for (line, subject) in rows[start..<start + Self.rowsPerCommit] {
                    try bare.insert(line, subject: subject)
                }
                try bare.run("COMMIT")
            }
        }
    }

    private func ourSeconds(
        _ events: [NewEvent], _ round: Int
    ) async throws -> (acknowledged: Double, sealed: Double) {
        let directory = ArchiveDirectory(workshop.file("bulk-\(round)"))
        let archive = try await ArchiveWriter.open(directory, origin: nil, at: .zero)
        let batches = stride(from: 0, to: events.count, by: 1000).map { Array(events[$0..<$0 + 1000]) }
        let acknowledged = try await seconds {
            for batch in batches { _ = try await archive.log.append(batch, at: batch.last?.servedTime ?? .zero) }
        }
        let sealing = try await seconds { try await archive.sealer.sealFullBlocks() }
        try await archive.closeWithoutViews()
        return (acknowledged, acknowledged + sealing)
    }

    private static let count = 50_000
    private static let rounds = 5
    private static let rowsPerCommit = 10_000
}
