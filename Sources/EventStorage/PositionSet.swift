package import ArchiveEvents

/// A set of positions as one bit each, in words of 256 for each run that has any: a quarter of a byte for each event of
/// the log at most, however the positions are scattered.
package struct PositionSet: Sendable, Equatable {
    private var runs: [UInt64: SIMD4<UInt64>] = [:]

    /// The empty set.
    package init() {}

    package var isEmpty: Bool { runs.isEmpty }

    /// How many positions it holds.
    package var count: UInt64 {
        runs.values.reduce(0) { sum, bits in
            sum + (0..<4).reduce(0) { $0 + UInt64(bits[$1].nonzeroBitCount) }
        }
    }

    package func contains(_ position: Position) -> Bool {
        let (run, bit) = Self.split(position.number)
        return runs[run].map { $0[bit / 64] & 1 << UInt64(bit % 64) != 0 } ?? false
    }

    package mutating func insert(_ position: Position) {
        let (run, bit) = Self.split(position.number)
        runs[run, default: .zero][bit / 64] |= 1 << UInt64(bit % 64)
    }

    /// Adds those positions of `range` that lie in one of `events`, which follow each other: a range that a file names may
    /// be longer than anything that can be held, and what there are of events is not.
    package mutating func insert(_ range: Range<Position>, of events: [Range<Position>]) {
        let first = events.partitioningIndex { $0.upperBound > range.lowerBound }
        for stretch in events[first...].prefix(while: { $0.lowerBound < range.upperBound }) {
            insert(range.clamped(to: stretch))
        }
    }

    private mutating func insert(_ range: Range<Position>) {
        var next = range.lowerBound.number
        let end = range.upperBound.number
        while next < end {
            let (run, bit) = Self.split(next)
            let count = min(end - next, Self.width - UInt64(bit))
            if count == Self.width {
                runs[run] = SIMD4(repeating: .max)
            } else {
                for position in next..<next + count { insert(Position(position)) }
            }
            next += count
        }
    }

    package mutating func formUnion(_ other: PositionSet) {
        for (run, bits) in other.runs { runs[run, default: .zero] |= bits }
    }

    /// The positions that `other` does not hold.
    package func subtracting(_ other: PositionSet) -> PositionSet {
        var rest = self
        for (run, bits) in runs {
            guard let taken = other.runs[run] else { continue }
            let left = bits & ~taken
            rest.runs[run] = left == .zero ? nil : left
        }
        return rest
    }

    /// Calls `visit` with each range of positions that follow each other, from the first one on.
    package func forEachRange(_ visit: (Range<Position>) throws -> Void) rethrows {
        var open: Range<UInt64>?
        for run in runs.keys.sorted() {
            guard let bits = runs[run] else { continue }
            for bit in 0..<Int(Self.width) where bits[bit / 64] & 1 << UInt64(bit % 64) != 0 {
                let position = run * Self.width + UInt64(bit)
                if let range = open, range.upperBound == position {
                    open = range.lowerBound..<position + 1
                } else {
                    if let open { try visit(Self.positions(open)) }
                    open = position..<position + 1
                }
            }
        }
        if let open { try visit(Self.positions(open)) }
    }

    private static func positions(_ range: Range<UInt64>) -> Range<Position> {
        Position(range.lowerBound)..<Position(range.upperBound)
    }

    private static func split(_ position: UInt64) -> (run: UInt64, bit: Int) {
        (position / width, Int(position % width))
    }

    /// Bits of an entry: the positions of a run.
    private static let width: UInt64 = 256
}

extension [Range<Position>] {
    /// Adds a range that begins where the last one ends, or behind it.
    package mutating func join(_ range: Range<Position>) {
        if let last, last.upperBound == range.lowerBound {
            self[count - 1] = last.lowerBound..<range.upperBound
        } else if !range.isEmpty {
            append(range)
        }
    }

    /// The first index from which on all ranges fulfil `condition`.
    fileprivate func partitioningIndex(_ condition: (Range<Position>) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
