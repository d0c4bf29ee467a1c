import ArchiveEvents
import EventStorage
import TransparencyLog

/// Checkpoints against the tiles, and the lines of the log's end.
struct QuickCheck {
    private let log: any StoredLog
    private let origin: String
    private let verifier: NoteVerifier?
    let size: UInt64
    private(set) var root: TreeHash?
    private(set) var findings = FindingList()
    /// What the lines that were read say of erased data.
    private var erasures = ErasureCheck()

    init(_ log: any StoredLog, origin: String, key: NoteVerifier?) throws {
        self.log = log
        self.origin = origin
        verifier = try LogIdentity.key(of: log) ?? key
        size = try log.size().number
        if verifier == nil { findings.add(.checkpoint, "0", "the first event does not name the log's key") }
    }

    /// Each stored checkpoint, and those that were brought along, must sign the root that the tiles give.
    mutating func checkCheckpoints(_ others: [(name: String, note: String)]) throws {
        let stored = try log.checkpoints().map { (name: "\($0.size)", note: $0.note) }
        for (name, note) in stored + others {
            do {
                try check(name, note)
            } catch let error where UnreadLog(error, path: "log.sqlite") == nil {
                findings.add(.checkpoint, name, "\(error)")
            }
        }
        if try log.newestCheckpoint()?.size != size {
            findings.add(.checkpoint, "\(size)", "no checkpoint covers the whole log")
        }
    }

    private mutating func check(_ name: String, _ text: String) throws {
        let note = try SignedNote(text)
        if let foreign = note.foreignOrigin(to: origin) { return findings.add(.checkpoint, name, foreign) }
        let checkpoint = try note.checkpoint(of: verifier)
        guard checkpoint.size <= size else {
            return findings.add(.checkpoint, name, "it knows of more events than the log has")
        }
        let found = try StoredTree(log).range(ofSize: checkpoint.size).root
        guard checkpoint.origin == origin, checkpoint.root == found else {
            return findings.add(.checkpoint, name, "the events before it do not have the root that it signs")
        }
        if checkpoint.size == size { root = found }
    }

    /// The last sealed block and the frames behind it, line by line, with their leaves: the tiles that they complete, and
    /// the root that they lead to. `events` are those that the log has.
    mutating func checkTail(of events: [Range<Position>]) throws {
        let unsealed = try log.unsealed()
        var next = unsealed == .first ? .first : Position(unsealed.number - 1)
        next = try log.blocks(from: next, limit: 1).first?.firstPosition ?? next
        var tree = try treeBefore(next)
        while case let blocks = try log.blocks(from: next, limit: 32), let end = blocks.last?.row.end, next < end {
            let salts = try StoredLeaves(log).salts(of: blocks, from: next)
            let context = BlockCheck.Context(origin: Array(origin.utf8), salts: salts, cuts: [])
            let start = next
            for check in try concurrentMap(blocks, { BlockCheck($0, from: start, context) }) {
                findings.add(check.findings)
                erasures.take(check.erasures, of: events)
                tree = try grow(tree, check)
            }
            next = end
        }
        // Where the root is not known, no checkpoint has it, which is reported there.
        if let tree, let root, tree.root != root {
            findings.add(.root, "\(size)", "the lines of the log's end do not have the root that is signed")
        }
    }

    /// The tree of the events before the end that is read, from the tiles and few lines; nil where those are damaged.
    private mutating func treeBefore(_ position: Position) throws -> CompactRange? {
        do {
            return try StoredTree(log).range(ofSize: position.number)
        } catch let error where UnreadLog(error, path: "log.sqlite") == nil {
            findings.add(.root, "\(position)", "the root of the events before it cannot be computed (\(error))")
            return nil
        }
    }

    /// The tree with the events of the next block, whose tiles are held against the stored ones; nil once one is missing.
    private mutating func grow(_ tree: CompactRange?, _ check: BlockCheck) throws -> CompactRange? {
        guard var tree, check.isWhole, check.pieces.first?.start == tree.end else { return nil }
        var tiles = check.tiles
        for piece in check.pieces where piece.size > 0 {
            tree.merge(piece) { subtree, hash in
                if StoredTree.isTile(subtree) { tiles.append((subtree, hash)) }
            }
        }
        for (subtree, hash) in tiles {
            guard try log.tile(level: subtree.height / StoredTree.tileHeight, number: subtree.index) != hash else {
                continue
            }
            findings.add(
                .tile, "\(subtree.leaves.lowerBound)-\(subtree.leaves.upperBound - 1)",
                "these events, or their salts, are not those that their tile was made of")
        }
        return tree
    }

    /// Erased data among the lines that were read, and what the table of salts tells of the others: `forgotten` are the
    /// events whose salts are gone. Gives how many of them stand in lines that were not read, which only the whole form
    /// holds against the `data-erased` events.
    mutating func checkErasures(forgotten: PositionSet) -> UInt64 {
        // What authorises a line stands behind it, so the end of the log authorises itself.
        findings.add(erasures.findings)
        erasures.named.subtracting(forgotten).forEachRange { range in
            findings.add(.salt, range.place, "a data-erased event names it, but its salt still stands")
        }
        return forgotten.subtracting(erasures.erased).subtracting(erasures.named).count
    }
}
