import Testing
import TransparencyLog

/// The eight entries of the certificate transparency project's own tests, with the root of the tree after each.
let publishedTree = [
    ("", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    ("00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
    ("10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ("2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
    ("3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
    ("40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
    ("5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
    ("606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
]

struct MerkleTreeTests {
    @Test("the root of no leaf is the hash of nothing")
    func emptyRoot() {
        let expected = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(MerkleTree.emptyRoot.hex == expected)
        #expect(
            MerkleTree.root(ofSize: 0) { _ in MerkleTree.node(MerkleTree.emptyRoot, MerkleTree.emptyRoot) }.hex
                == expected)
    }

    @Test("a node hashes 01, left, right")
    func node() throws {
        let (left, right) = (try TreeHash.sha256([1]), try TreeHash.sha256([2]))
        #expect(try MerkleTree.node(left, right) == .sha256([0x01], left.bytes, right.bytes))
        #expect(MerkleTree.node(left, right) != MerkleTree.node(right, left))
    }

    @Test("the published trees have the published roots")
    func published() throws {
        let leaves = try publishedTree.map { try TreeHash.leaf(bytes($0.0)) }
        for (index, row) in publishedTree.enumerated() {
            let root = try MerkleTree.root(ofSize: UInt64(index + 1)) { try naiveRoot($0.slice(of: leaves)) }
            #expect(root.hex == row.1, "size \(index + 1)")
            #expect(try naiveRoot(leaves[...index]).hex == row.1, "the reference itself, size \(index + 1)")
        }
    }

    @Test("the root from complete subtrees is the recursive one, for every size up to 300")
    func root() throws {
        let leaves = try TreeHash.leaves(300)
        for size in 0...300 {
            let root = try MerkleTree.root(ofSize: UInt64(size)) { try naiveRoot($0.slice(of: leaves)) }
            #expect(try root == naiveRoot(leaves[..<size]), "size \(size)")
        }
    }

    @Test(
        "a tree consists of one complete subtree for each bit of its size, the largest first",
        arguments: [
            (0, [], "nothing"),
            (1, [Subtree(height: 0, index: 0)], "a leaf"),
            (8, [Subtree(height: 3, index: 0)], "a complete tree"),
            (
                7, [Subtree(height: 2, index: 0), Subtree(height: 1, index: 2), Subtree(height: 0, index: 6)],
                "all bits"
            ),
            (
                300,
                [
                    .init(height: 8, index: 0), .init(height: 5, index: 8), .init(height: 3, index: 36),
                    .init(height: 2, index: 74),
                ], "256, 32, 8, 4"
            ),
            (1 << 63, [Subtree(height: 63, index: 0)], "the highest bit"),
        ] as [(UInt64, [Subtree], String)])
    func subtrees(size: UInt64, expected: [Subtree], why: String) {
        #expect(MerkleTree.subtrees(ofSize: size) == expected, "\(why)")
    }

    @Test(
        "subtrees lie side by side from the first leaf to the last",
        arguments: [1, 5, 255, 256, 257, 0x8000_0000_0000_0001, .max - 1] as [UInt64])
    func cover(size: UInt64) throws {
        var end: UInt64 = 0
        for subtree in MerkleTree.subtrees(ofSize: size) {
            #expect(subtree.leaves.lowerBound == end)
            end = subtree.leaves.upperBound
        }
        #expect(end == size)
    }
}

extension Subtree {
    /// Those of all leaves that lie in the subtree.
    func slice(of leaves: [TreeHash]) -> ArraySlice<TreeHash> {
        leaves[Int(self.leaves.lowerBound)..<Int(self.leaves.upperBound)]
    }
}
