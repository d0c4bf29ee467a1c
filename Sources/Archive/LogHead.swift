import ArchiveEvents
package import EventStorage
package import TransparencyLog

/// The signed head of a log: its newest checkpoint, held against the tree and the key that the log itself names.
package struct LogHead: Sendable {
    /// The note as it is stored.
    package let note: SignedNote
    /// What it signs.
    package let checkpoint: Checkpoint
    /// The log's key.
    package let verifier: NoteVerifier
    /// Events behind it, which nothing signs; none unless signing has stopped.
    package let unsigned: UInt64

    /// Events that it signs.
    package var size: UInt64 { checkpoint.size }

    /// Reads and checks it; throws where the log cannot vouch for it.
    package init(of log: any StoredLog) throws {
        guard let stored = try log.newestCheckpoint(), let verifier = try LogReader.verifier(of: log) else {
            throw EventLogError.damaged("its newest checkpoint or its key is missing")
        }
        do {
            note = try SignedNote(stored.note)
            checkpoint = try Checkpoint(note, verifiedBy: [verifier])
        } catch {
            throw EventLogError.damaged("its newest checkpoint is not one (\(error))")
        }
        let size = try log.size().number
        guard checkpoint.size <= size, try StoredTree(log).range(ofSize: checkpoint.size).root == checkpoint.root else {
            throw EventLogError.damaged("its events do not have the root of its newest checkpoint")
        }
        self.verifier = verifier
        unsigned = size - checkpoint.size
    }
}
