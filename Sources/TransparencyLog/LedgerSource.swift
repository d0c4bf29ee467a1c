/// Where a ledger's values come from.
public struct LedgerSource {
    let seed: (_ run: UInt64) throws -> [UInt8]?
    let salt: (_ position: UInt64) throws -> [UInt8]?
    let body: (_ position: UInt64) throws -> TreeHash
    let subtree: (Subtree) throws -> TreeHash

    /// - Parameters:
    ///   - seed: the 32-byte seed of the run that begins at position `256 * run`; nil once an event of it was erased.
    ///   - salt: the 16-byte salt of the event at a position; nil where the event was erased.
    ///   - body: `Leaf.body` of the event at a position.
    ///   - subtree: the hash of a complete subtree.
    public init(
        seed: @escaping (_ run: UInt64) throws -> [UInt8]?, salt: @escaping (_ position: UInt64) throws -> [UInt8]?,
        body: @escaping (_ position: UInt64) throws -> TreeHash, subtree: @escaping (Subtree) throws -> TreeHash
    ) {
        self.seed = seed
        self.salt = salt
        self.body = body
        self.subtree = subtree
    }
}
