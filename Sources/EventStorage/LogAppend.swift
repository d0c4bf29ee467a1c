import ArchiveEvents
import TransparencyLog

/// One append, within its transaction: it works on a copy of the writer's memory, which replaces the original once the
/// commit is durable.
struct LogAppend {
    private let log: any WritableLog
    private let origin: String
    private let random: @Sendable (Int) -> [UInt8]
    private(set) var state: EventLogState

    init(log: any WritableLog, state: EventLogState, origin: String, random: @escaping @Sendable (Int) -> [UInt8]) {
        self.log = log
        self.state = state
        self.origin = origin
        self.random = random
    }

    /// Stores `events` as one frame with their salts, tiles and checkpoint, and returns them as they were read back.
    ///
    /// The root that is signed must come out twice: from the lines on their way in, and from the stored bytes. Where it
    /// does not, recording goes on, for the events are true, but nothing is vouched for any more.
    mutating func commit(_ events: [NewEvent], at time: Instant, signer: NoteSigner) throws -> Receipt {
        let lines = try encode(events, at: time)
        try insertSeeds(lines.positions)
        var run = LineRun(from: lines.positions.lowerBound, time: time)
        for line in lines.lines { run.append(line.bytes, time: time) }
        try log.append(Block(codec: .plain, lines: run))

        let before = state
        try growTree(lines)
        let stored = try log.blocks(from: run.firstPosition, limit: 1).flatMap { try $0.events() }
        let isProved = try tree(before.tree, over: stored) == state.tree
        for event in stored { state.tail.take(event) }
        state.lastTime = time
        state.checkpoint =
            isProved && before.isSigning ? try sign(signer, isNewDay: before.lastTime.day < time.day) : nil
        return Receipt(events: stored, checkpoint: state.checkpoint)
    }

    private struct EncodedLines {
        let positions: Range<Position>
        let lines: [EventLine]
    }

    private func encode(_ events: [NewEvent], at time: Instant) throws -> EncodedLines {
        var versions: [String: StreamVersion] = [:]
        var next = Position(state.tree.size)
        let first = next
        let lines = try events.map { event in
            let last = try versions[event.subject] ?? version(of: event.subject)
            versions[event.subject] = last.next
            defer { next = next.advanced(by: 1) }
            return EventLine(event, position: next, source: origin, time: time, version: last.next)
        }
        return EncodedLines(positions: first..<next, lines: lines)
    }

    private func version(of subject: String) throws -> StreamVersion {
        try state.tail.version(of: subject) ?? log.sealedVersion(of: StreamKey(subject)) ?? StreamVersion(0)
    }

    /// A seed for each run that begins here.
    private func insertSeeds(_ positions: Range<Position>) throws {
        var start = (positions.lowerBound.number + Leaf.runLength - 1) / Leaf.runLength * Leaf.runLength
        while start < positions.upperBound.number {
            try log.insertSeed(random(Leaf.seedSize), forRun: start / Leaf.runLength)
            start += Leaf.runLength
        }
    }

    private mutating func growTree(_ lines: EncodedLines) throws {
        var salts = SaltReader(log)
        var tiles: [(subtree: Subtree, hash: TreeHash)] = []
        for (position, line) in zip(lines.positions.lowerBound.number..., lines.lines) {
            let body = Leaf.body(salt: try salts.salt(of: Position(position)), data: line.data)
            state.tree.append(Leaf.hash(head: line.head, body: body)) { subtree, hash in
                if subtree.height > 0, subtree.height % StoredTree.tileHeight == 0 { tiles.append((subtree, hash)) }
            }
        }
        for (subtree, hash) in tiles {
            try log.insertTile(hash, level: subtree.height / StoredTree.tileHeight, number: subtree.index)
        }
    }

    /// The tree with what was read back: other bytes, other salts, another splitting of the line.
    private func tree(_ before: CompactRange, over events: [RecordedEvent]) throws -> CompactRange {
        var salts = SaltReader(log)
        var tree = before
        for event in events {
            guard let leaf = try salts.leaf(of: event) else { return before }
            tree.append(leaf)
        }
        return tree
    }

    private func sign(_ signer: NoteSigner, isNewDay: Bool) throws -> SignedNote {
        let head = Checkpoint(origin: origin, size: state.tree.size, root: state.tree.root)
        let note = try SignedNote(text: head.text, signers: [signer])
        let stored = StoredCheckpoint(size: head.size, note: note.note, isKept: false)
        try log.putCheckpoint(stored, keepingPrevious: isNewDay)
        return note
    }
}
