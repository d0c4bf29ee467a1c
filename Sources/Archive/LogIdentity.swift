package import ArchiveEvents
import EventStorage
package import TransparencyLog

/// Whose log it is, by what the log says of itself.
package struct LogIdentity: Sendable {
    /// The log's name.
    package let origin: String
    /// The key that its first event names; nil where that cannot be read.
    package let key: NoteVerifier?
    /// Checkpoints that are kept for ever.
    package let keptCheckpoints: Int
    /// Time of the last event that the oldest of them signs; nil where there is none, or it cannot be read.
    package let keptSince: Instant?

    /// Reads one state of the log called `origin`.
    init(_ log: any StoredLog, origin: String) throws {
        self.origin = origin
        key = try Self.key(of: log)
        let kept = try log.checkpoints().filter(\.isKept)
        keptCheckpoints = kept.count
        keptSince = try kept.first.flatMap { try Self.time(ofEventBefore: $0.size, in: log) }
    }

    /// The key that the first event names; nil where that event is damaged, which is found where its block is read.
    static func key(of log: any StoredLog) throws -> NoteVerifier? {
        do {
            return try LogReader.verifier(of: log)
        } catch EventLogError.damaged {
            return nil
        }
    }

    private static func time(ofEventBefore size: UInt64, in log: any StoredLog) throws -> Instant? {
        guard size > 0 else { return nil }
        let position = Position(size - 1)
        return try log.blocks(from: position, limit: 1).first.flatMap { block in
            (try? block.events())?.first { $0.position == position }?.time
        }
    }
}
