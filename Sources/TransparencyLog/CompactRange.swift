/// The right edge of a growing tree: the roots of its complete subtrees from the left, one for each bit of its size.
///
/// All that is needed to append leaves and to give the root, at most 64 hashes whatever the size.
public struct CompactRange: Sendable, Equatable {
    /// Leaves so far.
    public private(set) var size: UInt64
    private var roots: [TreeHash]

    /// The tree without a leaf.
    public init() {
        size = 0
        roots = []
    }

    /// A tree of `size` leaves, asking for the hash of each of its complete subtrees, from the left.
    public init(size: UInt64, subtree: (Subtree) throws -> TreeHash) rethrows {
        self.size = size
        roots = try MerkleTree.subtrees(ofSize: size).map(subtree)
    }

    /// Adds a leaf and reports each subtree that it completes, from the leaf itself upwards.
    public mutating func append(_ leaf: TreeHash, completed: (Subtree, TreeHash) -> Void = { _, _ in }) {
        var hash = leaf
        var subtree = Subtree(height: 0, index: size)
        completed(subtree, hash)
        while subtree.index & 1 == 1, let left = roots.popLast() {
            hash = MerkleTree.node(left, hash)
            subtree = Subtree(height: subtree.height + 1, index: subtree.index >> 1)
            completed(subtree, hash)
        }
        roots.append(hash)
        size += 1
    }

    /// The root over all leaves.
    public var root: TreeHash {
        guard let last = roots.last else { return MerkleTree.emptyRoot }
        return roots.dropLast().reversed().reduce(last) { MerkleTree.node($1, $0) }
    }
}
