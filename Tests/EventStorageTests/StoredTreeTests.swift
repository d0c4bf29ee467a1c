import ArchiveEvents
import EventStorage
import TestSupport
import Testing
import TransparencyLog

@Suite("The stored tree")
struct StoredTreeTests {
    @Test("gives the hash of every complete subtree, below a tile's height and above")
    func subtrees() async throws {
        let log = try await filledLog(events: 1100)
        try log.readOnlyStore().read { stored in
            let tree = StoredTree(stored)
            var leaves: [TreeHash] = []
            for run in UInt64(0)..<4 { leaves += try tree.leaves(run * 256..<(run + 1) * 256) }
            for height in 0...10 {
                let last = UInt64(1024) >> UInt64(height) - 1
                for index in Set([0, last / 2, last]) {
                    let subtree = Subtree(height: height, index: index)
                    let places = Int(subtree.leaves.lowerBound)..<Int(subtree.leaves.upperBound)
                    #expect(try tree.hash(of: subtree) == root(of: leaves[places]), "height \(height), index \(index)")
                }
            }
        }
    }

    @Test(
        "gives a proof for every event, in trees that end within a run and at its border",
        arguments: [1, 2, 255, 256, 257, 511, 513, 600] as [UInt64])
    func proofs(size: UInt64) async throws {
        let log = try await filledLog(events: 600)
        try log.readOnlyStore().read { stored in
            let tree = StoredTree(stored)
            let root = try tree.range(ofSize: size).root
            let first = Set([0, 1, 254, 255, 256, 510, 511, 512, size / 2, size - 1]).filter { $0 < size }
            for index in first.sorted() {
                let proof = try tree.inclusionProof(of: Position(index), inTreeOfSize: size)
                let leaf = try #require(try tree.leaves(index..<index + 1).first)
                #expect(throws: Never.self, "event \(index)") { try proof.verify(leaf: leaf, root: root) }
            }
        }
    }

    @Test("has no proof for an event beyond the tree")
    func beyond() async throws {
        let log = try await filledLog(events: 10)
        #expect(throws: ProofError.indexBeyondSize(index: 11, size: 11)) {
            try log.readOnlyStore().read { try StoredTree($0).inclusionProof(of: Position(11), inTreeOfSize: 11) }
        }
    }

    /// Sealed blocks and frames, commits that end within runs.
    private func filledLog(events: Int) async throws -> TestLog {
        let log = try TestLog()
        let writer = try await log.create()
        for start in stride(from: 0, to: events, by: 70) {
            let batch = (start..<min(start + 70, events)).map { NewEvent.sample("s\($0 % 5)", $0, size: 300) }
            _ = try await writer.append(batch, at: .testStart)
            if start < events / 2 { try await writer.sealFullBlocks() }
        }
        try await writer.close()
        return log
    }

    private func root(of leaves: ArraySlice<TreeHash>) -> TreeHash {
        var range = CompactRange()
        for leaf in leaves { range.append(leaf) }
        return range.root
    }
}
