/// The hashes that lead from one leaf to the root (RFC 6962, section 2.1.1; RFC 9162, section 2.1.3).
public struct InclusionProof: Hashable, Sendable {
    /// Which leaf.
    public let index: UInt64
    /// Leaves of the tree.
    public let size: UInt64
    /// The sibling of each node on the way from the leaf to the root, at most 64.
    public let path: [TreeHash]

    /// A proof as received.
    public init(index: UInt64, size: UInt64, path: [TreeHash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// The proof for a leaf of the tree of `size` leaves, asking for the hash of complete subtrees: one for each level
    /// of the tree and, for the one sibling that the tree's end cuts, one for each bit of the size. Throws `ProofError`
    /// for an index beyond the tree, else what `subtree` throws.
    public init(index: UInt64, size: UInt64, subtree: (Subtree) throws -> TreeHash) throws {
        guard index < size else { throw ProofError.indexBeyondSize(index: index, size: size) }
        let path = try Self.siblings(index, size).map { try MerkleTree.root(of: $0, subtree: subtree) }
        self.init(index: index, size: size, path: path)
    }

    /// The root that leaf and path lead to (RFC 9162, section 2.1.3.2).
    public func root(leaf: TreeHash) throws(ProofError) -> TreeHash {
        guard index < size else { throw .indexBeyondSize(index: index, size: size) }
        var climb = Climb(index: index, last: size - 1)
        var hash = leaf
        for sibling in path {
            guard !climb.isAtRoot else { throw .tooLong }
            hash = climb.step() == .left ? MerkleTree.node(sibling, hash) : MerkleTree.node(hash, sibling)
        }
        guard climb.isAtRoot else { throw .tooShort }
        return hash
    }

    /// Checks that `leaf` is the leaf number `index` of the tree with this root.
    public func verify(leaf: TreeHash, root: TreeHash) throws(ProofError) {
        guard try self.root(leaf: leaf) == root else { throw .rootDiffers(size: size) }
    }

    /// Going down from the root: what lies beside the way, the leaf's own sibling first.
    private static func siblings(_ index: UInt64, _ size: UInt64) -> [Range<UInt64>] {
        var siblings: [Range<UInt64>] = []
        var node = 0..<size
        while node.upperBound - node.lowerBound > 1 {
            let middle = node.lowerBound + MerkleTree.split(node.upperBound - node.lowerBound)
            let (left, right) = (node.lowerBound..<middle, middle..<node.upperBound)
            siblings.append(index < middle ? right : left)
            node = index < middle ? left : right
        }
        return siblings.reversed()
    }
}
