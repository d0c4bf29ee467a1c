package import ArchiveEvents
package import TransparencyLog

/// What the salts of one run of 256 positions come from: a row of table `salt`.
package enum RunSalts: Sendable {
    /// The seed of all of them, 32 bytes.
    case seed([UInt8])
    /// After an erasure: 16 bytes for each position of the run so far, zeros for erased ones.
    case salts([UInt8])

    /// The run of a position.
    package static func run(of position: Position) -> UInt64 { position.number / Leaf.runLength }

    /// The leaf of an event of this run; nil where its salt is gone or the hash of erased data is not one.
    package func leaf(of event: RecordedEvent) -> TreeHash? {
        switch event.payload {
        case .data(let data):
            salt(of: event.position).map { Leaf.hash(head: event.head, body: Leaf.body(salt: $0, data: data)) }
        case .erased(let hex): TreeHash(hex: hex).map { Leaf.hash(head: event.head, body: $0) }
        }
    }

    /// The leaf of a line on its way in; nil where the run's salts do not reach that far.
    func leaf(of line: EventLine) -> TreeHash? {
        salt(of: line.position).map { Leaf.hash(head: line.head, body: Leaf.body(salt: $0, data: line.data)) }
    }

    /// The leaf of a stored line of this run; nil where it is no event's line or its salt is gone.
    package func leaf(ofLine line: UnsafeRawBufferPointer, at position: Position) -> TreeHash? {
        guard let size = EventHead.size(in: line), let payload = EventHead.payload(in: line, headSize: size) else {
            return nil
        }
        return leaf(line, headSize: size, payload, position)
    }

    /// The leaf of a stored line whose head was read.
    package func leaf(ofLine line: UnsafeRawBufferPointer, _ head: EventHead) -> TreeHash? {
        leaf(line, headSize: head.size, head.payload, head.position)
    }

    private func leaf(
        _ line: UnsafeRawBufferPointer, headSize: Int, _ payload: EventHead.Payload, _ position: Position
    ) -> TreeHash? {
        let body: TreeHash? =
            switch payload {
            case .data(let range):
                salt(of: position).map { Leaf.body(salt: $0, data: UnsafeRawBufferPointer(rebasing: line[range])) }
            case .erased(let digits): TreeHash(hex: String(decoding: line[digits], as: UTF8.self))
            }
        return body.map { Leaf.hash(head: UnsafeRawBufferPointer(rebasing: line[..<headSize]), body: $0) }
    }

    /// The salt of an event of this run; nil where it is gone.
    package func salt(of position: Position) -> [UInt8]? {
        switch self {
        case .seed(let seed): return Leaf.salt(seed: seed, position: position.number)
        case .salts(let salts):
            let start = Int(position.number % Leaf.runLength) * Leaf.saltSize
            guard salts.count >= start + Leaf.saltSize else { return nil }
            let salt = [UInt8](salts[start..<start + Leaf.saltSize])
            return salt.allSatisfy { $0 == 0 } ? nil : salt
        }
    }
}
