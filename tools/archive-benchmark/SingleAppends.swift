import Archive
import ArchiveEvents
import EventStorage

/// One event, durable, hashed and signed, against a bare SQLite row of the same bytes with its own commit.
struct SingleAppends {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) async throws {
        let archive = try await ArchiveWriter.open(
            ArchiveDirectory(workshop.file("singles")), origin: nil, at: .zero)
        let bare = try BareTable(path: workshop.file("bare.sqlite"), isIndexed: false)
        let sealing = Task { await archive.sealer.run { print("sealing failed: \($0)") } }
        var samples = SampleEvents()
        var (ratios, rates): ([Double], [Double]) = ([], [])
        let start = ContinuousClock.now
        // Short rounds in turn, so that both see the same moods of the machine. The first ones are left out of the
        // figures: files grow and caches fill.
        for round in 0..<Self.rounds {
            let events = samples.next(Self.count)
            let lines = events.map(\.line)
            let bareSeconds = try await seconds { for line in lines { try bare.insert(line) } }
            let ours = try await seconds {
                for event in events { _ = try await archive.log.append([event], at: .since(start)) }
            }
            guard round >= Self.rounds / 4 else { continue }
            ratios.append(bareSeconds / ours)
            rates.append(Double(Self.count) / ours)
        }
        // Ends those who follow the log; they read what is closed next.
        try await archive.log.close()
        await sealing.value
        try await archive.closeWithoutViews()
        table.add(
            "one event, durable, hashed, signed", against: "bare SQLite, WAL, FULL, one row per commit",
            median(ratios), atLeast: 0.8)
        table.add("  durable single appends per second", grouped(median(rates)))
    }

    private static let count = 40
    private static let rounds = 240
}
