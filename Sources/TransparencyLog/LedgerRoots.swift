/// What a ledger proves, once all its rows are folded.
public struct LedgerRoots: Hashable, Sendable {
    /// Leaves of the tree.
    public let size: UInt64
    /// Events shown with their data.
    public private(set) var disclosed: UInt64 = 0
    /// Events shown without their data.
    public private(set) var headOnly: UInt64 = 0
    /// Events not shown.
    public private(set) var withheld: UInt64 = 0
    /// The roots by the size of the tree.
    var known: [UInt64: TreeHash] = [:]
    /// Lines of the ledger.
    var lines = 0

    init(size: UInt64) {
        self.size = size
    }

    /// The root of the whole tree, of `size` leaves, or at one of the earlier sizes that were asked for; nil for any
    /// other.
    public func root(ofSize size: UInt64) -> TreeHash? { known[size] }

    /// Checks that the tree of the checkpoint's size has the checkpoint's root.
    public func verify(_ checkpoint: Checkpoint) throws(LedgerFinding) {
        guard let root = root(ofSize: checkpoint.size) else {
            throw LedgerFinding(line: lines, reason: .unknownSize(checkpoint.size))
        }
        guard root == checkpoint.root else {
            throw LedgerFinding(line: lines, reason: .rootDiffers(checkpoint.size))
        }
    }

    mutating func count(_ row: LedgerRow) {
        switch row.disposition {
        case .disclosedRun, .disclosed: disclosed += row.count
        case .headOnly: headOnly += row.count
        case .withheld: withheld += row.count
        }
    }
}
