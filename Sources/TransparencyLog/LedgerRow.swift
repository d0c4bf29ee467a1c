/// One row of a ledger: what an export shows of a run of positions.
public struct LedgerRow: Hashable, Sendable {
    /// The first position.
    public let first: UInt64
    /// What is shown, and the value that proves it.
    public let disposition: Disposition

    /// A row that begins at position `first`.
    public init(first: UInt64, disposition: Disposition) {
        self.first = first
        self.disposition = disposition
    }

    /// What an export shows.
    public enum Disposition: Hashable, Sendable {
        /// All events of one whole run with their data; 32 bytes.
        case disclosedRun(seed: [UInt8])
        /// One event with its data; 16 bytes.
        case disclosed(salt: [UInt8])
        /// One event without its data, which was erased or is held back; `Leaf.body` of the data.
        case headOnly(body: TreeHash)
        /// The `2^height` events of a complete subtree, of which nothing is shown.
        case withheld(height: Int, hash: TreeHash)
    }

    /// How many positions it covers.
    public var count: UInt64 {
        switch disposition {
        case .disclosedRun: Leaf.runLength
        case .disclosed, .headOnly: 1
        case .withheld(let height, _): 1 << UInt64(height)
        }
    }

    /// The positions it covers.
    public var positions: Range<UInt64> { first..<first + count }

    /// Whether what has an inner order, a run or a subtree, begins at a multiple of its size.
    var isAligned: Bool {
        switch disposition {
        case .disclosedRun: first.isMultiple(of: Leaf.runLength)
        case .disclosed, .headOnly: true
        case .withheld(let height, _): (0..<UInt64.bitWidth).contains(height) && first.trailingZeroBitCount >= height
        }
    }

    /// The leaf of the event at `position`, one that this row shows, from its line in the export. Throws the reason
    /// where the line is another event's, or shows more or less than the row says.
    public func leaf(
        at position: UInt64, of origin: String, line: LoggedLine
    ) throws(LedgerFinding.Reason) -> TreeHash {
        guard line.isEvent(at: position, of: origin) else { throw .foreignLine(position) }
        return Leaf.hash(head: line.head, body: try body(at: position, line.payload))
    }

    private func body(at position: UInt64, _ payload: LoggedLine.Payload) throws(LedgerFinding.Reason) -> TreeHash {
        switch (disposition, payload) {
        case (.disclosedRun(let seed), .data(let data)):
            return Leaf.body(salt: Leaf.salt(seed: seed, position: position), data: data)
        case (.disclosed(let salt), .data(let data)): return Leaf.body(salt: salt, data: data)
        case (.headOnly(let expected), .body(let body)):
            guard body == expected else { throw .bodyDiffers(position) }
            return body
        case (.headOnly, .data): throw .dataPresent(position)
        case (.disclosedRun, .body), (.disclosed, .body): throw .dataMissing(position)
        case (.withheld, _): throw .foreignLine(position)
        }
    }
}
