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
    private let store: any BlockStore
    private let signer: NoteSigner
    private let headNote: HeadNote
    private let random: @Sendable (Int) -> [UInt8]
    private var state: EventLogState
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
    package func append(_ events: [NewEvent], at time: Instant) throws -> Receipt {
        guard !events.isEmpty else { return Receipt(events: [], checkpoint: state.checkpoint, headNote: .success(())) }
        guard time.isLoggable else { throw EventLogError.impossibleTime(time) }
        let witnessedAt = max(time, state.lastTime)
        let appended = try store.write { log in
            try LogAppend(log: log, state: state, signer: signer, random: random).commit(events, at: witnessedAt)
        }
        state.take(appended)
        // The commit stands, whatever becomes of the note: the next append, or the end, tries again.
        let headNote = state.isHeadNoteDue(at: time) ? Result { try writeHeadNote(at: time) } : .success(())
        if case .failure = headNote { state.headNoteTime = nil }
        for follower in followers.values { follower.yield(size) }
        if state.tail.bytes > Self.sealingSize { sealingDue.continuation.yield() }
        return Receipt(events: appended.events, checkpoint: appended.checkpoint, headNote: headNote)
    }

    /// Puts sealed blocks into the place of their frames; false where the log's frames do not begin there any more.
    func replaceFrames(by blocks: [Block], _ sealing: Sealing) throws -> Bool {
        guard try store.write({ try sealing.commit(blocks, to: $0) }) else { return false }
        state.tail.forget(sealing.sealed)
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
    package func flush() throws { try store.flush() }

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

    private func writeHeadNote(at time: Instant) throws {
        guard let note = state.checkpoint else { return }
        try headNote.replace(with: note.note)
        state.headNoteTime = time
    }

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
    static func archiveCreated(verifierKey: String) -> NewEvent {
        let data = JSONValue.object([("format", .integer(1)), ("log_key", .string(verifierKey))])
        return NewEvent(type: .archiveCreated, subject: "archive", data: data.bytes)
    }
}
