package import ArchiveEvents
package import EventStorage
package import TransparencyLog

/// The proof that one event stands in the log, in the tree of its newest checkpoint.
package struct EventProof: Sendable {
    /// The event that is proven.
    package let event: RecordedEvent
    /// What proves it.
    package let proof: TransparencyLogProof
    /// The head that it leads to.
    package let head: LogHead
    /// The `data-erased` event that authorises the line to stand without its data; nil where the data is there.
    package let erasure: Position?

    /// The proof as a file holds it.
    package var text: String { proof.text }

    /// Proves the event at `position`, and checks the proof as a stranger would before it is given away.
    package init(of position: Position, in log: any StoredLog) throws {
        head = try LogHead(of: log)
        guard position.number < head.checkpoint.size else {
            throw EventProofError.notSigned(position, size: head.checkpoint.size, unsigned: head.unsigned)
        }
        let end = position.advanced(by: 1)
        guard let event = try LogReader.events(of: log, from: position, until: end).first,
            let salts = try log.salts(ofRun: RunSalts.run(of: position))
        else { throw EventLogError.damaged("event \(position) or its salt is missing") }
        erasure = event.data == nil ? try Self.erasure(of: event, salts, in: log) : nil
        let inclusion = try StoredTree(log).inclusionProof(of: position, inTreeOfSize: head.checkpoint.size)
        proof = TransparencyLogProof(
            index: position.number, path: inclusion.path, salt: event.data == nil ? nil : salts.salt(of: position),
            checkpoint: head.note)
        self.event = event
        do {
            try proof.verify(line: event.line, verifiers: [head.verifier])
        } catch {
            throw EventLogError.damaged("event \(position) is not what its checkpoint signs (\(error))")
        }
    }

    /// A line without its data is proved only where it stands so by right.
    private static func erasure(of event: RecordedEvent, _ salts: RunSalts, in log: any StoredLog) throws -> Position {
        let position = event.position
        guard DataErasure.isErasable(type: event.type.rawValue.utf8),
            let erasure = try DataErasure.authorising(position, in: log)
        else {
            throw EventLogError.damaged("the data of event \(position) is gone, and no data-erased event names it")
        }
        guard salts.isForgotten(position) else {
            throw EventLogError.damaged("the data of event \(position) is gone, but its salt still stands")
        }
        return erasure
    }
}

/// Why an event cannot be proven.
package enum EventProofError: Error, Sendable, CustomStringConvertible {
    /// The newest checkpoint does not reach that far; `unsigned` events stand behind it.
    case notSigned(Position, size: UInt64, unsigned: UInt64)

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .notSigned(let position, let size, let unsigned) where position.number - size < unsigned:
            "event \(position) is not signed: the newest checkpoint covers \(size) events, since signing has stopped; "
                + "run `alarm-history verify`"
        case .notSigned(let position, let size, let unsigned):
            "there is no event \(position): the last one is \(size + unsigned - 1)"
        }
    }
}
