package import ArchiveEvents
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
        var range = try CompactRange(size: tail) { try tileHash(of: $0) }
        for leaf in try leaves(tail..<size) { range.append(leaf) }
        return range
    }

    /// The hash of a complete subtree of the log's tree.
    package func hash(of subtree: Subtree) throws -> TreeHash {
        guard subtree.height < Self.tileHeight else { return try tileHash(of: subtree) }
        return Self.root(try leaves(subtree.leaves)[...])
    }

    /// What leads from the leaf of the event at `position` to the root of the tree of the first `size` events.
    package func inclusionProof(of position: Position, inTreeOfSize size: UInt64) throws -> InclusionProof {
        // The subtrees below a tile's height lie within two runs, the event's and the last one: read each once.
        var runs: [UInt64: [TreeHash]] = [:]
        return try InclusionProof(index: position.number, size: size) { subtree in
            guard subtree.height < Self.tileHeight else { return try tileHash(of: subtree) }
            let places = subtree.leaves
            let start = places.lowerBound - places.lowerBound % Leaf.runLength
            let leaves = try runs[start] ?? leaves(start..<min(size, start + Leaf.runLength))
            runs[start] = leaves
            return Self.root(leaves[Int(places.lowerBound - start)..<Int(places.upperBound - start)])
        }
    }

    private static func root(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
        var range = CompactRange()
        for leaf in leaves { range.append(leaf) }
        return range.root
    }

    private func tileHash(of subtree: Subtree) throws -> TreeHash {
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
        var leaves: [TreeHash] = []
        // A few lines at a time: those of a whole run may be long.
        while case let next = first + UInt64(leaves.count), next < positions.upperBound {
            for event in try LogReader.chunk(of: log, from: Position(next)) {
                guard event.position.number < positions.upperBound else { break }
                guard let leaf = salts.leaf(of: event) else {
                    throw EventLogError.damaged("the salt of event \(event.position) is missing")
                }
                leaves.append(leaf)
            }
            guard next < first + UInt64(leaves.count) else { throw EventLogError.damaged("event \(next) is missing") }
        }
        return leaves
    }

    /// Whether the root of a subtree is stored.
    package static func isTile(_ subtree: Subtree) -> Bool {
        subtree.height > 0 && subtree.height % tileHeight == 0
    }

    /// One more than the highest level of tiles that a log can have.
    package static let levels = 8
    /// Levels of the tree between a tile's leaves and its root.
    package static let tileHeight = 8
}
