/// The tree of RFC 6962, section 2.1 (RFC 9162, section 2.1.1): the largest complete subtrees from the left, folded
/// from the right.
public enum MerkleTree {
    /// `SHA-256(0x01 || left || right)`.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 1 + 2 * TreeHash.size, alignment: 1) { input in
            input[0] = 0x01
            left.copy(to: input, at: 1)
            right.copy(to: input, at: 1 + TreeHash.size)
            return TreeHash(sha256: UnsafeRawBufferPointer(input))
        }
    }

    /// The root of the tree without a leaf: the hash of nothing.
    public static let emptyRoot = TreeHash(sha256: UnsafeRawBufferPointer(start: nil, count: 0))

    /// The complete subtrees that a tree of `size` leaves consists of, from the left.
    public static func subtrees(ofSize size: UInt64) -> [Subtree] { Subtree.covering(0..<size) }

    /// The root over `size` leaves, asking for the hash of each complete subtree that it needs.
    public static func root(ofSize size: UInt64, subtree: (Subtree) throws -> TreeHash) rethrows -> TreeHash {
        try root(of: 0..<size, subtree: subtree)
    }

    /// The hash of the node above `leaves`: that of a tree of these leaves alone.
    static func root(of leaves: Range<UInt64>, subtree: (Subtree) throws -> TreeHash) rethrows -> TreeHash {
        fold(try Subtree.covering(leaves).map(subtree))
    }

    /// The root over complete subtrees that lie side by side, from the left.
    static func fold(_ roots: [TreeHash]) -> TreeHash {
        guard let last = roots.last else { return emptyRoot }
        return roots.dropLast().reversed().reduce(last) { node($1, $0) }
    }

    /// Where the tree over `count` leaves, at least two, splits: the largest power of two below `count`.
    static func split(_ count: UInt64) -> UInt64 { 1 << UInt64(UInt64.bitWidth - 1 - (count - 1).leadingZeroBitCount) }
}
