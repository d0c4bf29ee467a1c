package import ArchiveEvents
import ExactJSON

/// A `data-erased` event: the only thing that authorises a line to stand without its data.
///
/// ```
/// {"positions":[[first,count],...],"ground":"...","actor":"...","approved_by":"..." or null,"purpose":"..."}
/// ```
/// It authorises exactly the positions that it names, all of which lie before its own. In which order they stand, and
/// whether an earlier event names them too, means nothing.
package struct DataErasure: Sendable {
    /// Where the event itself stands.
    package let position: Position
    /// What it names: ranges in their order, between which others lie. Few bytes may name any number of events.
    package let ranges: [Range<Position>]

    /// Reads the data of the event at `position`; nil where it names no positions, or any that is not before it.
    package init?(data: some Collection<UInt8>, at position: Position) {
        guard let text = try? JSONText([UInt8](data)) else { return nil }
        let named = text.root.members.filter { $0.name.string == "positions" }.map(\.value)
        // Where a name stands twice, readers disagree about which one counts.
        guard named.count == 1, let ranges = Self.ranges(named[0], before: position), !ranges.isEmpty else {
            return nil
        }
        self.position = position
        self.ranges = Self.union(ranges)
    }

    private func names(_ position: Position) -> Bool { ranges.contains { $0.contains(position) } }

    /// What `event` names; nil where it is no `data-erased` event, or names nothing that it may.
    package init?(_ event: RecordedEvent) {
        guard event.type == .dataErased, let data = event.data else { return nil }
        self.init(data: data, at: event.position)
    }

    /// Whether events of the type that is spelled so may be erased: the first one holds the log's key, and an erasure is
    /// what proves that others were erased by right.
    package static func isErasable(type: some Sequence<UInt8>) -> Bool {
        !type.elementsEqual(EventType.archiveCreated.rawValue.utf8)
            && !type.elementsEqual(EventType.dataErased.rawValue.utf8)
    }

    /// The event that authorises the erasure of the one at `position`; nil where none does. Reads the log from there on.
    package static func authorising(_ position: Position, in log: any StoredLog) throws -> Position? {
        var next = position.advanced(by: 1)
        while case let blocks = try log.blocks(from: next, limit: step), let end = blocks.last?.end {
            let start = next
            let found = try concurrentMap(blocks) { try erasures(in: $0, from: start) }.joined()
            if let erasure = found.first(where: { $0.names(position) }) { return erasure.position }
            next = end
        }
        return nil
    }

    private static func erasures(in block: Block, from start: Position) throws -> [DataErasure] {
        var erasures: [DataErasure] = []
        try block.forEachLine { line, head in
            guard head.position >= start, line[head.type].elementsEqual(EventType.dataErased.rawValue.utf8),
                case .data(let range) = head.payload,
                let erasure = DataErasure(data: line[range], at: head.position)
            else { return }
            erasures.append(erasure)
        }
        return erasures
    }

    private static func ranges(_ value: JSONElement, before limit: Position) -> [Range<Position>]? {
        guard value.kind == .array else { return nil }
        var ranges: [Range<Position>] = []
        for pair in value.elements {
            let numbers = pair.elements.map(number)
            guard numbers.count == 2, let first = numbers[0], let count = numbers[1], count > 0, first < limit.number,
                count <= limit.number - first
            else { return nil }
            ranges.append(Position(first)..<Position(first + count))
        }
        return ranges
    }

    /// In digits alone: a position has one spelling.
    private static func number(_ element: JSONElement) -> UInt64? {
        guard element.kind == .number, element.bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return element.integer.flatMap { UInt64(exactly: $0) }
    }

    /// In their order and joined, so that ranges that name the same events again and again cost nothing.
    private static func union(_ ranges: [Range<Position>]) -> [Range<Position>] {
        var union: [Range<Position>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = union.last, range.lowerBound <= last.upperBound {
                union[union.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                union.append(range)
            }
        }
        return union
    }

    /// Blocks that are held at a time.
    private static let step = 32
}
