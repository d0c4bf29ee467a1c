package import ArchiveEvents

/// Reads events in order, from a position: the only way out of the log.
package struct LogReader: Sendable {
    let store: any BlockReader

    package init(_ store: any BlockReader) {
        self.store = store
    }

    /// Position of the next event.
    package func size() throws -> Position { try store.read { try $0.size() } }

    /// The newest signed head.
    package func newestCheckpoint() throws -> StoredCheckpoint? { try store.read { try $0.newestCheckpoint() } }

    /// Time of the last event; nil where there is none.
    package func lastTime() throws -> Instant? {
        try store.read { log in
            let size = try log.size()
            guard size > .first else { return nil }
            return try log.blocks(from: Position(size.number - 1), limit: 1).last?.lastTime.writable
        }
    }

    /// Where the events of `time` and later begin, to within a block; nil where there are none.
    package func firstPosition(notBefore time: Instant) throws -> Position? {
        try store.read { try $0.firstPosition(notBefore: time) }
    }

    /// The events from `position` on of a few blocks; empty at the log's end.
    func chunk(from position: Position) throws -> [RecordedEvent] {
        try store.read { try Self.chunk(of: $0, from: position) }
    }

    /// Position behind the last event that was witnessed at `time` or before.
    package func position(after time: Instant) throws -> Position {
        guard let start = try firstPosition(notBefore: time.advanced(byMilliseconds: 1)) else { return try size() }
        var position = start
        try forEachChunk(from: start) { events in
            guard let later = events.first(where: { $0.time > time }) else {
                position = events.last.map { $0.position.advanced(by: 1) } ?? position
                return true
            }
            position = later.position
            return false
        }
        return position
    }

    /// Calls `visit` with the events from `position` on, a few blocks at a time, until it returns false or the log
    /// ends. Memory stays within ``chunkSize`` blocks, and no transaction is open while `visit` works.
    package func forEachChunk(from position: Position, _ visit: ([RecordedEvent]) throws -> Bool) throws {
        var next = position
        while true {
            let events = try chunk(from: next)
            guard let last = events.last, try visit(events) else { return }
            next = last.position.advanced(by: 1)
        }
    }

    /// The whole log in runs of blocks, each of at least `bytes` bytes of lines but the last.
    package func runs(ofBytes bytes: Int) throws -> [Range<Position>] {
        var runs: [Range<Position>] = []
        var first = Position.first
        var sum = 0
        try store.read { log in
            try log.forEachRow(from: .first) { row in
                guard row.end > first else { throw EventLogError.damaged("an event before \(first) is in two blocks") }
                sum += row.plainSize
                guard sum >= bytes else { return }
                runs.append(first..<row.end)
                (first, sum) = (row.end, 0)
            }
            let size = try log.size()
            if first < size { runs.append(first..<size) }
        }
        return runs
    }

    /// Calls `visit` with the events at those positions, which go up. Only the blocks that hold them are read.
    package func forEachEvent(at positions: [Position], _ visit: (RecordedEvent) throws -> Void) throws {
        var rest = positions[...]
        while let next = rest.first {
            let events = try store.read { try $0.blocks(from: next, limit: 1).first?.events() ?? [] }
            guard let last = events.last, last.position >= next else {
                throw EventLogError.damaged("event \(next) is missing")
            }
            for event in events where event.position == rest.first {
                try visit(event)
                rest.removeFirst()
            }
        }
    }

    /// Calls `visit` with each line of a run of whole blocks, as ``runs(ofBytes:)`` cuts the log, and with its head.
    package func forEachLine(
        in positions: Range<Position>, _ visit: (UnsafeRawBufferPointer, EventHead) throws -> Void
    ) throws {
        var next = positions.lowerBound
        while next < positions.upperBound {
            let blocks = try store.read { try $0.blocks(from: next, limit: Self.chunkSize) }
            guard let first = blocks.first, first.firstPosition == next else {
                throw EventLogError.damaged("event \(next) is missing")
            }
            for block in blocks where block.firstPosition < positions.upperBound {
                guard block.firstPosition == next else { throw EventLogError.damaged("event \(next) is missing") }
                try block.forEachLine(visit)
                next = block.end
            }
        }
    }

    /// All events from `position` until `end`: of the unsealed tail, or another run that fits into memory.
    package func events(from position: Position, until end: Position) throws -> [RecordedEvent] {
        try store.read { try Self.events(of: $0, from: position, until: end) }
    }

    package static func events(
        of log: any StoredLog, from position: Position, until end: Position
    ) throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        var next = position
        while next < end {
            let wanted = try chunk(of: log, from: next).filter { $0.position < end }
            guard let last = wanted.last else { throw EventLogError.damaged("event \(next) is missing") }
            events.append(contentsOf: wanted)
            next = last.position.advanced(by: 1)
        }
        return events
    }

    /// The events from `position` on of a few blocks, none left out between them; empty at the log's end.
    static func chunk(of log: any StoredLog, from position: Position) throws -> [RecordedEvent] {
        var next = position
        var events: [RecordedEvent] = []
        var bytes = 0
        for block in try log.blocks(from: position, limit: chunkSize) where bytes < chunkBytes {
            bytes += block.plainSize
            let fresh = try block.events().drop { $0.position < next }
            guard let first = fresh.first, first.position == next else {
                throw EventLogError.damaged("event \(next) is missing")
            }
            events.append(contentsOf: fresh)
            next = block.end
        }
        return events
    }

    /// Blocks read in one transaction: half a megabyte of lines.
    private static let chunkSize = 8
    /// Bytes of lines from which on no further block is taken: a line may be a thousand times as long as usual, and few
    /// bytes inflate to it.
    private static let chunkBytes = 4 << 20
}
