package import ArchiveEvents
package import TransparencyLog

/// What the salts of one run of 256 positions come from: a row of table `salt`.
package enum RunSalts: Sendable {
    /// The seed of all of them, 32 bytes.
    case seed([UInt8])
    /// After an erasure: 16 bytes for each position of the run so far, zeros for erased ones.
    case salts([UInt8])

    /// What a row says; nil unless it has either a seed of 32 bytes or whole salts for some of its positions. A row that
    /// has both would open what was erased, so nothing is proved by it.
    package init?(seed: [UInt8]?, salts: [UInt8]?) {
        switch (seed, salts) {
        case (let seed?, nil) where seed.count == Leaf.seedSize: self = .seed(seed)
        case (nil, let salts?) where salts.count % Leaf.saltSize == 0 && salts.count <= Self.fullSize:
            self = .salts(salts)
        default: return nil
        }
    }

    /// Bytes of the salts of a whole run.
    package static let fullSize = Int(Leaf.runLength) * Leaf.saltSize

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
            return Self.slot(position, salts).flatMap { $0.allSatisfy { $0 == 0 } ? nil : [UInt8]($0) }
        }
    }

    /// Whether the salt of the event is gone for good, as that of erased data must be: the run has no seed, and zeros
    /// stand in the salt's place.
    package func isForgotten(_ position: Position) -> Bool {
        guard case .salts(let salts) = self, let slot = Self.slot(position, salts) else { return false }
        return slot.allSatisfy { $0 == 0 }
    }

    private static func slot(_ position: Position, _ salts: [UInt8]) -> ArraySlice<UInt8>? {
        let start = Int(position.number % Leaf.runLength) * Leaf.saltSize
        return salts.count >= start + Leaf.saltSize ? salts[start..<start + Leaf.saltSize] : nil
    }
}

/// A row of table `salt` as it is stored, whether a log can have it or not.
package struct SaltRow: Sendable {
    package let run: UInt64
    /// Bytes of the seed; nil where there is none.
    package let seedSize: Int?
    package let salts: [UInt8]?

    package init(run: UInt64, seedSize: Int?, salts: [UInt8]?) {
        self.run = run
        self.seedSize = seedSize
        self.salts = salts
    }
}
