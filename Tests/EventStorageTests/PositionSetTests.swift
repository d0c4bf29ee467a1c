import ArchiveEvents
import EventStorage
import TestSupport
import Testing

@Suite("A set of positions")
struct PositionSetTests {
    @Test(
        "holds, joins, subtracts and lists the same positions as a set of numbers", arguments: 0..<20 as Range<UInt64>)
    func likeASet(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var (sets, numbers) = ([PositionSet(), PositionSet()], [Set<UInt64>(), Set<UInt64>()])
        for _ in 0..<40 {
            let which = Int.random(in: 0...1, using: &generator)
            let first = UInt64.random(in: 0..<2000, using: &generator)
            let count = UInt64.random(in: 0...(Bool.random(using: &generator) ? 3 : 700), using: &generator)
            sets[which].insert(Position(first)..<Position(first + count), of: Self.all)
            numbers[which].formUnion(first..<first + count)
        }
        var joined = sets[0]
        joined.formUnion(sets[1])
        for (set, expected) in [
            (sets[0], numbers[0]), (joined, numbers[0].union(numbers[1])),
            (sets[0].subtracting(sets[1]), numbers[0].subtracting(numbers[1])),
            (sets[1].subtracting(joined), Set<UInt64>()),
        ] {
            #expect(Self.listed(set) == expected.sorted(), "seed \(seed)")
            #expect(set.count == UInt64(expected.count) && set.isEmpty == expected.isEmpty, "seed \(seed)")
            #expect((0..<3000 as Range<UInt64>).allSatisfy { set.contains(Position($0)) == expected.contains($0) })
        }
    }

    @Test("lists ranges that are as long as they can be")
    func ranges() {
        var set = PositionSet()
        for range in [3..<5, 5..<6, 250..<800, 1024..<1025] as [Range<UInt64>] {
            set.insert(Position(range.lowerBound)..<Position(range.upperBound), of: Self.all)
        }
        var found: [Range<UInt64>] = []
        set.forEachRange { found.append($0.lowerBound.number..<$0.upperBound.number) }
        #expect(found == [3..<6, 250..<800, 1024..<1025])
    }

    @Test("takes of a range what there is of events, however long the range is", arguments: 0..<20 as Range<UInt64>)
    func clipped(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var (events, numbers) = ([Range<Position>](), Set<UInt64>())
        var next: UInt64 = 0
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            let first = next + UInt64.random(in: 0...400, using: &generator)
            next = first + UInt64.random(in: 0...600, using: &generator)
            events.join(Position(first)..<Position(next))
            numbers.formUnion(first..<next)
        }
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }, "seed \(seed)")
        for _ in 0..<20 {
            let first = UInt64.random(in: 0...3000, using: &generator)
            let end = Bool.random(using: &generator) ? 1 << 63 : first + UInt64.random(in: 0...900, using: &generator)
            var set = PositionSet()
            set.insert(Position(first)..<Position(end), of: events)
            #expect(Self.listed(set) == numbers.filter { $0 >= first && $0 < end }.sorted(), "seed \(seed)")
        }
    }

    private static let all = [Position.first..<Position(10_000)]

    private static func listed(_ set: PositionSet) -> [UInt64] {
        var numbers: [UInt64] = []
        set.forEachRange { numbers += Array($0.lowerBound.number..<$0.upperBound.number) }
        return numbers
    }
}
