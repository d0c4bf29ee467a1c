import Testing
import TransparencyLog

struct SubtreeTests {
    @Test("the cover of a range lies side by side, and no two of its subtrees make a larger one, up to 64")
    func cover() {
        for start in UInt64(0)...64 {
            for end in start...64 {
                let cover = Subtree.covering(start..<end)
                #expect(cover.flatMap { Array($0.leaves) } == Array(start..<end))
                for (left, right) in zip(cover, cover.dropFirst()) {
                    let isPair = left.height == right.height && left.index & 1 == 0
                    #expect(!isPair, "\(start)..<\(end)")
                }
            }
        }
    }

    @Test(
        "ranges at the edges of what 64 bits hold are covered",
        arguments: [
            (0..<0, [], "nothing"),
            (7..<7, [], "nothing, elsewhere"),
            (0..<(1 << 63), [Subtree(height: 63, index: 0)], "the largest subtree"),
            (
                (1 << 63) - 1..<(1 << 63) + 1,
                [.init(height: 0, index: (1 << 63) - 1), .init(height: 0, index: 1 << 63)], "both sides of it"
            ),
            (.max - 1 ..< .max, [Subtree(height: 0, index: .max - 1)], "the last leaf"),
        ] as [(Range<UInt64>, [Subtree], String)])
    func edges(range: Range<UInt64>, expected: [Subtree], why: String) {
        #expect(Subtree.covering(range) == expected, "\(why)")
    }

    @Test("the longest cover has two subtrees of each height but the highest")
    func longest() {
        #expect(Subtree.covering(1 ..< .max).count == 126)
    }
}
