import ArchiveEvents
import Testing

/// A log in memory: new events become lines, and what is folded is read back from the lines.
struct MemoryLog {
    private(set) var lines: [[UInt8]] = []
    private var versions: [String: StreamVersion] = [:]

    /// Writes events and gives them as the log has them.
    @discardableResult
    mutating func append(_ events: [NewEvent], at time: Instant) throws -> [RecordedEvent] {
        try events.map { event in
            let version = (versions[event.subject] ?? StreamVersion(0)).next
            let position = Position(UInt64(lines.count))
            let line = EventLine(event, position: position, source: "test", time: time, version: version)
            versions[event.subject] = version
            lines.append(line.bytes)
            return try Self.read(line.bytes)
        }
    }

    /// Every event, read anew.
    func events() throws -> [RecordedEvent] { try lines.map(Self.read) }

    /// Takes the data out of a line, as a lawful erasure does.
    mutating func erase(_ index: Int) throws {
        let head = try Self.read(lines[index]).head
        lines[index] = head + Array(#","datahash":"\#(String(repeating: "0", count: 64))"}"#.utf8)
    }

    private static func read(_ line: [UInt8]) throws -> RecordedEvent {
        try #require(RecordedEvent(line: line[...]), "\(text(line))")
    }
}
