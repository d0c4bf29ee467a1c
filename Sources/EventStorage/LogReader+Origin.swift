package import ArchiveEvents
import ExactJSON
package import TransparencyLog

extension LogReader {
    /// The log's name, as its first event gives it, or, where that cannot be read, its newest checkpoint.
    package func origin() throws -> String {
        if let first = try? store.read(Self.firstEvent) { return first.source }
        guard let newest = try newestCheckpoint(), let note = try? SignedNote(newest.note),
            let checkpoint = try? Checkpoint(text: note.text)
        else { throw EventLogError.damaged("its newest checkpoint cannot be read") }
        return checkpoint.origin
    }

    /// When the log began; nil where its first event cannot be read.
    package func beganAt() throws -> Instant? { try store.read(Self.firstEvent)?.time }

    /// The key that signs the log's checkpoints, as its first event names it; nil where that cannot be read.
    package static func verifier(of log: any StoredLog) throws -> NoteVerifier? {
        guard let data = try firstEvent(of: log)?.data, let text = try? JSONText([UInt8](data)),
            let key = text.root["log_key"]?.string
        else { return nil }
        return try? NoteVerifier(verifierKey: key)
    }

    private static func firstEvent(of log: any StoredLog) throws -> RecordedEvent? {
        do {
            return try log.blocks(from: .first, limit: 1).first?.events().first
        } catch let damage as BlockDamage {
            throw EventLogError.damaged(damage.description)
        }
    }
}
