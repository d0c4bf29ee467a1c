import Archive
import Foundation

/// Questions about a year of alarms, each as a whole process from the call to the last byte of JSON, against DuckDB's
/// program over a Parquet file of the same alarms. Both answers must be the same.
struct HistoryQueries {
    private let workshop: Workshop
    private let archive: HistoryArchive
    private let baselines: Baselines

    init(_ workshop: Workshop) {
        self.workshop = workshop
        archive = HistoryArchive(workshop)
        baselines = Baselines(workshop)
    }

    func measure(into table: inout ResultTable) throws {
        try archive.make()
        try makeParquet()
        let zone = SampleAlert.zoneID(7)
        try compare(
            "alarms of one zone and one week", "alarms.sql",
            ["zone": zone, "since": "2025-03-03", "until": "2025-03-10"],
            archive.ask("alarms", ["--zone", zone, "--since", "2025-03-03", "--until", "2025-03-10", "--json"]),
            atLeast: 5, into: &table)
        try compare(
            "stats by zone and month", "stats.sql", ["since": "2025-01-01", "until": "2026-01-01"],
            archive.ask("stats", ["--by", "zone,month", "--since", "2025-01-01", "--until", "2026-01-01", "--json"]),
            atLeast: 1, into: &table)
    }

    private func makeParquet() throws {
        guard baselines.obstacle == nil else { return }
        let csv = baselines.folder + "/alarms.csv"
        try shell(
            "sqlite3 -readonly -csv -header '\(archive.directory.viewsPath)' 'SELECT * FROM v1_alarms' > '\(csv)'")
        _ = try baselines.duckDB("parquet.sql", ["folder": baselines.folder], output: "/dev/null").run()
        try FileManager.default.removeItem(atPath: csv)
    }

    /// Both in turn, some rounds: the median of the ratios.
    private func compare(
        _ what: String, _ file: String, _ values: [String: String], _ ours: MeasuredProgram, atLeast aim: Double,
        into table: inout ResultTable
    ) throws {
        let what = "\(what), \(archive.alarms) alarms"
        guard baselines.obstacle == nil else {
            table.addUnmeasured(what, against: "DuckDB", because: baselines.obstacle ?? "")
            return
        }
        let answer = archive.file("duckdb.answer")
        let theirs = try baselines.duckDB(
            file, values.merging(["folder": baselines.folder]) { $1 }, output: answer)
        var (ratios, times): ([Double], [Double]) = ([], [])
        for _ in 0..<Self.rounds {
            let usage = try ours.run()
            ratios.append(try theirs.run().seconds / usage.seconds)
            times.append(usage.seconds * 1000)
        }
        let rows = try HistoryAnswers(ours: ours.output, theirs: answer).compare()
        table.add(
            what, against: "DuckDB \(try baselines.version(of: "duckdb-cli")) on Parquet, both whole processes",
            median(ratios), atLeast: aim)
        table.add("  milliseconds; rows", "\(rounded(median(times), 1)); \(rows)")
    }

    private static let rounds = 15
}
