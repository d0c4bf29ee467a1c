import Testing
import TransparencyLog

struct InclusionProofTests {
    @Test("the published proofs are generated and verify", arguments: ProofVectors.inclusion)
    func published(index: UInt64, size: UInt64, path: [String]) throws {
        let leaves = try ProofVectors.leaves()
        let proof = try InclusionProof(index: index, size: size) { try naiveRoot($0.slice(of: leaves)) }
        #expect(proof.path.map(\.hex) == path)
        #expect(throws: Never.self) {
            try proof.verify(leaf: leaves[Int(index)], root: ProofVectors.root(size))
        }
    }

    @Test("the proof of every leaf of every tree up to 64 verifies, and for no other leaf or root")
    func exhaustive() throws {
        let leaves = try TreeHash.leaves(64)
        for size in 1...64 {
            let root = try naiveRoot(leaves[..<size])
            for index in 0..<size {
                let proof = try generated(index, size, leaves)
                #expect(throws: Never.self) { try proof.verify(leaf: leaves[index], root: root) }
                #expect(throws: ProofError.self) { try proof.verify(leaf: leaves[index].flipped, root: root) }
                #expect(throws: ProofError.rootDiffers(size: UInt64(size))) {
                    try proof.verify(leaf: leaves[index], root: root.flipped)
                }
            }
        }
    }

    @Test("the path is the recursive one of RFC 6962, for every leaf of every tree up to 64")
    func recursive() throws {
        let leaves = try TreeHash.leaves(64)
        for size in 1...64 {
            for index in 0..<size {
                let path = try naivePath(index, leaves[..<size])
                #expect(try generated(index, size, leaves).path == path, "\(index) of \(size)")
            }
        }
    }

    @Test("a path with any one hash changed, missing or too many is refused, for every leaf of every tree up to 20")
    func mutatedPath() throws {
        let leaves = try TreeHash.leaves(20)
        for size in 1...20 {
            let root = try naiveRoot(leaves[..<size])
            for index in 0..<size {
                let proof = try generated(index, size, leaves)
                for mutation in try mutations(of: proof.path, with: root) {
                    let other = InclusionProof(index: proof.index, size: proof.size, path: mutation.path)
                    #expect(throws: ProofError.self, "\(index) of \(size): \(mutation.change)") {
                        try other.verify(leaf: leaves[index], root: root)
                    }
                }
            }
        }
    }

    @Test("a proof for one leaf is none for another index, for every two indices of every tree up to 20")
    func mutatedIndex() throws {
        let leaves = try TreeHash.leaves(20)
        for size in 1...20 {
            let root = try naiveRoot(leaves[..<size])
            for index in 0..<size {
                let proof = try generated(index, size, leaves)
                for other in 0...21 where other != index {
                    let moved = InclusionProof(index: UInt64(other), size: proof.size, path: proof.path)
                    #expect(throws: ProofError.self, "\(index) as \(other) of \(size)") {
                        try moved.verify(leaf: leaves[index], root: root)
                    }
                }
            }
        }
    }

    @Test(
        "numbers that do not fit each other have their own error",
        arguments: [
            (0, 0, 0, .indexBeyondSize(index: 0, size: 0), "no leaf at all"),
            (1, 1, 0, .indexBeyondSize(index: 1, size: 1), "the leaf after the last"),
            (.max, .max, 64, .indexBeyondSize(index: .max, size: .max), "the largest numbers"),
            (0, 1, 1, .tooLong, "a hash for a tree that is its leaf"),
            (0, 2, 0, .tooShort, "no hash for the sibling"),
            (0, 2, 2, .tooLong, "a hash above the root"),
            (2, 3, 2, .tooLong, "a last leaf that stands for its parent"),
            (0, 1 << 63, 62, .tooShort, "a level short"),
            (0, 1 << 63, 64, .tooLong, "a level too many"),
        ] as [(UInt64, UInt64, Int, ProofError, String)])
    func numbers(index: UInt64, size: UInt64, count: Int, error: ProofError, why: String) throws {
        let hash = MerkleTree.emptyRoot
        let proof = InclusionProof(index: index, size: size, path: Array(repeating: hash, count: count))
        #expect(throws: error, "\(why)") { try proof.verify(leaf: hash, root: hash) }
    }

    @Test("no proof is made for an index beyond the tree", arguments: [(0, 0), (5, 5), (6, 5)] as [(UInt64, UInt64)])
    func beyond(index: UInt64, size: UInt64) {
        #expect(throws: ProofError.indexBeyondSize(index: index, size: size)) {
            try InclusionProof(index: index, size: size) { _ in MerkleTree.emptyRoot }
        }
    }

    @Test("an error of the storage reaches the one who asked for the proof")
    func storageError() {
        struct Broken: Error {}
        #expect(throws: Broken.self) { try InclusionProof(index: 2, size: 5) { _ in throw Broken() } }
    }

    @Test(
        "a proof asks only for complete subtrees, at most two for each level",
        arguments: [1, 2, 3, 1000, 10_000_000, (1 << 63) - 1, 1 << 63, .max] as [UInt64])
    func asked(size: UInt64) throws {
        let levels = UInt64.bitWidth - (size - 1).leadingZeroBitCount
        for index in [0, size / 3, size / 2, size - 1] {
            var asked: [Subtree] = []
            let proof = try InclusionProof(index: index, size: size) { subtree in
                asked.append(subtree)
                return MerkleTree.emptyRoot
            }
            #expect(asked.allSatisfy { $0.leaves.upperBound <= size && !$0.leaves.contains(index) })
            #expect(asked.count <= 2 * levels)
            #expect(proof.path.count <= levels)
            #expect(throws: Never.self) { try proof.root(leaf: MerkleTree.emptyRoot) }
        }
    }

    @Test("each reason is one sentence of its own")
    func descriptions() {
        let all: [ProofError] = [
            .indexBeyondSize(index: 1, size: 1), .shrinking(oldSize: 2, size: 1), .tooShort, .tooLong,
            .rootDiffers(size: 3),
        ]
        #expect(Set(all.map(\.description)).count == all.count)
    }

    private func generated(_ index: Int, _ size: Int, _ leaves: [TreeHash]) throws -> InclusionProof {
        try InclusionProof(index: UInt64(index), size: UInt64(size)) { try naiveRoot($0.slice(of: leaves)) }
    }

    /// PATH of RFC 6962, section 2.1.1, word for word.
    private func naivePath(_ index: Int, _ leaves: ArraySlice<TreeHash>) throws -> [TreeHash] {
        guard leaves.count > 1 else { return [] }
        var split = 1
        while 2 * split < leaves.count { split *= 2 }
        let (left, right) = (leaves.prefix(split), leaves.dropFirst(split))
        return index < split
            ? try naivePath(index, left) + [naiveRoot(right)] : try naivePath(index - split, right) + [naiveRoot(left)]
    }
}
