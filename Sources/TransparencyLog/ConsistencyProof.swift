/// The hashes that show a tree to begin with an older one (RFC 6962, section 2.1.2; RFC 9162, section 2.1.4).
public struct ConsistencyProof: Hashable, Sendable {
    /// Leaves of the older tree.
    public let oldSize: UInt64
    /// Leaves of the tree.
    public let size: UInt64
    /// Hashes of nodes, from the lowest on; none for an older tree of no leaf or of all leaves.
    public let path: [TreeHash]

    /// A proof as received.
    public init(oldSize: UInt64, size: UInt64, path: [TreeHash]) {
        self.oldSize = oldSize
        self.size = size
        self.path = path
    }

    /// The proof that the tree of `size` leaves begins with that of `oldSize`, asking for the hash of complete
    /// subtrees: one for each level of the tree and, for the one node that the tree's end cuts, one for each bit of the
    /// size. Throws `ProofError` for an old size above the size, else what `subtree` throws.
    public init(oldSize: UInt64, size: UInt64, subtree: (Subtree) throws -> TreeHash) throws {
        guard oldSize <= size else { throw ProofError.shrinking(oldSize: oldSize, size: size) }
        let path = try Self.nodes(oldSize, size).map { try MerkleTree.root(of: $0, subtree: subtree) }
        self.init(oldSize: oldSize, size: size, path: path)
    }

    /// Checks that a tree with `root` begins with the tree that has `oldRoot` (RFC 9162, section 2.1.4.2). Every tree
    /// begins with that of no leaf, whose root is known; a tree begins with itself.
    public func verify(oldRoot: TreeHash, root: TreeHash) throws(ProofError) {
        guard oldSize <= size else { throw .shrinking(oldSize: oldSize, size: size) }
        guard oldSize > 0, oldSize < size else { return try verifyWithoutPath(oldRoot, root) }
        let roots = try roots(oldRoot: oldRoot)
        guard roots.old == oldRoot else { throw .rootDiffers(size: oldSize) }
        guard roots.new == root else { throw .rootDiffers(size: size) }
    }

    private func verifyWithoutPath(_ oldRoot: TreeHash, _ root: TreeHash) throws(ProofError) {
        guard path.isEmpty else { throw .tooLong }
        guard oldSize > 0 || oldRoot == MerkleTree.emptyRoot else { throw .rootDiffers(size: oldSize) }
        guard oldSize < size || oldRoot == root else { throw .rootDiffers(size: size) }
    }

    /// Both roots as the path gives them. An older tree that is one complete subtree is a node of the newer one: its
    /// root is left out of the path.
    private func roots(oldRoot: TreeHash) throws(ProofError) -> (old: TreeHash, new: TreeHash) {
        var hashes = path[...]
        guard let first = oldSize.nonzeroBitCount == 1 ? oldRoot : hashes.popFirst() else { throw .tooShort }
        var climb = Climb(index: oldSize - 1, last: size - 1)
        climb.skipRightNodes()
        var (old, new) = (first, first)
        for hash in hashes {
            guard !climb.isAtRoot else { throw .tooLong }
            let side = climb.step()
            if side == .left { old = MerkleTree.node(hash, old) }
            new = side == .left ? MerkleTree.node(hash, new) : MerkleTree.node(new, hash)
        }
        guard climb.isAtRoot else { throw .tooShort }
        return (old, new)
    }

    /// The way from the root to the border between old and new leaves: what lies beside it, the lowest first, and
    /// where it ends, unless that is the older tree as a whole.
    private static func nodes(_ oldSize: UInt64, _ size: UInt64) -> [Range<UInt64>] {
        guard oldSize > 0, oldSize < size else { return [] }
        var nodes: [Range<UInt64>] = []
        var node = 0..<size
        while node.upperBound > oldSize {
            let middle = node.lowerBound + MerkleTree.split(node.upperBound - node.lowerBound)
            let (left, right) = (node.lowerBound..<middle, middle..<node.upperBound)
            nodes.append(oldSize <= middle ? right : left)
            node = oldSize <= middle ? left : right
        }
        if node.lowerBound > 0 { nodes.append(node) }
        return nodes.reversed()
    }
}
