import ArchiveEvents
import EventStorage
import TransparencyLog

/// The pass over the blocks in their order: joins what each block says by itself.
struct VerifierPass {
    let origin: String
    private let verifier: NoteVerifier?
    /// What must have the root of its size: the stored checkpoints, and those that were brought along.
    private let signed: [UInt64: [SignedHead]]
    private var streams: StreamCheck
    private var erasures = ErasureCheck()
    /// The events that were read: one range, unless rows are missing or forged.
    private var read: [Range<Position>] = []
    private var tree = CompactRange()
    private var isTreeWhole = true
    private var lastTime = Instant(milliseconds: .min)
    /// The last sealed block, which must be full, as far as the one behind it was not read yet.
    private var lastSealed: BlockRow?
    private(set) var next = Position.first
    private(set) var findings = FindingList()
    /// Events that say that `head.note` was lost.
    private(set) var lostHeadNotes: [Position] = []

    /// A signed head, and where it lies.
    struct SignedHead: Hashable, Sendable {
        let note: String
        let place: String
    }

    /// Checkpoints must be signed by the log's own key; `key` stands in where the log no longer tells it.
    init(
        _ log: any StoredLog, origin: String, key: NoteVerifier?, alsoSigned others: [UInt64: [SignedHead]],
        streams: StreamCheck
    ) throws {
        self.origin = origin
        self.streams = streams
        verifier = try LogIdentity.key(of: log) ?? key
        let stored = try log.checkpoints().map { checkpoint in
            (checkpoint.size, [SignedHead(note: checkpoint.note, place: "\(checkpoint.size)")])
        }
        signed = others.merging(stored) { $0 + $1 }
        for head in signed[0] ?? [] { checkSigned(head) }
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
        checkPlace(check)
        findings.add(check.findings)
        read.join(check.positions)
        erasures.take(check.erasures, of: read)
        // More of them than fit here would say no more than these.
        lostHeadNotes += check.lostHeadNotes.prefix(max(0, Self.lostHeadNoteLimit - lostHeadNotes.count))
        if let first = check.firstTime {
            if first < lastTime { report(.time, "\(check.start)", "its time lies before that of the event before") }
            lastTime = max(lastTime, check.lastTime ?? first)
        }
        for event in check.events {
            if let finding = try streams.take(event, isSealed: check.row.codec == .deflate) { findings.add([finding]) }
        }
        if !check.isWhole { isTreeWhole = false }
        next = max(next, check.row.end)
        return isTreeWhole ? grow(check) : []
    }

    /// A block must begin where the one before it ends, and that one must have had no room for its first line.
    private mutating func checkPlace(_ check: BlockCheck) {
        if check.row.firstPosition > next {
            report(
                .position, "\(next)", "the next block begins with event \(check.row.firstPosition): events are missing")
        } else if check.start != next {
            report(.position, "\(check.start)", "an event is in two blocks")
        }
        if check.start != next { isTreeWhole = false }
        if let lastSealed, lastSealed.end == check.row.firstPosition, let size = check.firstLineSize,
            lastSealed.plainSize + size + 1 <= LineRun.blockSize
        {
            report(.block, lastSealed.place, "it was sealed before it was full")
        }
        lastSealed = check.row.codec == .deflate ? check.row : nil
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
            if let foreign = note.foreignOrigin(to: origin) { return report(.checkpoint, head.place, foreign) }
            let checkpoint = try note.checkpoint(of: verifier)
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
        findings.add(try structure.findings(log))
        findings.add(try streams.finish(log))
        findings.add(try erasures.findings(log))
        guard isTreeWhole else {
            return report(.root, "\(next)", "the root cannot be computed, since events are damaged or missing")
        }
        for (size, heads) in signed.sorted(by: { $0.key < $1.key }) where size > tree.size {
            for head in heads { report(.checkpoint, head.place, "it knows of more events than the log has") }
        }
        guard let newest = try log.newestCheckpoint(), newest.size == tree.size else {
            return report(.checkpoint, "\(tree.size)", "no checkpoint covers the whole log")
        }
        // One that came while the pass went on.
        let head = SignedHead(note: newest.note, place: "\(newest.size)")
        if signed[tree.size]?.contains(head) != true { checkSigned(head) }
    }

    private mutating func report(_ code: Finding.Code, _ place: String, _ message: String) {
        findings.add(code, place, message)
    }

    private static let lostHeadNoteLimit = 1000
}

extension SignedNote {
    /// A sentence where it is a checkpoint of a log that is not called `origin`.
    func foreignOrigin(to origin: String) -> String? {
        guard let checkpoint = try? Checkpoint(text: text), checkpoint.origin != origin else { return nil }
        return "it is a checkpoint of another log, \(checkpoint.origin)"
    }

    /// What it signs, by the strict rules of a log of ours; where the log's key is not known, that is found elsewhere.
    func checkpoint(of verifier: NoteVerifier?) throws -> Checkpoint {
        guard let verifier else { return try Checkpoint(text: text) }
        return try Checkpoint(self, verifiedBy: [verifier])
    }
}
