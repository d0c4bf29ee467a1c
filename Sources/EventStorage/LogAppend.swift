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

    /// Stores `events` as one frame with their salts, tiles and checkpoint, and returns them as they are recorded.
    ///
    /// The root that is signed must come out twice: from the lines on their way in, and from the stored bytes. Where it
    /// does not, recording goes on, for the events are true, but nothing is vouched for any more.
    func commit(_ events: [NewEvent], at time: Instant) throws -> Appended {
        let lines = try encode(events, at: time)
        let first = Position(state.tree.size)
        var run = LineRun(from: first, time: time)
        run.reserve(lines.reduce(0) { $0 + $1.size + 1 })
        let places = lines.map { run.append($0) }
        let recorded = zip(zip(events, lines), places).map { pair, place in
            RecordedEvent(pair.0, pair.1, line: run.bytes[place])
        }
        try log.append(Block(codec: .plain, lines: run))

        var salts = state.salts
        let tree = try grownTree(lines, &salts)
        let isProved = try StoredLeaves(log).tree(state.tree, grownTo: run.end) == tree
        let checkpoint = isProved && state.isSigning ? try sign(tree, isNewDay: state.lastTime.day < time.day) : nil
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
        var rest = lines[...]
        while !rest.isEmpty {
            let position = Position(tree.size)
            if position.number % Leaf.runLength == 0 { try salts.begin(RunSalts.run(of: position), random, log) }
            let ofRun = rest.prefix(Int(Leaf.runLength - position.number % Leaf.runLength))
            let known = try salts.salts(ofEventsAt: position, log)
            for leaf in try concurrentMap(Array(ofRun), { known.leaf(of: $0) }) {
                guard let leaf else { throw EventLogError.damaged("a salt of the run of event \(position) is missing") }
                tree.append(leaf) { subtree, hash in
                    if subtree.height > 0, subtree.height % StoredTree.tileHeight == 0 { tiles.append((subtree, hash)) }
                }
            }
            rest = rest.dropFirst(ofRun.count)
        }
        for (subtree, hash) in tiles {
            try log.insertTile(hash, level: subtree.height / StoredTree.tileHeight, number: subtree.index)
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
