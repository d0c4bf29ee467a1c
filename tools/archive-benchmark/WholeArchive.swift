import Archive
import ArchiveEvents
import EventStorage
import Foundation

/// An archive of a million events: verified, exported and weighed, each against the common tool on the same lines; and
/// the memory that ingest, verification and export take.
struct WholeArchive {
    private let workshop: Workshop
    private let directory: ArchiveDirectory
    private let lines: String

    init(_ workshop: Workshop) {
        self.workshop = workshop
        directory = ArchiveDirectory(workshop.file("whole"))
        lines = workshop.file("lines")
    }

    func measure(into table: inout ResultTable) async throws {
        let ingest = try Step.run(.fill, directory, events: workshop.events)
        table.add("events in the whole archive", grouped(Double(workshop.events)))
        let export = try measureExport(into: &table)
        try measureVerify(into: &table)
        try measureSize(into: &table)
        for (name, usage) in [("ingest", ingest), ("export", export), ("verify", try Step.run(.verify, directory))] {
            table.add("peak memory of \(name), MB", against: "-", usage.peakMemory / 1e6, atMost: 64)
        }
    }

    /// Whole commands, each after the other three times: the median of the ratios.
    private func measureExport(into table: inout ResultTable) throws -> Step.Usage {
        let export = workshop.file("export.jsonl.gz")
        var usage = try Step.run(.export, directory, output: export)
        try shell("gzip -dc '\(export)' > '\(lines)'")
        var ratios: [Double] = []
        for _ in 0..<Self.rounds {
            try FileManager.default.removeItem(atPath: export)
            usage = try Step.run(.export, directory, output: export)
            ratios.append(try Step.time("pigz -6 -p 2 -c '\(lines)' > '\(lines).pigz'") / usage.seconds)
        }
        try FileManager.default.removeItem(atPath: export)
        table.add("whole-log export, one-member gzip", against: "pigz -6 -p 2", median(ratios), atLeast: 20)
        return usage
    }

    private func measureVerify(into table: inout ResultTable) throws {
        let ratios = try (0..<Self.rounds).map { _ in
            try Step.run(.verify, directory).seconds / Step.time("sha256sum '\(lines)' > /dev/null")
        }
        table.add("full verify, two cores: time", against: "sha256sum of the lines", median(ratios), atMost: 1)
    }

    private func measureSize(into table: inout ResultTable) throws {
        try shell("gzip -6 -c '\(lines)' > '\(lines).gz'")
        let attributes = try FileManager.default.attributesOfItem(atPath: lines + ".gz")
        let size = Double(attributes[.size] as? Int ?? 1)
        table.add("archive size, everything included", against: "gzip -6", Double(directory.bytes) / size, atMost: 1.1)
        table.add("  bytes per event; of gzip", "\(perEvent(Double(directory.bytes))); \(perEvent(size))")
    }

    private func perEvent(_ bytes: Double) -> String { rounded(bytes / Double(workshop.events), 1) }

    private static let rounds = 3
}

extension ArchiveDirectory {
    /// Bytes of all that an archive must have; views can be made again.
    var bytes: Int {
        let files = FileManager.default
        return (files.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
            .filter { !$0.hasPrefix("views.") }
            .reduce(0) { sum, name in
                let attributes = try? files.attributesOfItem(atPath: (path as NSString).appendingPathComponent(name))
                return sum
                    + (attributes?[.type] as? FileAttributeType == .typeRegular ? attributes?[.size] as? Int ?? 0 : 0)
            }
    }
}
