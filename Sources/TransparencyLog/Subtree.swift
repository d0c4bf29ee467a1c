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

    /// The subtree of twice the size that this one is a half of.
    var parent: Subtree { Subtree(height: height + 1, index: index >> 1) }

    /// Whether it is the right half of its parent.
    var isRight: Bool { index & 1 == 1 }

    /// The largest complete subtrees that lie side by side from the first leaf of `leaves` to its last, from the left:
    /// at most two of each height.
    public static func covering(_ leaves: Range<UInt64>) -> [Subtree] {
        var cover: [Subtree] = []
        var first = leaves.lowerBound
        while first < leaves.upperBound {
            let subtree = largest(at: first, within: leaves.upperBound - first)
            cover.append(subtree)
            first += 1 << UInt64(subtree.height)
        }
        return cover
    }

    /// A subtree of `2^k` leaves begins only at multiples of `2^k`.
    private static func largest(at first: UInt64, within count: UInt64) -> Subtree {
        let height = min(first.trailingZeroBitCount, UInt64.bitWidth - 1 - count.leadingZeroBitCount)
        return Subtree(height: height, index: first >> UInt64(height))
    }
}
