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

    /// The salt of an event of this run; nil where it is gone.
    func salt(of position: Position) -> [UInt8]? {
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
