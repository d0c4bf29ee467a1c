import Testing
import TransparencyLog

struct CompactRangeTests {
    @Test("the published trees have the published roots")
    func published() throws {
        var range = CompactRange()
        for (entry, root) in publishedTree {
            range.append(try .leaf(bytes(entry)))
            #expect(range.root.hex == root, "size \(range.size)")
        }
    }

    @Test("the root is the recursive one, for every size up to 300")
    func root() throws {
        let leaves = try TreeHash.leaves(300)
        var range = CompactRange()
        #expect(range.root == MerkleTree.emptyRoot)
        for (index, leaf) in leaves.enumerated() {
            range.append(leaf)
            #expect(range.size == UInt64(index) + 1)
            #expect(try range.root == naiveRoot(leaves[...index]), "size \(index + 1)")
        }
    }

    @Test("the root of a tree of several tiles is the recursive one")
    func tiles() throws {
        let leaves = try TreeHash.leaves(1500)
        var range = CompactRange()
        for leaf in leaves { range.append(leaf) }
        #expect(try range.root == naiveRoot(leaves[...]))
    }

    @Test("each leaf reports the subtrees that it completes, from itself upwards, with their roots")
    func completed() throws {
        let leaves = try TreeHash.leaves(300)
        var range = CompactRange()
        for (index, leaf) in leaves.enumerated() {
            var reported: [(subtree: Subtree, hash: TreeHash)] = []
            range.append(leaf) { reported.append(($0, $1)) }
            // One more level for each power of two that divides the new size.
            #expect(reported.map { $0.subtree.height } == Array(0...(index + 1).trailingZeroBitCount))
            for (subtree, hash) in reported {
                #expect(subtree.leaves.upperBound == UInt64(index) + 1, "size \(index + 1)")
                #expect(try hash == naiveRoot(subtree.slice(of: leaves)), "size \(index + 1), height \(subtree.height)")
            }
        }
    }

    @Test("a range restored from the reported subtrees goes on as if it had never stopped")
    func restored() throws {
        let leaves = try TreeHash.leaves(300)
        var known: [Subtree: TreeHash] = [:]
        var range = CompactRange()
        for leaf in leaves {
            var copy = try CompactRange(size: range.size) { try #require(known[$0]) }
            #expect(copy == range, "size \(range.size)")
            range.append(leaf) { known[$0] = $1 }
            copy.append(leaf)
            #expect(copy == range, "size \(range.size)")
            #expect(copy.root == range.root, "size \(range.size)")
        }
    }

    @Test("a range of the largest sizes needs no more than 64 hashes")
    func large() throws {
        var asked = 0
        let hash = try TreeHash.sha256([])
        let range = CompactRange(size: .max) { _ in
            asked += 1
            return hash
        }
        #expect(asked == 64)
        #expect(range.size == .max)
    }
}
