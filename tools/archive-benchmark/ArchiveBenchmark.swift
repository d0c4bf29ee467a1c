import ArgumentParser
import Foundation

/// Measures the archive against public baselines, each pair in the same run: absolute times say little on shared
/// machines, ratios do.
@main
struct ArchiveBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive-benchmark",
        abstract: "Prints a table of ratios: the archive against baselines measured in the same run.")

    @Option(help: "Events in the large archive.") var events = 100_000
    @Option(help: "Single durable appends in each round.") var singles = 500
    @Option(help: "Rounds; the median counts.") var rounds = 7
    @Option(help: "Where to work; on the file system that is to be measured.") var directory = NSTemporaryDirectory()

    func run() async throws {
        let folder = (directory as NSString).appendingPathComponent("archive-benchmark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var table = ResultTable()
        try await SingleAppends(folder: folder, count: singles, rounds: rounds).measure(into: &table)
        try await LargeArchive(folder: folder, events: events).measure(into: &table)
        print(table.text)
    }
}

/// Figures with their names.
struct ResultTable {
    private var rows: [(what: String, value: String, aim: String)] = []

    mutating func add(_ what: String, _ value: String, aim: String = "-") {
        rows.append((what, value, aim))
    }

    var text: String {
        let width = rows.map(\.what.count).max() ?? 0
        return rows.map { row in
            let name = row.what + String(repeating: " ", count: width - row.what.count)
            return "\(name)  \(row.value)" + (row.aim == "-" ? "" : "  (aim: \(row.aim))")
        }.joined(separator: "\n")
    }
}

/// Seconds that `body` takes.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try await body()
    return start.duration(to: clock.now) / .seconds(1)
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

func rounded(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }

func grouped(_ value: Double) -> String { String(Int(value.rounded())) }
