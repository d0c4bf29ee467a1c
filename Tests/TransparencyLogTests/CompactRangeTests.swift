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

    @Test("a subtree appended whole is the same as its leaves, for every start, height and size up to 64")
    func appendedSubtree() throws {
        let leaves = try TreeHash.leaves(64)
        for start in 0..<UInt64(64) {
            for end in start..<64 {
                for height in 0...6 where end % (1 << UInt64(height)) == 0 && end + (1 << UInt64(height)) <= 64 {
                    let (subtree, others) = (end..<end + (1 << UInt64(height)), try range(start..<end, leaves))
                    var (whole, single) = (others, others)
                    #expect(whole.isAligned(toHeight: height))
                    var (wholeReported, singleReported): ([Subtree: TreeHash], [Subtree: TreeHash]) = ([:], [:])
                    whole.append(try naiveRoot(slice(subtree, leaves)), height: height) { wholeReported[$0] = $1 }
                    for leaf in slice(subtree, leaves) { single.append(leaf) { singleReported[$0] = $1 } }
                    #expect(whole == single, "\(start)..<\(end), height \(height)")
                    #expect(wholeReported == singleReported.filter { $0.key.height >= height })
                }
            }
        }
    }

    @Test("only a multiple of its size is a place for a subtree")
    func aligned() throws {
        let leaves = try TreeHash.leaves(33)
        for end in 0...33 {
            let range = try range(0..<UInt64(end), leaves)
            for height in 0...7 {
                #expect(range.isAligned(toHeight: height) == (end % (1 << height) == 0), "\(end), height \(height)")
            }
        }
        #expect(!CompactRange().isAligned(toHeight: 64))
    }

    @Test("two ranges joined are the range over both, for every three borders up to 40")
    func merged() throws {
        let leaves = try TreeHash.leaves(40)
        for start in 0...UInt64(40) {
            for middle in start...40 {
                for end in middle...40 {
                    var joined = try range(start..<middle, leaves)
                    joined.merge(try range(middle..<end, leaves))
                    #expect(try joined == range(start..<end, leaves), "\(start), \(middle), \(end)")
                }
            }
        }
    }

    @Test("parts and their joins report each complete subtree once", arguments: [1, 7, 64, 100, 256, 300])
    func mergedReports(width: UInt64) throws {
        let leaves = try TreeHash.leaves(700)
        var (whole, wholeReported) = (CompactRange(), Set<Subtree>())
        for leaf in leaves { whole.append(leaf) { subtree, _ in wholeReported.insert(subtree) } }
        var (joined, reported) = (CompactRange(), [(Subtree, TreeHash)]())
        for start in stride(from: 0, to: UInt64(700), by: UInt64.Stride(width)) {
            var part = CompactRange(startingAt: start)
            for leaf in slice(start..<min(start + width, 700), leaves) {
                part.append(leaf) { reported.append(($0, $1)) }
            }
            joined.merge(part) { reported.append(($0, $1)) }
        }
        #expect(joined == whole)
        #expect(reported.count == wholeReported.count)
        #expect(Set(reported.map(\.0)) == wholeReported)
        for (subtree, hash) in reported where subtree.height >= 6 {
            #expect(try hash == naiveRoot(subtree.slice(of: leaves)))
        }
    }

    private func range(_ positions: Range<UInt64>, _ leaves: [TreeHash]) throws -> CompactRange {
        var range = CompactRange(startingAt: positions.lowerBound)
        for leaf in slice(positions, leaves) { range.append(leaf) }
        #expect(range.end == positions.upperBound)
        #expect(range.size == UInt64(positions.count))
        return range
    }

    private func slice(_ positions: Range<UInt64>, _ leaves: [TreeHash]) -> ArraySlice<TreeHash> {
        leaves[Int(positions.lowerBound)..<Int(positions.upperBound)]
    }
}
