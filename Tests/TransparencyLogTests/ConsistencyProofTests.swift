import Testing
import TransparencyLog

struct ConsistencyProofTests {
    @Test("the published proofs are generated and verify", arguments: ProofVectors.consistency)
    func published(oldSize: UInt64, size: UInt64, path: [String]) throws {
        let leaves = try ProofVectors.leaves()
        let proof = try ConsistencyProof(oldSize: oldSize, size: size) { try naiveRoot($0.slice(of: leaves)) }
        #expect(proof.path.map(\.hex) == path)
        #expect(throws: Never.self) {
            try proof.verify(oldRoot: ProofVectors.root(oldSize), root: ProofVectors.root(size))
        }
    }

    @Test("the proof between every two sizes up to 64 verifies, and for no other root")
    func exhaustive() throws {
        let leaves = try TreeHash.leaves(64)
        let roots = try (0...64).map { try naiveRoot(leaves[..<$0]) }
        for size in 0...64 {
            for oldSize in 0...size {
                let proof = try generated(oldSize, size, leaves)
                let (old, new) = (roots[oldSize], roots[size])
                #expect(throws: Never.self, "\(oldSize) to \(size)") { try proof.verify(oldRoot: old, root: new) }
                #expect(throws: ProofError.self) { try proof.verify(oldRoot: old.flipped, root: new) }
                // That a tree begins with the empty one says nothing about the tree.
                guard oldSize > 0 else { continue }
                #expect(throws: ProofError.self) { try proof.verify(oldRoot: old, root: new.flipped) }
                guard oldSize < size else { continue }
                #expect(throws: ProofError.self) { try proof.verify(oldRoot: new, root: old) }
            }
        }
    }

    @Test("the path is the recursive one of RFC 6962, between every two sizes up to 64")
    func recursive() throws {
        let leaves = try TreeHash.leaves(64)
        for size in 1...64 {
            for oldSize in 1...size {
                let path = try naivePath(oldSize, leaves[..<size], isWhole: true)
                #expect(try generated(oldSize, size, leaves).path == path, "\(oldSize) to \(size)")
            }
        }
    }

    @Test("a path with any one hash changed, missing or too many is refused, between every two sizes up to 20")
    func mutatedPath() throws {
        let leaves = try TreeHash.leaves(20)
        let roots = try (0...20).map { try naiveRoot(leaves[..<$0]) }
        for size in 0...20 {
            for oldSize in 0...size {
                let proof = try generated(oldSize, size, leaves)
                for mutation in try mutations(of: proof.path, with: roots[size]) {
                    let other = ConsistencyProof(oldSize: proof.oldSize, size: proof.size, path: mutation.path)
                    #expect(throws: ProofError.self, "\(oldSize) to \(size): \(mutation.change)") {
                        try other.verify(oldRoot: roots[oldSize], root: roots[size])
                    }
                }
            }
        }
    }

    @Test("a proof from one size is none from another, for every three sizes up to 20")
    func mutatedOldSize() throws {
        let leaves = try TreeHash.leaves(20)
        let roots = try (0...20).map { try naiveRoot(leaves[..<$0]) }
        for size in 1...20 {
            for oldSize in 1...size {
                let proof = try generated(oldSize, size, leaves)
                for other in 0...21 where other != oldSize {
                    let moved = ConsistencyProof(oldSize: UInt64(other), size: proof.size, path: proof.path)
                    #expect(throws: ProofError.self, "\(oldSize) as \(other) to \(size)") {
                        try moved.verify(oldRoot: roots[oldSize], root: roots[size])
                    }
                }
            }
        }
    }

    @Test(
        "numbers that do not fit each other have their own error",
        arguments: [
            (1, 0, 0, .shrinking(oldSize: 1, size: 0), "a tree that lost its leaf"),
            (2, 1, 1, .shrinking(oldSize: 2, size: 1), "a tree that lost a leaf"),
            (0, 0, 1, .tooLong, "a hash between empty trees"),
            (0, 1, 1, .tooLong, "a hash after the empty tree"),
            (1, 1, 1, .tooLong, "a hash between equal trees"),
            (1, 2, 0, .tooShort, "no hash for the new leaf"),
            (1, 2, 2, .tooLong, "a hash above the root"),
            (3, 4, 0, .tooShort, "not even the hash to begin with"),
            (3, 4, 2, .tooShort, "a level short"),
            (3, 4, 4, .tooLong, "a level too many"),
            (1 << 63, .max, 64, .tooLong, "the largest sizes"),
        ] as [(UInt64, UInt64, Int, ProofError, String)])
    func numbers(oldSize: UInt64, size: UInt64, count: Int, error: ProofError, why: String) {
        let hash = MerkleTree.emptyRoot
        let proof = ConsistencyProof(oldSize: oldSize, size: size, path: Array(repeating: hash, count: count))
        #expect(throws: error, "\(why)") { try proof.verify(oldRoot: hash, root: hash) }
    }

    @Test("the root of no leaf is known: another one is refused, in equal trees too")
    func emptyOldRoot() throws {
        let other = try TreeHash.leaf([])
        for size in [0, 1] as [UInt64] {
            #expect(throws: ProofError.rootDiffers(size: 0)) {
                try ConsistencyProof(oldSize: 0, size: size, path: []).verify(oldRoot: other, root: other)
            }
        }
    }

    @Test("no proof is made to a smaller tree")
    func shrinking() {
        #expect(throws: ProofError.shrinking(oldSize: 6, size: 5)) {
            try ConsistencyProof(oldSize: 6, size: 5) { _ in MerkleTree.emptyRoot }
        }
    }

    @Test(
        "a proof asks only for complete subtrees, at most two for each level",
        arguments: [1, 2, 3, 1000, 10_000_000, (1 << 63) - 1, 1 << 63, .max] as [UInt64])
    func asked(size: UInt64) throws {
        let levels = UInt64.bitWidth - (size - 1).leadingZeroBitCount
        for oldSize in [0, 1, size / 3, size / 2, size - 1, size] {
            var asked: [Subtree] = []
            let proof = try ConsistencyProof(oldSize: oldSize, size: size) { subtree in
                asked.append(subtree)
                return MerkleTree.emptyRoot
            }
            #expect(asked.allSatisfy { $0.leaves.upperBound <= size })
            #expect(asked.count <= 2 * levels)
            #expect(proof.path.count <= levels + 1)
        }
    }

    private func generated(_ oldSize: Int, _ size: Int, _ leaves: [TreeHash]) throws -> ConsistencyProof {
        try ConsistencyProof(oldSize: UInt64(oldSize), size: UInt64(size)) { try naiveRoot($0.slice(of: leaves)) }
    }

    /// SUBPROOF of RFC 6962, section 2.1.2, word for word.
    private func naivePath(_ oldSize: Int, _ leaves: ArraySlice<TreeHash>, isWhole: Bool) throws -> [TreeHash] {
        guard oldSize < leaves.count else { return isWhole ? [] : [try naiveRoot(leaves)] }
        var split = 1
        while 2 * split < leaves.count { split *= 2 }
        let (left, right) = (leaves.prefix(split), leaves.dropFirst(split))
        return oldSize <= split
            ? try naivePath(oldSize, left, isWhole: isWhole) + [naiveRoot(right)]
            : try naivePath(oldSize - split, right, isWhole: false) + [naiveRoot(left)]
    }
}
