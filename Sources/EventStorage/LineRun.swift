package import ArchiveEvents

/// Consecutive event lines, each closed by a line feed: what a block holds.
package struct LineRun: Sendable {
    package let firstPosition: Position
    package private(set) var eventCount: UInt64 = 0
    package private(set) var bytes: [UInt8] = []
    package private(set) var firstTime: Instant
    package private(set) var lastTime: Instant

    /// A run without a line so far.
    package init(from position: Position, time: Instant) {
        firstPosition = position
        firstTime = time
        lastTime = time
    }

    /// Adds a line without its line feed.
    package mutating func append(_ line: some Collection<UInt8>, time: Instant) {
        if eventCount == 0 { firstTime = time }
        lastTime = time
        eventCount += 1
        bytes.append(contentsOf: line)
        bytes.append(Self.lineFeed)
    }

    /// Whether a line of that size, line feed not counted, may still go into a block with these lines.
    package func fits(lineSize: Int) -> Bool { eventCount == 0 || bytes.count + lineSize + 1 <= Self.blockSize }

    /// The runs that blocks are sealed from. Greedy: a block closes exactly when the next line would pass the size, so
    /// borders depend on the lines alone and not on when sealing ran. The last run may still grow.
    package static func greedy(_ events: [RecordedEvent]) -> [LineRun] {
        guard let first = events.first else { return [] }
        var runs = [LineRun(from: first.position, time: first.time)]
        for event in events {
            if !runs[runs.count - 1].fits(lineSize: event.line.count) {
                runs.append(LineRun(from: event.position, time: event.time))
            }
            runs[runs.count - 1].append(event.line, time: event.time)
        }
        return runs
    }

    /// The lines within `plain`, without their line feeds.
    package static func lines(of plain: [UInt8]) -> [ArraySlice<UInt8>] {
        plain.split(separator: lineFeed, omittingEmptySubsequences: false).dropLast()
    }

    /// Plain bytes of a sealed block at most, but for a single longer line: what one BGZF member can hold.
    package static let blockSize = 65_280
    package static let lineFeed = UInt8(ascii: "\n")
}
