package import ArchiveEvents
import Foundation

/// Consecutive event lines, each closed by a line feed: what a block holds.
package struct LineRun: Sendable {
    package let firstPosition: Position
    package private(set) var eventCount: UInt64 = 0
    package private(set) var bytes: [UInt8] = []
    package private(set) var firstTime: Instant
    package private(set) var lastTime: Instant

    /// Position of the line behind the last one.
    package var end: Position { firstPosition.advanced(by: eventCount) }

    /// A run without a line so far.
    package init(from position: Position, time: Instant) {
        firstPosition = position
        firstTime = time
        lastTime = time
    }

    /// Adds a line as it is written, and says where its bytes stand.
    @discardableResult
    mutating func append(_ line: EventLine) -> Range<Int> {
        if eventCount == 0 { firstTime = line.time }
        lastTime = line.time
        eventCount += 1
        let start = bytes.count
        line.append(to: &bytes)
        defer { bytes.append(Self.lineFeed) }
        return start..<bytes.count
    }

    /// Makes room for so many bytes in all.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

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

    /// The runs that blocks are sealed from.
    package static func greedy(_ events: [RecordedEvent]) -> [LineRun] {
        guard let first = events.first else { return [] }
        var cut = GreedyRuns(from: first.position, time: first.time)
        for event in events { cut.append(event.line, time: event.time) }
        return cut.runs
    }

    /// Calls `visit` with each line of `plain`, without its line feed. Bytes behind the last line feed are no line.
    package static func forEachLine(
        of plain: UnsafeRawBufferPointer, _ visit: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        var rest = plain
        while let base = rest.baseAddress, let end = memchr(base, Int32(lineFeed), rest.count) {
            let count = UnsafeRawPointer(end) - base
            try visit(UnsafeRawBufferPointer(start: base, count: count))
            rest = UnsafeRawBufferPointer(rebasing: rest[(count + 1)...])
        }
    }

    /// The lines within `plain`, without their line feeds, one after the other: bytes that are no lines may be cut into any
    /// number of them.
    package static func lines(of plain: [UInt8]) -> some Sequence<ArraySlice<UInt8>> {
        sequence(state: plain[...]) { (rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? in
            guard let end = rest.firstIndex(of: lineFeed) else { return nil }
            defer { rest = rest[(end + 1)...] }
            return rest[..<end]
        }
    }

    /// Plain bytes of a sealed block at most, but for a single longer line: what one BGZF member can hold.
    package static let blockSize = 65_280
    /// Bytes that no event's line is as short as.
    static let leastLineSize = 100
    package static let lineFeed = UInt8(ascii: "\n")
}
