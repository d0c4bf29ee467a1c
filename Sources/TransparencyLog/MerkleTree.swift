import Crypto

/// The tree of RFC 6962, section 2.1 (RFC 9162, section 2.1.1): the largest complete subtrees from the left, folded
/// from the right.
public enum MerkleTree {
    /// `SHA-256(0x01 || left || right)`.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hasher = SHA256()
        hasher.update(data: [0x01] + left.bytes + right.bytes)
        return TreeHash(hasher.finalize())
    }

    /// The root of the tree without a leaf: the hash of nothing.
    public static var emptyRoot: TreeHash { TreeHash(SHA256.hash(data: [UInt8]())) }

    /// The complete subtrees that a tree of `size` leaves consists of, from the left.
    public static func subtrees(ofSize size: UInt64) -> [Subtree] {
        var first: UInt64 = 0
        return (0..<UInt64.bitWidth).reversed().compactMap { height in
            guard size & (1 << UInt64(height)) != 0 else { return nil }
            defer { first += 1 << UInt64(height) }
            return Subtree(height: height, index: first >> UInt64(height))
        }
    }

    /// The root over `size` leaves, asking for the hash of each complete subtree that it needs.
    public static func root(ofSize size: UInt64, subtree: (Subtree) throws -> TreeHash) rethrows -> TreeHash {
        let hashes = try subtrees(ofSize: size).map(subtree)
        guard let last = hashes.last else { return emptyRoot }
        return hashes.dropLast().reversed().reduce(last) { node($1, $0) }
    }
}

/// A complete subtree: `2^height` leaves, of which the first is leaf `index * 2^height`.
public struct Subtree: Hashable, Sendable {
    /// Levels above the leaves.
    public let height: Int
    /// Which one among those of its height, from the left.
    public let index: UInt64

    /// The subtree number `index` of its height.
    public init(height: Int, index: UInt64) {
        self.height = height
        self.index = index
    }

    /// Its leaves.
    public var leaves: Range<UInt64> { index << UInt64(height)..<(index + 1) << UInt64(height) }
}
