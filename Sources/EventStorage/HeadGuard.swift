import ArchiveEvents
package import TransparencyLog

/// Holds the log against `head.note`: an older copy put back, or one that went its own way, is noticed and named.
package struct HeadGuard {
    private let verifier: NoteVerifier

    package init(verifier: NoteVerifier) {
        self.verifier = verifier
    }

    /// Throws unless the log's first events are those that the note proves.
    package func check(_ log: any StoredLog, note: String?) throws {
        guard let text = note else { return }
        let known = try checkpoint(text)
        let size = try log.size().number
        guard known.size <= size else { throw EventLogError.rolledBack(known: known.size, found: size) }
        let root = try StoredTree(log).range(ofSize: known.size).root
        guard root == known.root else { throw EventLogError.forked(size: known.size) }
    }

    private func checkpoint(_ text: String) throws -> Checkpoint {
        do {
            let note = try SignedNote(text)
            try note.verify([verifier])
            return try Checkpoint(text: note.text)
        } catch {
            throw EventLogError.damaged("head.note is not a checkpoint signed by this archive's key (\(error))")
        }
    }
}
