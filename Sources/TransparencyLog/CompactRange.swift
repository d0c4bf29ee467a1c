/// A run of leaves as the roots of the largest complete subtrees that it consists of, from the left.
///
/// From leaf 0 on it is the right edge of a growing tree, one root for each bit of its size: all that is needed to
/// append leaves and to give the root. Ranges that begin elsewhere are hashed on their own, several at a time, and
/// joined; at most 126 hashes whatever the size.
public struct CompactRange: Sendable, Equatable {
    /// Its first leaf.
    public let start: UInt64
    /// The leaf after its last.
    public private(set) var end: UInt64
    private var roots: [TreeHash]

    /// The tree without a leaf.
    public init() {
        self.init(startingAt: 0)
    }

    /// No leaf yet; the first one appended is leaf `start`.
    public init(startingAt start: UInt64) {
        self.start = start
        end = start
        roots = []
    }

    /// A tree of `size` leaves, asking for the hash of each of its complete subtrees, from the left.
    public init(size: UInt64, subtree: (Subtree) throws -> TreeHash) rethrows {
        start = 0
        end = size
        roots = try MerkleTree.subtrees(ofSize: size).map(subtree)
    }

    /// Leaves so far.
    public var size: UInt64 { end - start }

    /// The root over all leaves of a range that begins at leaf 0: a tree.
    public var root: TreeHash {
        precondition(start == 0, "only a range from the first leaf on is a tree")
        return MerkleTree.fold(roots)
    }

    /// Adds a leaf and reports each subtree that it completes, from the leaf itself upwards.
    public mutating func append(_ leaf: TreeHash, completed: (Subtree, TreeHash) -> Void = { _, _ in }) {
        append(leaf, height: 0, completed: completed)
    }

    /// Whether a complete subtree of `2^height` leaves may begin where the range ends.
    public func isAligned(toHeight height: Int) -> Bool {
        height < UInt64.bitWidth && end.trailingZeroBitCount >= height
    }

    /// Adds a complete subtree of `2^height` leaves, for which the end must be aligned, and reports each subtree that
    /// it completes, from itself upwards.
    public mutating func append(
        _ subtree: TreeHash, height: Int, completed: (Subtree, TreeHash) -> Void = { _, _ in }
    ) {
        precondition(isAligned(toHeight: height), "a subtree begins at a multiple of its size")
        let place = Subtree(height: height, index: end >> UInt64(height))
        completed(place, subtree)
        join(subtree, at: place, completed: completed)
    }

    /// Adds a range that begins where this one ends and reports each subtree that the join completes: one that has
    /// leaves on both sides.
    public mutating func merge(_ next: CompactRange, completed: (Subtree, TreeHash) -> Void = { _, _ in }) {
        precondition(next.start == end, "the next range begins where this one ends")
        for (place, hash) in zip(Subtree.covering(next.start..<next.end), next.roots) {
            join(hash, at: place, completed: completed)
        }
    }

    private mutating func join(_ hash: TreeHash, at place: Subtree, completed: (Subtree, TreeHash) -> Void) {
        var (hash, place) = (hash, place)
        end += 1 << UInt64(place.height)
        while place.isRight, place.parent.leaves.lowerBound >= start, let left = roots.popLast() {
            hash = MerkleTree.node(left, hash)
            place = place.parent
            completed(place, hash)
        }
        roots.append(hash)
    }
}
