package import ArchiveEvents
import TransparencyLog

/// What time alone brings about: files that are moved, a write-ahead log that waits, a `head.note` that lags behind.
extension EventLog {
    /// Looks after the log, and gives what is to be told since the last time, each once. To be called every two seconds
    /// or so while the log is open.
    package func tend(at time: Instant) -> [StorageNotice] {
        if (try? requirePlace()) != nil {
            tendHeadNote(at: time)
            flushWhereDue(at: time)
            // Nobody may have had anything to record since the last failure.
            if health.isStale, (try? store.write({ try requireKnown($0) })) != nil { health.recorded() }
        }
        defer { notices = [] }
        return notices + health.notices(at: time)
    }

    private func flushWhereDue(at time: Instant) {
        guard flushes.isDue(at: time) else { return }
        do {
            try flush()
        } catch {
            guard flushes.failed() else { return }
            let what = "the write-ahead log could not be taken into log.sqlite, and is tried again: \(error)"
            notices.append(StorageNotice(.error, what))
        }
    }

    /// Throws ``EventLogError/misplaced(_:)`` where the archive's files are not in their place, so that nothing can be
    /// recorded: then nothing needs to be asked either.
    package func requirePlace() throws {
        do {
            try checkFiles()
            health.foundPlace()
        } catch {
            health.failed(error)
            throw error
        }
    }

    func checkFiles() throws {
        if let lost = try store.checkFiles() { notices.append(StorageNotice(.error, lost)) }
    }

    // MARK: head.note

    /// Brings the note up to the log where a burst of appends, or a failure, left it behind, or somebody removed it.
    private func tendHeadNote(at time: Instant) {
        guard let note = state.checkpoint else { return }
        if noteKeeping.noticeLoss(headNote.identity) {
            notices.append(StorageNotice(.error, HeadNoteKeeping.lost))
            state.headNoteTime = nil
        }
        if noteKeeping.written != note.note, state.isHeadNoteDue(at: time) { try? writeHeadNote(at: time) }
    }

    func writeHeadNote(at time: Instant) throws {
        guard let note = state.checkpoint else { return }
        do {
            try headNote.replace(with: note.note)
        } catch {
            state.headNoteTime = nil
            if noteKeeping.failed() { notices.append(StorageNotice(.error, "\(error); it is tried again")) }
            throw error
        }
        state.headNoteTime = time
        noteKeeping.wrote(note.note, headNote.identity)
    }
}

/// What is known of `head.note` as it was written last.
struct HeadNoteKeeping: Sendable {
    private(set) var written: String?
    private var identity: FileIdentity?
    private var isFailing = false

    /// Notes that it could not be replaced; whether that is news.
    mutating func failed() -> Bool {
        defer { isFailing = true }
        return !isFailing
    }

    /// Notes that it was replaced.
    mutating func wrote(_ note: String, _ identity: FileIdentity?) {
        written = note
        self.identity = identity
        isFailing = false
    }

    /// Whether another file, or none, has its name since it was written; that is news once.
    mutating func noticeLoss(_ found: FileIdentity?) -> Bool {
        guard let identity, found != identity else { return false }
        self.identity = nil
        written = nil
        return true
    }

    static let lost =
        "head.note was removed or replaced under the archiver; it is written again, for it guards against an older log"
}
