package import ArchiveEvents
package import TransparencyLog

/// Leaves computed from the bytes that are stored, and from nothing else.
package struct StoredLeaves {
    private let log: any StoredLog

    package init(_ log: any StoredLog) {
        self.log = log
    }

    /// `tree` with the stored events from its size to `end`; nil where those are not event lines one after the other,
    /// or their salts are gone.
    func tree(_ tree: CompactRange, grownTo end: Position) throws -> CompactRange? {
        var tree = tree
        var next = Position(tree.size)
        while next < end {
            let blocks = try log.blocks(from: next, limit: Self.step)
            guard let end = blocks.last?.end else { return nil }
            let salts = try salts(of: blocks, from: next)
            let start = next
            for (block, leaves) in zip(blocks, try concurrentMap(blocks, { try? $0.leaves(from: start, salts) })) {
                guard let leaves, max(block.firstPosition, start).advanced(by: UInt64(leaves.count)) == block.end,
                    max(block.firstPosition, start).number == tree.size
                else { return nil }
                for leaf in leaves { tree.append(leaf) }
            }
            next = end
        }
        return tree
    }

    /// The salts of the runs of the events of `blocks` from `start` on, as far as they are stored.
    package func salts(of blocks: [Block], from start: Position) throws -> [UInt64: RunSalts] {
        var salts: [UInt64: RunSalts] = [:]
        for block in blocks where block.end > start {
            let first = RunSalts.run(of: max(start, block.firstPosition))
            let last = RunSalts.run(of: Position(block.end.number - 1))
            // A row that was tampered with may claim any number of events.
            let most = first + block.mostEvents / Leaf.runLength + 1
            for run in first...min(last, most) where salts[run] == nil { salts[run] = try log.salts(ofRun: run) }
        }
        return salts
    }

    /// Blocks that are held at a time.
    private static let step = 64
}

extension Block {
    /// The leaves of its events from `position` on; nil where a line is no event's or its salt is gone.
    package func leaves(from position: Position, _ salts: [UInt64: RunSalts]) throws -> [TreeHash]? {
        var leaves: [TreeHash] = []
        leaves.reserveCapacity(Int(clamping: min(self.eventCount, 65_536)))
        var next = self.firstPosition
        var isWhole = true
        try plainBytes().withUnsafeBytes { plain in
            LineRun.forEachLine(of: plain) { line in
                defer { next = next.advanced(by: 1) }
                guard isWhole, next >= position else { return }
                let leaf = salts[RunSalts.run(of: next)]?.leaf(ofLine: line, at: next)
                if let leaf { leaves.append(leaf) } else { isWhole = false }
            }
        }
        return isWhole ? leaves : nil
    }
}
