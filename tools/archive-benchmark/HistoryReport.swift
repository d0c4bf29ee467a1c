import Foundation

/// The report of a whole year, as a command in a process of its own.
struct HistoryReport {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) throws {
        let archive = HistoryArchive(workshop)
        try archive.make()
        let page = archive.file("report.html")
        let report = archive.ask("report", ["--output", page, "--since", "2025-01-01", "--until", "2026-01-01"])
        let usages = try (0..<Self.rounds).map { _ in
            try? FileManager.default.removeItem(atPath: page)
            return try report.run()
        }
        let what = "report of a year, \(archive.alarms) alarms"
        table.add("\(what): seconds", against: "-", median(usages.map(\.seconds)), atMost: 2)
        table.add("\(what): peak memory, MB", against: "-", (usages.map(\.peakMemory).max() ?? 0) / 1e6, atMost: 128)
        let size = try FileManager.default.attributesOfItem(atPath: page)[.size] as? Int ?? 0
        table.add("  bytes of the page", "\(size)")
    }

    private static let rounds = 5
}
