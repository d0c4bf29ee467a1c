import ArchiveEvents
import EventStorage
import TransparencyLog

/// The pass over the blocks in their order.
struct VerifierPass {
    private let log: any StoredLog
    private let origin: String
    private let checkpoints: [UInt64: StoredCheckpoint]
    private let verifier: NoteVerifier?
    private var salts = SaltCache()
    private var tree = CompactRange()
    private var isTreeWhole = true
    private var versions: [String: StreamVersion] = [:]
    private var sealedVersions: [String: StreamVersion] = [:]
    private var lastTime = Instant(milliseconds: .min)
    private(set) var size = Position.first
    private(set) var findings: [Finding] = []

    init(log: any StoredLog, origin: String) throws {
        self.log = log
        self.origin = origin
        checkpoints = try Dictionary(log.checkpoints().map { ($0.size, $0) }) { first, _ in first }
        // Where the first event is damaged, the pass finds that by itself.
        verifier = try? LogReader.verifier(of: log)
    }

    /// The root over everything read; nil once an event was missing on the way.
    var root: TreeHash? { isTreeWhole ? tree.root : nil }

    mutating func read(_ block: Block, expected: Position) throws {
        if block.firstPosition != expected {
            report(
                .position, "\(expected)", "the next block begins with event \(block.firstPosition): events are missing")
            isTreeWhole = false
        }
        do {
            let events = try block.events()
            checkTimes(block, events)
            for event in events { try read(event, isSealed: block.codec == .deflate) }
        } catch let damage as BlockDamage {
            report(.block, "\(block.firstPosition)-\(block.end.number - 1)", damage.description)
            isTreeWhole = false
        }
        size = max(size, block.end)
    }

    /// Holds what the rows beside the blocks say against what was read.
    mutating func finish() throws {
        for stray in try log.strayRows() { report(.position, stray, "the row belongs to no event of this log") }
        guard isTreeWhole else {
            return report(.root, "\(size)", "the root cannot be computed, since events are damaged or missing")
        }
        for (level, count) in try log.tileCounts() where !Self.fits(count, level, tree.size) {
            report(.tile, "level \(level)", "there are \(count) tiles, which does not fit \(tree.size) events")
        }
        for size in checkpoints.keys.filter({ $0 > tree.size }).sorted() {
            report(.checkpoint, "\(size)", "it knows of more events than the log has")
        }
        for (subject, version) in sealedVersions where try log.sealedVersion(of: StreamKey(subject)) != version {
            report(
                .streamVersion, subject, "the index of streams does not name its last sealed version \(version.number)")
        }
        if checkpoints[tree.size] == nil {
            report(.checkpoint, "\(tree.size)", "no checkpoint covers the whole log")
        }
    }

    private static func fits(_ count: UInt64, _ level: Int, _ size: UInt64) -> Bool {
        (1..<8).contains(level) && count == size >> UInt64(level * StoredTree.tileHeight)
    }

    private mutating func read(_ event: RecordedEvent, isSealed: Bool) throws {
        checkHead(event, isSealed)
        guard isTreeWhole else { return }
        guard let leaf = try salts.leaf(of: event, log) else {
            report(.salt, "\(event.position)", "the salt is missing, so the event cannot be proved")
            isTreeWhole = false
            return
        }
        var tiles: [(Subtree, TreeHash)] = []
        tree.append(leaf) { subtree, hash in
            if subtree.height > 0, subtree.height % StoredTree.tileHeight == 0 { tiles.append((subtree, hash)) }
        }
        for (subtree, hash) in tiles { try checkTile(subtree, hash) }
        if let checkpoint = checkpoints[tree.size] { checkCheckpoint(checkpoint) }
    }

    private mutating func checkHead(_ event: RecordedEvent, _ isSealed: Bool) {
        let place = "\(event.position)"
        if event.source != origin { report(.line, place, "it belongs to another log, \(event.source)") }
        if event.time < lastTime { report(.time, place, "its time lies before that of the event before") }
        lastTime = max(lastTime, event.time)
        let expected = (versions[event.subject] ?? StreamVersion(0)).next
        if event.version != expected {
            report(
                .streamVersion, place,
                "version \(event.version.number) of its stream comes where \(expected.number) should")
        }
        versions[event.subject] = event.version
        if isSealed { sealedVersions[event.subject] = event.version }
    }

    private mutating func checkTimes(_ block: Block, _ events: [RecordedEvent]) {
        guard events.first?.time != block.firstTime || events.last?.time != block.lastTime else { return }
        report(
            .time, "\(block.firstPosition)-\(block.end.number - 1)", "the block's row names other times than its events"
        )
    }

    private mutating func checkTile(_ subtree: Subtree, _ hash: TreeHash) throws {
        let level = subtree.height / StoredTree.tileHeight
        guard try log.tile(level: level, number: subtree.index) != hash else { return }
        let leaves = subtree.leaves
        report(
            .tile, "\(leaves.lowerBound)-\(leaves.upperBound - 1)",
            "these events, or their salts, are not those that tile \(subtree.index) of level \(level) was made of")
    }

    private mutating func checkCheckpoint(_ stored: StoredCheckpoint) {
        do {
            let note = try SignedNote(stored.note)
            let checkpoint = try Checkpoint(text: note.text)
            try verifier.map { try note.verify([$0]) }
            guard checkpoint.origin == origin, checkpoint.size == stored.size, checkpoint.root == tree.root else {
                return report(.checkpoint, "\(stored.size)", "the events before it do not have the root that it signs")
            }
        } catch {
            report(.checkpoint, "\(stored.size)", "\(error)")
        }
    }

    private mutating func report(_ code: Finding.Code, _ place: String, _ message: String) {
        findings.append(Finding(code, place, message))
    }
}

/// Holds the log against `head.note` beside it, which must be read before the log: the archiver may go on meanwhile.
struct HeadCheck {
    private let note: Result<String?, any Error>

    init(_ directory: ArchiveDirectory) {
        note = Result { try HeadNote(path: directory.headNotePath).read() }
    }

    func findings(_ log: any StoredLog) -> [Finding] {
        do {
            guard let verifier = try LogReader.verifier(of: log) else {
                return [Finding(.head, "0", "the first event does not name the log's key")]
            }
            try HeadGuard(verifier: verifier).check(log, note: try note.get())
            return []
        } catch {
            return [Finding(.head, "head.note", "\(error)")]
        }
    }
}
