import ArchiveEvents
import EventStorage

/// What a block says of erased data.
struct ErasureFacts: Sendable {
    /// Events whose lines stand without their data.
    private(set) var erased = PositionSet()
    /// Those among them whose salts are not gone: their data could still be guessed and confirmed.
    private(set) var salted = PositionSet()
    /// What `data-erased` events name, whether there are such events or not.
    private(set) var named: [Range<Position>] = []

    mutating func take(erased position: Position, isForgotten: Bool) {
        erased.insert(position)
        if !isForgotten { salted.insert(position) }
    }

    mutating func take(_ erasure: DataErasure) { named += erasure.ranges }
}

/// Whether data is gone exactly where `data-erased` events say so.
///
/// A line may stand without its data only where such an event names its position and its salt is gone. Without the first
/// rule whoever can write the file could put a body hash in the place of any data: the seed beside it gives the hash, and
/// no leaf changes. Without the second the data would not be erased, for what is guessed could be confirmed.
struct ErasureCheck {
    private(set) var erased = PositionSet()
    private var salted = PositionSet()
    /// Those events of the log that `data-erased` events name.
    private(set) var named = PositionSet()

    /// Takes in the next block; `events` are those that there are, as far as they can be named in it.
    mutating func take(_ facts: ErasureFacts, of events: [Range<Position>]) {
        erased.formUnion(facts.erased)
        salted.formUnion(facts.salted)
        for range in facts.named { named.insert(range, of: events) }
    }

    /// Of a log that was read from its first event to its last, whose state is `log` now.
    func findings(_ log: any StoredLog) throws -> FindingList {
        var findings = self.findings
        try named.subtracting(erased).forEachRange { range in
            // What was erased while the pass went on was read with its data.
            try Self.standing(range, in: log).forEachRange { range in
                findings.add(.erasure, range.place, "a data-erased event names it, but its data still stands")
            }
        }
        return findings
    }

    /// What the lines themselves tell, where the events behind them were all read.
    var findings: FindingList {
        var findings = FindingList()
        erased.subtracting(named).forEachRange { range in
            findings.add(
                .erasure, range.place, "its data is gone, and no data-erased event names it: it was taken away")
        }
        salted.forEachRange { range in
            findings.add(
                .salt, range.place, "its data is gone, but its salt still stands: the data was not erased by right")
        }
        return findings
    }

    /// The events of that range whose lines have their data.
    private static func standing(_ range: Range<Position>, in log: any StoredLog) throws -> PositionSet {
        var standing = PositionSet()
        var next = range.lowerBound
        while next < range.upperBound, case let blocks = try log.blocks(from: next, limit: step),
            let end = blocks.last?.end, end > next
        {
            // What cannot be read was reported where it was read first.
            for block in blocks {
                try? block.forEachLine { _, head in
                    if case .data = head.payload, range.contains(head.position) { standing.insert(head.position) }
                }
            }
            next = end
        }
        return standing
    }

    /// Blocks that are held at a time.
    private static let step = 32
}

extension Range<Position> {
    /// As findings name events: `41`, or `41-57`.
    var place: String {
        let last = upperBound.number &- 1
        return lowerBound.number == last ? "\(last)" : "\(lowerBound)-\(last)"
    }
}
