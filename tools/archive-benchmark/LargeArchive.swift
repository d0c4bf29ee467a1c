import Archive
import ArchiveEvents
import EventStorage

/// An archive of ten million events: opened after a kill, and appended to, against a small one.
struct LargeArchive {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) async throws {
        let empty = ArchiveDirectory(workshop.file("empty"))
        let small = ArchiveDirectory(workshop.file("small"))
        let large = ArchiveDirectory(workshop.file("large"))
        _ = try Step.run(.fill, empty)
        _ = try Step.run(.fill, small, events: workshop.large / 100)
        _ = try Step.run(.fill, large, events: workshop.large)
        table.add("events in the large archive", grouped(Double(workshop.large)))
        try await measureOpening(empty, large, into: &table)
        try await measureAppends(small, large, into: &table)
    }

    private func measureOpening(
        _ empty: ArchiveDirectory, _ large: ArchiveDirectory, into table: inout ResultTable
    ) async throws {
        var (ratios, times): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            _ = try Step.run(.appendAndDie, large, events: 200)
            let opening = try await open(large)
            ratios.append(opening / (try await open(empty)))
            times.append(opening)
        }
        table.add("opening after kill -9", against: "opening an empty archive", median(ratios), atMost: 2)
        table.add("  seconds", against: "-", median(times), atMost: 1)
    }

    private func open(_ directory: ArchiveDirectory) async throws -> Double {
        var archive: ArchiveWriter?
        let time = try await seconds { archive = try await ArchiveWriter.open(directory, origin: nil, at: .zero) }
        try await archive?.closeWithoutViews()
        return time
    }

    private func measureAppends(
        _ small: ArchiveDirectory, _ large: ArchiveDirectory, into table: inout ResultTable
    ) async throws {
        let archives = [
            try await ArchiveWriter.open(small, origin: nil, at: .zero),
            try await ArchiveWriter.open(large, origin: nil, at: .zero),
        ]
        var samples = SampleEvents(from: 1 << 32)
        var (single, bulk): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            let events = samples.next(1200)
            let singles = try await archives.times { archive in
                for event in events.prefix(200) { _ = try await archive.log.append([event], at: .zero) }
            }
            let bulks = try await archives.times {
                _ = try await $0.log.append(Array(events.dropFirst(200)), at: .zero)
            }
            single.append(singles[0] / singles[1])
            bulk.append(bulks[0] / bulks[1])
        }
        for archive in archives { try await archive.closeWithoutViews() }
        table.add("append rate, single events", against: "at a hundredth", median(single), atLeast: 0.95)
        table.add("append rate, 1,000 events a commit", against: "at a hundredth", median(bulk), atLeast: 0.95)
    }

    private static let rounds = 15
}

extension [ArchiveWriter] {
    fileprivate func times(_ work: (ArchiveWriter) async throws -> Void) async throws -> [Double] {
        var times: [Double] = []
        for archive in self { times.append(try await seconds { try await work(archive) }) }
        return times
    }
}
