import ArchiveEvents
package import TransparencyLog

/// The tree over a stored log: complete subtrees of 256 leaves and more come from the tiles, smaller ones are computed
/// from the lines.
package struct StoredTree {
    private let log: any StoredLog

    package init(_ log: any StoredLog) {
        self.log = log
    }

    /// The right edge of the tree of the first `size` events.
    package func range(ofSize size: UInt64) throws -> CompactRange {
        // All subtrees below a tile's height lie within one run: read its lines once.
        let tail = size - size % Leaf.runLength
        var range = try CompactRange(size: tail) { try hash(of: $0) }
        for leaf in try leaves(tail..<size) { range.append(leaf) }
        return range
    }

    private func hash(of subtree: Subtree) throws -> TreeHash {
        let level = subtree.height / Self.tileHeight
        let missing = subtree.height % Self.tileHeight
        let tiles = (subtree.index << UInt64(missing))..<((subtree.index + 1) << UInt64(missing))
        var range = CompactRange()
        for number in tiles {
            guard let tile = try log.tile(level: level, number: number) else {
                throw EventLogError.damaged("tile \(number) of level \(level) is missing")
            }
            range.append(tile)
        }
        return range.root
    }

    /// Leaf hashes of events of one run, computed from the stored lines and salts.
    package func leaves(_ positions: Range<UInt64>) throws -> [TreeHash] {
        guard let first = positions.first else { return [] }
        guard let salts = try log.salts(ofRun: RunSalts.run(of: Position(first))) else {
            throw EventLogError.damaged("the salts of the run of event \(first) are missing")
        }
        let events = try LogReader.events(of: log, from: Position(first), until: Position(positions.upperBound))
        return try events.map { event in
            guard let leaf = salts.leaf(of: event) else {
                throw EventLogError.damaged("the salt of event \(event.position) is missing")
            }
            return leaf
        }
    }

    /// Levels of the tree between a tile's leaves and its root.
    package static let tileHeight = 8
}
