/// The way from a node of the tree up to the root, as RFC 9162, sections 2.1.3.2 and 2.1.4.2, counts it: the node's
/// number `fn` and that of the last node, `sn`, both of one level.
struct Climb {
    private var index: UInt64
    private var last: UInt64

    /// From node `index` of a level on which `last` is the last one.
    init(index: UInt64, last: UInt64) {
        self.index = index
        self.last = last
    }

    /// Which side of the node the next hash of the proof stands on.
    enum Side { case left, right }

    /// Whether no hash may follow.
    var isAtRoot: Bool { last == 0 }

    /// Goes to the parent for which the next hash of the proof is needed. At the tree's end, where a node without a
    /// right sibling stands for its parents too, the hash joins only above those.
    mutating func step() -> Side {
        let side: Side = index & 1 == 1 || index == last ? .left : .right
        if side == .left { skipRights(index & 1 == 1 ? 0 : index.trailingZeroBitCount) }
        skipRights(1)
        return side
    }

    /// Goes up while the node is a right one: there the proof of a smaller tree has nothing to add.
    mutating func skipRightNodes() { skipRights((~index).trailingZeroBitCount) }

    private mutating func skipRights(_ levels: Int) {
        index >>= UInt64(levels)
        last >>= UInt64(levels)
    }
}
