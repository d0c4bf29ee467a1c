import ArchiveEvents
import EventStorage
import TransparencyLog

/// The pass over the blocks in their order: joins what each block says by itself.
struct VerifierPass {
    private let origin: String
    private let verifier: NoteVerifier?
    /// What must have the root of its size: the stored checkpoints, and those that were brought along.
    private let signed: [UInt64: [SignedHead]]
    private var streams: StreamCheck
    private var tree = CompactRange()
    private var isTreeWhole = true
    private var lastTime = Instant(milliseconds: .min)
    private var lastCodec = Block.Codec.deflate
    private(set) var next = Position.first
    private(set) var findings: [Finding] = []
    /// Findings beyond those that are listed.
    private(set) var unlisted = 0

    /// A signed head, and where it lies.
    struct SignedHead: Sendable {
        let note: String
        let place: String
        let isStored: Bool
    }

    init(_ log: any StoredLog, origin: String, alsoSigned others: [UInt64: [SignedHead]], streams: StreamCheck) throws {
        self.origin = origin
        self.streams = streams
        // Where the first event is damaged, the pass finds that by itself.
        verifier = try? LogReader.verifier(of: log)
        let stored = try log.checkpoints().map { checkpoint in
            (checkpoint.size, [SignedHead(note: checkpoint.note, place: "\(checkpoint.size)", isStored: true)])
        }
        signed = others.merging(stored) { $0 + $1 }
    }

    /// The root over everything read; nil once an event was missing on the way.
    var root: TreeHash? { isTreeWhole ? tree.root : nil }

    /// What the blocks behind ``next`` are read against.
    func context(_ log: any StoredLog, _ blocks: [Block]) throws -> BlockCheck.Context {
        let salts = try StoredLeaves(log).salts(of: blocks, from: next)
        return BlockCheck.Context(origin: Array(origin.utf8), salts: salts, cuts: Set(signed.keys))
    }

    /// Joins the next block; the tiles that its events complete.
    mutating func take(_ check: BlockCheck) throws -> [(subtree: Subtree, hash: TreeHash)] {
        if check.row.firstPosition > next {
            report(
                .position, "\(next)", "the next block begins with event \(check.row.firstPosition): events are missing")
            isTreeWhole = false
        }
        checkRow(check.row)
        note(check.findings)
        if let first = check.firstTime {
            if first < lastTime { report(.time, "\(check.start)", "its time lies before that of the event before") }
            lastTime = max(lastTime, check.lastTime ?? first)
        }
        for event in check.events {
            if let finding = try streams.take(event, isSealed: check.row.codec == .deflate) { note([finding]) }
        }
        if !check.isWhole { isTreeWhole = false }
        next = max(next, check.row.end)
        return isTreeWhole ? grow(check) : []
    }

    private mutating func checkRow(_ row: BlockRow) {
        if row.codec == .deflate, lastCodec == .plain, row.firstPosition >= next {
            report(.block, row.place, "a sealed block stands behind a frame")
        }
        lastCodec = row.codec
    }

    private mutating func grow(_ check: BlockCheck) -> [(subtree: Subtree, hash: TreeHash)] {
        var tiles = check.tiles
        for piece in check.pieces where piece.size > 0 {
            tree.merge(piece) { subtree, hash in
                if StoredTree.isTile(subtree) { tiles.append((subtree, hash)) }
            }
            for head in signed[tree.size] ?? [] { checkSigned(head) }
        }
        return tiles
    }

    /// Holds tiles against the leaves that they should be made of.
    mutating func check(_ tiles: [(subtree: Subtree, hash: TreeHash)], _ log: any StoredLog) throws {
        for (subtree, hash) in tiles {
            let level = subtree.height / StoredTree.tileHeight
            guard try log.tile(level: level, number: subtree.index) != hash else { continue }
            report(
                .tile, "\(subtree.leaves.lowerBound)-\(subtree.leaves.upperBound - 1)",
                "these events, or their salts, are not those that tile \(subtree.index) of level \(level) was made of")
        }
    }

    private mutating func checkSigned(_ head: SignedHead) {
        do {
            let note = try SignedNote(head.note)
            let checkpoint = try Checkpoint(text: note.text)
            try verifier.map { try note.verify([$0]) }
            guard checkpoint.origin == origin, checkpoint.size == tree.size, checkpoint.root == tree.root else {
                return report(.checkpoint, head.place, "the events before it do not have the root that it signs")
            }
        } catch {
            report(.checkpoint, head.place, "\(error)")
        }
    }

    /// Holds what the rows beside the blocks say against what was read; `log` is the state that was read last.
    mutating func finish(_ log: any StoredLog) throws {
        var structure = StructureCheck()
        note(try structure.findings(log))
        note(try streams.finish(log))
        guard isTreeWhole else {
            return report(.root, "\(next)", "the root cannot be computed, since events are damaged or missing")
        }
        for (size, heads) in signed.sorted(by: { $0.key < $1.key }) where size > tree.size {
            for head in heads { report(.checkpoint, head.place, "it knows of more events than the log has") }
        }
        if signed[tree.size]?.contains(where: \.isStored) != true, try log.newestCheckpoint()?.size != tree.size {
            report(.checkpoint, "\(tree.size)", "no checkpoint covers the whole log")
        }
    }

    private mutating func report(_ code: Finding.Code, _ place: String, _ message: String) {
        note([Finding(code, place, message)])
    }

    private mutating func note(_ new: [Finding]) {
        let listed = new.prefix(max(0, Self.listLimit - findings.count))
        findings += listed
        unlisted += new.count - listed.count
    }

    /// A log that is wrong everywhere has a finding for each event: this many say it all, the rest is counted.
    private static let listLimit = 1000
}
