package import ArchiveEvents

/// Cuts lines into the runs that blocks are sealed from.
///
/// Greedy: a block closes exactly when the next line would pass the size, so borders depend on the lines alone and not
/// on when sealing ran. The last run may still grow.
package struct GreedyRuns: Sendable {
    package private(set) var runs: [LineRun]

    package init(from position: Position, time: Instant) {
        runs = [LineRun(from: position, time: time)]
    }

    /// Adds the next line, without its line feed.
    package mutating func append(_ line: some Collection<UInt8>, time: Instant) {
        if !runs[runs.count - 1].fits(lineSize: line.count) {
            runs.append(LineRun(from: runs[runs.count - 1].end, time: time))
        }
        runs[runs.count - 1].append(line, time: time)
    }
}
