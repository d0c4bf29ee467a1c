import ArchiveEvents
import TransparencyLog

/// What the writer remembers of the log between two appends: never more than its unsealed tail.
struct EventLogState: Sendable {
    /// The right edge of the tree.
    var tree: CompactRange
    /// Time of the last event.
    var lastTime: Instant
    /// What is not sealed yet.
    var tail: UnsealedTail
    /// The salts of the run that grows.
    var salts = SaltCache()
    /// The newest signed head; nil once signing has stopped.
    var checkpoint: SignedNote?
    /// When `head.note` was last replaced, by the clock that events are told by.
    var headNoteTime: Instant?

    /// An empty log.
    init(startingAt time: Instant) {
        tree = CompactRange()
        lastTime = time
        tail = UnsealedTail()
    }

    /// What `log` says. Reads the tail of it only.
    init(restoredFrom log: any StoredLog) throws {
        let size = try log.size()
        guard let newest = try log.newestCheckpoint(), newest.size <= size.number else {
            throw EventLogError.damaged("its newest checkpoint is missing or knows of more events than there are")
        }
        let note = try SignedNote(newest.note)
        let signed = try Checkpoint(text: note.text)
        tree = try StoredTree(log).range(ofSize: newest.size)
        guard signed.size == newest.size, tree.root == signed.root else {
            throw EventLogError.damaged("its events do not have the root of its newest checkpoint")
        }
        // Where signing stopped, recording went on: such a tail is taken in, and stays unsigned until someone looks.
        if newest.size == size.number {
            checkpoint = note
        } else {
            tree = try StoredTree(log).range(ofSize: size.number)
        }
        tail = try UnsealedTail(of: log)
        lastTime = try Self.lastTime(of: log, size)
    }

    /// Of the last event itself: every later one is at least as late.
    private static func lastTime(of log: any StoredLog, _ size: Position) throws -> Instant {
        guard size > .first, let block = try log.blocks(from: Position(size.number - 1), limit: 1).last,
            let time = try block.events().last?.time, time == block.lastTime.writable
        else { throw EventLogError.damaged("its last block does not end at the time that its row names") }
        return time
    }

    /// Takes over what came of an append.
    mutating func take(_ appended: Appended) {
        tree = appended.tree
        salts = appended.salts
        lastTime = appended.time
        checkpoint = appended.checkpoint
        for event in appended.events { tail.take(event) }
        if let sealed = appended.sealed { tail.forget(sealed) }
    }

    /// Whether what is appended is vouched for: always, until stored bytes were once not what was written.
    var isSigning: Bool { checkpoint != nil || tree.size == 0 }

    /// `head.note` costs two syncs: in a burst it is replaced once a second of the log's time, which the guard allows,
    /// since it may lie behind the log.
    func isHeadNoteDue(at time: Instant) -> Bool {
        headNoteTime.map { abs(time.milliseconds(since: $0)) >= 1000 } ?? true
    }
}

/// The frames: how large they are, and the version of each stream that has an event there.
struct UnsealedTail: Sendable {
    private(set) var bytes = 0
    private var last: [String: (position: Position, version: StreamVersion)] = [:]

    init() {}

    init(of log: any StoredLog) throws {
        let size = try log.size()
        var next = try log.unsealed()
        while next < size {
            let events = try LogReader.chunk(of: log, from: next)
            guard let last = events.last else { throw EventLogError.damaged("event \(next) is missing") }
            for event in events { take(event) }
            next = last.position.advanced(by: 1)
        }
    }

    func version(of subject: String) -> StreamVersion? { last[subject]?.version }

    mutating func take(_ event: RecordedEvent) {
        bytes += event.line.count + 1
        last[event.subject] = (event.position, event.version)
    }

    /// Events that are no longer part of the tail: those before a position, so many bytes of lines.
    struct Sealed: Sendable {
        let border: Position
        let bytes: Int
    }

    mutating func forget(_ sealed: Sealed) {
        bytes -= sealed.bytes
        last = last.filter { $0.value.position >= sealed.border }
    }
}
