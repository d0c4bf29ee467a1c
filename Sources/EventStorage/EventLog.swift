package import ArchiveEvents
import ExactJSON
package import TransparencyLog

/// The append-only log of one archive, with the one writer's memory of it.
///
/// An append is one transaction: the frame with its lines, the salts and tiles that it begins or completes, and the
/// signed checkpoint over all of it. When ``append(_:at:)`` returns, the events survive a power failure.
package actor EventLog {
    /// The log's name.
    package nonisolated let origin: String
    let store: any BlockStore
    private let signer: NoteSigner
    let headNote: HeadNote
    private let random: @Sendable (Int) -> [UInt8]
    var state: EventLogState
    var attempts = AppendAttempts()
    var flushes = FlushPlan()
    var health = StorageHealth()
    var noteKeeping = HeadNoteKeeping()
    /// What is to be told, each once; see ``tend(at:)``.
    var notices: [StorageNotice] = []
    /// Whether a sealing failed, so that only the file can say whether it stands.
    private var isSealingUndecided = false
    private var followers: [Int: AsyncStream<Position>.Continuation] = [:]
    private var followersSoFar = 0
    private let sealingDue = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    /// Makes a log with its first event, `archive-created`.
    package static func create(
        in store: any BlockStore, signer: NoteSigner, headNote: HeadNote, at time: Instant,
        random: @escaping @Sendable (Int) -> [UInt8] = secureRandom
    ) async throws -> EventLog {
        let log = EventLog(store, signer, headNote, EventLogState(startingAt: time), random)
        let key = signer.verifier.verifierKey
        _ = try await log.append([.archiveCreated(verifierKey: key)], at: time)
        return log
    }

    /// Opens a log, reading its unsealed tail, and refuses one that `head.note` proves to be rolled back or forked.
    package static func open(
        in store: any BlockStore, signer: NoteSigner, headNote: HeadNote,
        random: @escaping @Sendable (Int) -> [UInt8] = secureRandom
    ) throws -> EventLog {
        let note = try headNote.read()
        let state = try store.read { log in
            guard try LogReader.verifier(of: log)?.verifierKey == signer.verifier.verifierKey else {
                throw EventLogError.foreignKey
            }
            let state = try EventLogState(restoredFrom: log)
            try HeadGuard(verifier: signer.verifier).check(log, note: note)
            return state
        }
        return EventLog(store, signer, headNote, state, random)
    }

    private init(
        _ store: any BlockStore, _ signer: NoteSigner, _ headNote: HeadNote, _ state: EventLogState,
        _ random: @escaping @Sendable (Int) -> [UInt8]
    ) {
        self.store = store
        self.signer = signer
        self.headNote = headNote
        self.state = state
        self.random = random
        origin = signer.verifier.name
    }

    /// Position of the next event.
    package var size: Position { Position(state.tree.size) }

    /// Time of the last event: no later one has an earlier time.
    package var lastTime: Instant { state.lastTime }

    /// Appends `events` as one frame and returns them as they are recorded, with the checkpoint over them.
    ///
    /// They were witnessed at `time`; where that lies before the log's last event, that event's time is used, so that
    /// times never decrease along the log. No event's `since` lies after its time. Throws
    /// ``EventLogError/impossibleTime(_:)`` where no event can bear `time`.
    ///
    /// Where it throws a temporary error, nothing is recorded, or, after ``EventLogError/undecided(_:)``, perhaps all of
    /// it: the same events appended again are then found, and not recorded twice.
    package func append(_ events: [NewEvent], at time: Instant) throws -> Receipt {
        guard !events.isEmpty else { return Receipt(events: [], checkpoint: state.checkpoint, headNote: .success(())) }
        guard time.isLoggable else { throw EventLogError.impossibleTime(time) }
        do {
            try settle()
            let appended = try attempts.claim(events) ?? commit(events, at: max(time, state.lastTime))
            health.recorded()
            return acknowledge(appended, at: time)
        } catch {
            health.failed(error)
            throw error
        }
    }

    private func commit(_ events: [NewEvent], at time: Instant) throws -> Appended {
        var tried: Appended?
        do {
            try checkFiles()
            let appended = try store.write { log in
                try requireKnown(log)
                let appended = try LogAppend(log: log, state: state, signer: signer, random: random)
                    .commit(events, at: time)
                tried = appended
                return appended
            }
            // What was committed into a file that is gone by now is not recorded.
            try checkFiles()
            attempts.forget()
            take(appended)
            return appended
        } catch {
            if let tried { attempts.note(events, tried) }
            return try recorded(events, after: error)
        }
    }

    /// What an append recorded although it failed with `error`; throws that where it is nothing.
    private func recorded(_ events: [NewEvent], after error: any Error) throws -> Appended {
        guard !attempts.isEmpty else { throw error }
        do {
            try settle()
        } catch EventLogError.foreignWriter(let known, let found) {
            throw EventLogError.foreignWriter(known: known, found: found)
        } catch {
            throw EventLogError.undecided("\(error)")
        }
        if let appended = attempts.claim(events) { return appended }
        // What looked foreign was an append of this writer's, which is settled now.
        if case EventLogError.foreignWriter = error { throw EventLogError.undecided("the log was read anew") }
        throw error
    }

    /// Throws unless the log is as this writer left it.
    func requireKnown(_ log: any StoredLog) throws {
        let size = try log.size().number
        guard size == state.tree.size, try state.checkpoint.map({ try log.newestCheckpoint()?.note == $0.note }) ?? true
        else { throw EventLogError.foreignWriter(known: state.tree.size, found: size) }
    }

    /// Finds out what became of commits that failed: they stand, and are taken over, or they do not. Throws
    /// ``EventLogError/foreignWriter(known:found:)`` where the file holds neither.
    private func settle() throws {
        if !attempts.isEmpty { try settleAttempts() }
        guard isSealingUndecided else { return }
        try checkFiles()
        state.tail = try store.read { try UnsealedTail(of: $0) }
        isSealingUndecided = false
    }

    private func settleAttempts() throws {
        try checkFiles()
        let (size, root) = try store.read { log in
            let size = try log.size().number
            return (size, try StoredTree(log).range(ofSize: size).root)
        }
        // They stay in mind: a connection that is opened anew may find one of them yet.
        if size == state.tree.size, root == state.tree.root { return }
        // What a failed sync left in the write-ahead log may not be on the disk; taken into the file, it is.
        try store.flush()
        guard let appended = attempts.found(size: size, root: root) else {
            throw EventLogError.foreignWriter(known: state.tree.size, found: size)
        }
        take(appended)
    }

    private func take(_ appended: Appended) {
        state.take(appended)
        flushes.noteCommit()
        for follower in followers.values { follower.yield(size) }
        if state.tail.bytes > Self.sealingSize { sealingDue.continuation.yield() }
    }

    private func acknowledge(_ appended: Appended, at time: Instant) -> Receipt {
        // The commit stands, whatever becomes of the note: the next append, a moment later, or the end, tries again.
        let headNote = state.isHeadNoteDue(at: time) ? Result { try writeHeadNote(at: time) } : .success(())
        return Receipt(events: appended.events, checkpoint: appended.checkpoint, headNote: headNote)
    }

    /// Makes `head.note` anew after it was found missing, which a writer does before it records anything else.
    ///
    /// The log says so first: where events were cut off before, a note that simply came again would vouch for the rest as
    /// if nothing had happened.
    package func replaceLostHeadNote(at time: Instant) throws {
        _ = try append([.headNoteLost(size: size)], at: time)
    }

    /// Puts sealed blocks into the place of their frames; false where the log's frames do not begin there any more.
    func replaceFrames(by blocks: [Block], _ sealing: Sealing) throws -> Bool {
        try settle()
        try checkFiles()
        do {
            guard try store.write({ try sealing.commit(blocks, to: $0) }) else { return false }
        } catch {
            isSealingUndecided = true
            throw error
        }
        state.tail.forget(sealing.sealed)
        flushes.noteCommit()
        return true
    }

    /// Gives an element once there is enough to be sealed; ends when the log is closed.
    var sealingIsDue: AsyncStream<Void> { sealingDue.stream }

    /// Whether there is a block to be sealed.
    var hasFullBlock: Bool { state.tail.bytes > LineRun.blockSize }

    /// Seals every block that is full, here and now: for whoever has no ``Sealer`` running beside it.
    package func sealFullBlocks() throws {
        while hasFullBlock, let sealing = try store.read(Sealing.next) {
            guard try replaceFrames(by: concurrentMap(sealing.runs, Sealing.seal), sealing) else { return }
        }
    }

    /// Takes the store's write-ahead log into its file, as far as readers let it.
    package func flush() throws { if try store.flushFully() { flushes.noteFlush() } }

    /// Brings `head.note` up to the log. Call it before the process ends.
    package func close() throws {
        for follower in followers.values { follower.finish() }
        followers = [:]
        sealingDue.continuation.finish()
        try writeHeadNote(at: state.lastTime)
    }

    /// The log's size now and after each append; whoever is slow gets the newest only.
    package func sizes() -> AsyncStream<Position> {
        let (stream, continuation) = AsyncStream.makeStream(of: Position.self, bufferingPolicy: .bufferingNewest(1))
        let number = followersSoFar
        followersSoFar += 1
        followers[number] = continuation
        continuation.onTermination = { [weak self] _ in Task { await self?.forget(number) } }
        continuation.yield(size)
        return stream
    }

    private func forget(_ follower: Int) { followers[follower] = nil }

    /// Plain bytes from which on sealing is worth its commit. Its cost is much the same for one block and for several,
    /// and a log with so much unsealed is opened in a few milliseconds.
    private static let sealingSize = 8 * LineRun.blockSize

    /// Bytes from the system's generator.
    package static let secureRandom: @Sendable (Int) -> [UInt8] = { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}

/// What an append is acknowledged with.
package struct Receipt: Sendable {
    /// The events as they are recorded.
    package let events: [RecordedEvent]
    /// The signed head over them; nil once signing has stopped because stored bytes were not what was written.
    package let checkpoint: SignedNote?
    /// Whether `head.note`, where it was due, could be replaced; until it is, an older copy put back goes unnoticed.
    package let headNote: Result<Void, any Error>
}

extension NewEvent {
    static func headNoteLost(size: Position) -> NewEvent {
        let data = JSONValue.object([("size", .integer(Int64(clamping: size.number)))])
        return NewEvent(type: .headNoteLost, subject: "archive", data: data.bytes)
    }

    static func archiveCreated(verifierKey: String) -> NewEvent {
        let data = JSONValue.object([("format", .integer(1)), ("log_key", .string(verifierKey))])
        return NewEvent(type: .archiveCreated, subject: "archive", data: data.bytes)
    }
}
