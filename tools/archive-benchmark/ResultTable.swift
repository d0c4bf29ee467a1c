import Foundation

/// Figures with their names, baselines and aims.
struct ResultTable {
    private var rows: [[String]] = [["what", "baseline", "value", "aim", ""]]

    /// A figure without an aim.
    mutating func add(_ what: String, _ value: String) { rows.append([what, "-", value, "-", ""]) }

    /// A ratio that should be at least `aim`.
    mutating func add(_ what: String, against baseline: String, _ ratio: Double, atLeast aim: Double) {
        rows.append([what, baseline, rounded(ratio), "\(aim) or more", ratio >= aim ? "" : "missed"])
    }

    /// A ratio that should be at most `aim`.
    mutating func add(_ what: String, against baseline: String, _ ratio: Double, atMost aim: Double) {
        rows.append([what, baseline, rounded(ratio), "\(aim) or less", ratio <= aim ? "" : "missed"])
    }

    /// A figure that could not be taken, which is no figure that passed.
    mutating func addUnmeasured(_ what: String, against baseline: String, because reason: String) {
        rows.append([what, baseline, "not measured", "-", reason])
    }

    var text: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
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

/// The middle one; of an even number the upper.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

func rounded(_ value: Double, _ digits: Int = 2) -> String { String(format: "%.\(digits)f", value) }

func grouped(_ value: Double) -> String { String(Int(value.rounded())) }

/// Runs a line of shell, and fails where it does.
func shell(_ line: String) throws {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", line]
    try shell.run()
    shell.waitUntilExit()
    guard shell.terminationStatus == 0 else { throw BenchmarkFailure(what: "`\(line)` failed") }
}

struct BenchmarkFailure: Error, CustomStringConvertible {
    let what: String
    var description: String { what }
}
