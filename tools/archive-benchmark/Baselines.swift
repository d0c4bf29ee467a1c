import Foundation

/// DuckDB and `eventsourcing`, both from PyPI, in a virtual environment below the folder that is worked in.
///
/// DuckDB is its command-line program, the binary that the package `duckdb-cli` brings, called without the package's
/// Python wrapper: that is by far the quickest way from a question to an answer with it.
struct Baselines {
    let folder: String
    /// Why they are not there; nil where they are.
    let obstacle: String?

    init(_ workshop: Workshop) {
        folder = workshop.file("baselines")
        guard !FileManager.default.fileExists(atPath: folder + "/installed") else {
            obstacle = nil
            return
        }
        do {
            try shell("python3 -m venv '\(folder)' > '\(folder).log' 2>&1")
            try shell("'\(folder)/bin/pip' install --quiet duckdb-cli eventsourcing >> '\(folder).log' 2>&1")
            for (name, bytes) in Self.files { try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)")) }
            try shell("touch '\(folder)/installed'")
            obstacle = nil
        } catch {
            let log = (try? String(contentsOfFile: folder + ".log", encoding: .utf8)) ?? ""
            let reason = log.split(separator: "\n").last.map(String.init) ?? "\(error)"
            obstacle = "python3 with venv and PyPI are needed: \(reason.prefix(100))"
        }
    }

    private static let files = [
        ("eventsourcing_fold.py", PackageResources.eventsourcing_fold_py),
        ("parquet.sql", PackageResources.parquet_sql), ("alarms.sql", PackageResources.alarms_sql),
        ("stats.sql", PackageResources.stats_sql),
    ]

    /// A question of DuckDB's, whose answer is JSON in the file `output`; `values` stand for `{names}` in the SQL file.
    func duckDB(_ file: String, _ values: [String: String], output: String) throws -> MeasuredProgram {
        let binary = try shellOutput(["sh", "-c", "echo '\(folder)'/lib/python*/site-packages/duckdb_cli/duckdb"])
        var sql = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        for (name, value) in values { sql = sql.replacingOccurrences(of: "{\(name)}", with: value) }
        let query = "\(folder)/\(file).query"
        try Data(sql.utf8).write(to: URL(fileURLWithPath: query))
        return MeasuredProgram(
            arguments: [binary.trimmingCharacters(in: .whitespacesAndNewlines), "-json", "-f", query], output: output)
    }

    /// The versions, for the table.
    func version(of package: String) throws -> String {
        let text = try shellOutput(["\(folder)/bin/pip", "show", package])
        let line = text.split(separator: "\n").first { $0.hasPrefix("Version:") }
        return line.map { String($0.dropFirst(9)) } ?? "?"
    }

    /// Folds exported lines; how many events of alarms those were, how long it took, and the alarms by state and verdict.
    func eventSourcing(_ lines: String, rounds: Int) throws -> EventSourcingFold {
        let text = try shellOutput(["\(folder)/bin/python", "\(folder)/eventsourcing_fold.py", lines, "\(rounds)"])
        return try JSONDecoder().decode(EventSourcingFold.self, from: Data(text.utf8))
    }
}

/// What `eventsourcing_fold.py` prints.
struct EventSourcingFold: Decodable {
    let events: Int
    /// Seconds of making the library's events and applying them, and of its projection over what is recorded in memory.
    let fold: Double
    let projection: Double
    /// `ended valid` and so on.
    let alarms: [String: Int]
}

/// Standard output of a program, which must end with 0.
func shellOutput(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
        throw BenchmarkFailure(what: "`\(arguments.joined(separator: " "))` failed")
    }
    return text
}
