import ArchiveEvents
import TransparencyLog

/// One append, within its transaction. It changes nothing of the writer's memory: what came of it does, once the commit
/// is durable.
struct LogAppend {
    private let log: any WritableLog
    private let state: EventLogState
    private let signer: NoteSigner
    private let random: @Sendable (Int) -> [UInt8]

    init(
        log: any WritableLog, state: EventLogState, signer: NoteSigner, random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.log = log
        self.state = state
        self.signer = signer
        self.random = random
    }

    /// Stores `events` as one frame with their salts, tiles and checkpoint, and returns them as they were read back.
    ///
    /// The root that is signed must come out twice: from the lines on their way in, and from the stored bytes. Where it
    /// does not, recording goes on, for the events are true, but nothing is vouched for any more.
    func commit(_ events: [NewEvent], at time: Instant) throws -> Appended {
        let lines = try encode(events, at: time)
        let first = Position(state.tree.size)
        var run = LineRun(from: first, time: time)
        for line in lines { run.append(line.bytes, time: time) }
        try log.append(Block(codec: .plain, lines: run))

        var salts = state.salts
        let tree = try grownTree(lines, &salts)
        let stored = (try? log.block(at: first)?.events()) ?? []
        let isProved = try stored.count == lines.count && storedTree(stored) == tree
        let checkpoint = isProved && state.isSigning ? try sign(tree, isNewDay: state.lastTime.day < time.day) : nil
        let recorded = isProved ? stored : lines.compactMap { RecordedEvent(line: $0.bytes[...]) }
        return Appended(events: recorded, tree: tree, salts: salts, checkpoint: checkpoint, time: time)
    }

    private func encode(_ events: [NewEvent], at time: Instant) throws -> [EventLine] {
        var versions: [String: StreamVersion] = [:]
        var next = Position(state.tree.size)
        return try events.map { event in
            let last = try versions[event.subject] ?? version(of: event.subject)
            versions[event.subject] = last.next
            defer { next = next.advanced(by: 1) }
            return EventLine(event, position: next, source: signer.verifier.name, time: time, version: last.next)
        }
    }

    private func version(of subject: String) throws -> StreamVersion {
        try state.tail.version(of: subject) ?? log.sealedVersion(of: StreamKey(subject)) ?? StreamVersion(0)
    }

    /// The tree with the lines as they are on their way in. A seed is made for each run that begins among them.
    private func grownTree(_ lines: [EventLine], _ salts: inout SaltCache) throws -> CompactRange {
        var tree = state.tree
        var tiles: [(subtree: Subtree, hash: TreeHash)] = []
        for line in lines {
            let position = Position(tree.size)
            if position.number % Leaf.runLength == 0 { try salts.begin(RunSalts.run(of: position), random, log) }
            let body = Leaf.body(salt: try salts.salt(of: position, log), data: line.data)
            tree.append(Leaf.hash(head: line.head, body: body)) { subtree, hash in
                if subtree.height > 0, subtree.height % StoredTree.tileHeight == 0 { tiles.append((subtree, hash)) }
            }
        }
        for (subtree, hash) in tiles {
            try log.insertTile(hash, level: subtree.height / StoredTree.tileHeight, number: subtree.index)
        }
        return tree
    }

    /// The tree with what was read back: other bytes, other salts, another splitting of the line.
    private func storedTree(_ events: [RecordedEvent]) throws -> CompactRange {
        var salts = SaltCache()
        var tree = state.tree
        for event in events {
            guard let leaf = try salts.leaf(of: event, log) else { return state.tree }
            tree.append(leaf)
        }
        return tree
    }

    private func sign(_ tree: CompactRange, isNewDay: Bool) throws -> SignedNote {
        let head = Checkpoint(origin: signer.verifier.name, size: tree.size, root: tree.root)
        let note = try SignedNote(text: head.text, signers: [signer])
        try log.putCheckpoint(
            StoredCheckpoint(size: head.size, note: note.note, isKept: false),
            after: state.tree.size == 0 ? nil : state.tree.size, keepingIt: isNewDay)
        return note
    }
}

/// What came of an append.
struct Appended {
    let events: [RecordedEvent]
    let tree: CompactRange
    let salts: SaltCache
    let checkpoint: SignedNote?
    let time: Instant
}
