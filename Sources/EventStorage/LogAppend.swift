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

    /// Stores `events` with their salts, tiles and checkpoint, and returns them as they are recorded: as one frame, or,
    /// where that would leave much to be sealed, sealed at once.
    ///
    /// The root that is signed must come out twice: from the lines on their way in, and from the stored bytes. Where it
    /// does not, recording goes on, for the events are true, but nothing is vouched for any more.
    func commit(_ events: [NewEvent], at time: Instant) throws -> Appended {
        let events = events.map { Self.dated($0, time) }
        let lines = try encode(events, at: time)
        let first = Position(state.tree.size)
        var run = LineRun(from: first, time: time)
        run.reserve(lines.reduce(0) { $0 + $1.size + 1 })
        let places = lines.map { run.append($0) }
        let recorded = zip(zip(events, lines), places).map { pair, place in
            RecordedEvent(pair.0, pair.1, line: run.bytes[place])
        }
        let sealed = try store(run)

        var salts = state.salts
        let tree = try grownTree(lines, &salts)
        let isProved = try StoredLeaves(log).tree(state.tree, grownTo: run.end) == tree
        let checkpoint = isProved && state.isSigning ? try sign(tree, isNewDay: state.lastTime.day < time.day) : nil
        return Appended(
            events: recorded, tree: tree, salts: salts, checkpoint: checkpoint, time: time, sealed: sealed)
    }

    /// With a `since` that lies before `time`, or at it: a later one is of a clock that was set back meanwhile.
    private static func dated(_ event: NewEvent, _ time: Instant) -> NewEvent {
        guard let since = event.since, since > time else { return event }
        var event = event
        event.since = time
        return event
    }

    private func store(_ run: LineRun) throws -> UnsealedTail.Sealed? {
        guard state.tail.bytes + run.bytes.count > Self.unsealedLimit else {
            try log.append([Block(codec: .plain, lines: run)])
            return nil
        }
        return try Sealing.append(run, to: log)
    }

    private func encode(_ events: [NewEvent], at time: Instant) throws -> [EventLine] {
        var versions: [String: StreamVersion] = [:]
        var numbered: [(event: NewEvent, position: Position, version: StreamVersion)] = []
        numbered.reserveCapacity(events.count)
        var next = Position(state.tree.size)
        for event in events {
            let version = try (versions[event.subject] ?? version(of: event.subject)).next
            versions[event.subject] = version
            numbered.append((event, next, version))
            next = next.advanced(by: 1)
        }
        let source = signer.verifier.name
        return try concurrentMap(numbered) {
            EventLine($0.event, position: $0.position, source: source, time: time, version: $0.version)
        }
    }

    private func version(of subject: String) throws -> StreamVersion {
        try state.tail.version(of: subject) ?? log.sealedVersion(of: StreamKey(subject)) ?? StreamVersion(0)
    }

    /// The tree with the lines as they are on their way in. A seed is made for each run that begins among them.
    private func grownTree(_ lines: [EventLine], _ salts: inout SaltCache) throws -> CompactRange {
        var known: [UInt64: RunSalts] = [:]
        for line in lines where known[RunSalts.run(of: line.position)] == nil {
            let run = RunSalts.run(of: line.position)
            if line.position.number % Leaf.runLength == 0 { try salts.begin(run, random, log) }
            known[run] = try salts.salts(ofEventsAt: line.position, log)
        }
        var tree = state.tree
        var tiles: [(subtree: Subtree, hash: TreeHash)] = []
        let all = known
        for leaf in try concurrentMap(lines, { all[RunSalts.run(of: $0.position)]?.leaf(of: $0) }) {
            guard let leaf else { throw EventLogError.damaged("a salt behind event \(tree.size) is missing") }
            tree.append(leaf) { subtree, hash in
                if StoredTree.isTile(subtree) { tiles.append((subtree, hash)) }
            }
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

    /// Plain bytes that may wait to be sealed, so that opening a log never reads more. Sealing beside the appends keeps
    /// below it; where that does not run or does not keep up, and for a commit of many events, the append seals.
    private static let unsealedLimit = 16 * LineRun.blockSize
}

/// What came of an append.
struct Appended {
    let events: [RecordedEvent]
    let tree: CompactRange
    let salts: SaltCache
    let checkpoint: SignedNote?
    let time: Instant
    /// What was sealed on the way.
    let sealed: UnsealedTail.Sealed?
}
