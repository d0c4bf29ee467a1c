import Archive
import ArchiveEvents
import EventStorage
import Foundation

/// A rebuild of all views, as a command in a process of its own: against what no rebuild can do without, and against an
/// event sourcing library. Both at a million alarms, and with ten million events.
struct HistoryRebuild {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) throws {
        let baselines = Baselines(workshop)
        let fold = try eventSourcing(baselines)
        let large = HistoryArchive(workshop, alarms: workshop.large / 3)
        for (archive, rounds) in [(HistoryArchive(workshop), 3), (large, 1)] {
            try archive.make()
            try measure(archive, rounds, baselines, fold, into: &table)
        }
        try FileManager.default.removeItem(atPath: large.directory.path)
    }

    private func measure(
        _ archive: HistoryArchive, _ rounds: Int, _ baselines: Baselines, _ fold: EventSourcingFold?,
        into table: inout ResultTable
    ) throws {
        let events = Double(try ArchiveReader(archive.directory).log.size().number)
        var (ratios, times, memory): ([Double], [Double], Double) = ([], [], 0)
        for _ in 0..<rounds {
            let inflating = try inflate(archive)
            let rebuild = try archive.ask("rebuild").run()
            ratios.append(rebuild.seconds / inflating)
            times.append(rebuild.seconds)
            memory = max(memory, rebuild.peakMemory)
        }
        let what = "rebuild of all views, \(grouped(events)) events"
        table.add(what, against: "the same blocks inflated and split by zlib, two cores", median(ratios), atMost: 3)
        table.add(
            "  events folded per second; peak memory, MB",
            "\(grouped(events / median(times))); \(rounded(memory / 1e6, 0))")
        let baseline = "eventsourcing in memory"
        guard let fold else {
            table.addUnmeasured(what, against: baseline, because: baselines.obstacle ?? "")
            return
        }
        let count = try Double(archive.rows("SELECT sum(events) FROM alarm")[0][0]) ?? 0
        let scale = count / Double(fold.events) / median(times)
        table.add(
            what, against: "\(baseline), its projection; \(fold.events) events, scaled", fold.projection * scale,
            atLeast: 20)
        table.add(
            "  against its fold alone, of events decoded beforehand, nothing stored", rounded(fold.fold * scale))
    }

    private func inflate(_ archive: HistoryArchive) throws -> Double {
        let program = MeasuredProgram(
            arguments: [MeasuredProgram.path(of: "archive-benchmark"), "step", "inflate", archive.directory.path],
            output: archive.file("lines"))
        return try program.run().seconds
    }

    /// The library's fold over the alarms of a smaller year, which must come to the alarms that the views show.
    private func eventSourcing(_ baselines: Baselines) throws -> EventSourcingFold? {
        guard baselines.obstacle == nil else { return nil }
        let archive = HistoryArchive(workshop, alarms: min(workshop.events, Self.foldedAlarms))
        try archive.make()
        let lines = archive.file("jsonl")
        _ = try archive.ask("export", ["--output", lines + ".gz"]).run()
        try shell("gzip -dc '\(lines).gz' > '\(lines)'")
        let fold = try baselines.eventSourcing(lines, rounds: 3)
        let shown = try archive.rows("SELECT state || ' ' || verdict, count(*) FROM v1_alarms GROUP BY 1")
        guard Dictionary(uniqueKeysWithValues: shown.map { ($0[0], Int($0[1]) ?? 0) }) == fold.alarms else {
            throw BenchmarkFailure(what: "eventsourcing folds to \(fold.alarms), the views to \(shown)")
        }
        return fold
    }

    /// So many alarms' decoded lines fit into Python's memory.
    private static let foldedAlarms = 50_000
}
