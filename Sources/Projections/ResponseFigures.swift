/// Percentiles by nearest rank: of n values the p-th is the smallest that at least n * p / 100 of them do not pass.
package struct ResponseFigures: Sendable, Hashable {
    package let median: Int64
    package let p90: Int64
    package let p95: Int64
    package let max: Int64

    /// Of values in no order; nil where there are none.
    package init?(_ values: [Int64]) {
        guard !values.isEmpty else { return nil }
        let ranks = [95, 90, 50].map { (values.count * $0 + 99) / 100 - 1 }
        max = values.max() ?? 0
        var values = values
        let found = values.withUnsafeMutableBufferPointer { values in
            // From the highest on, each among what is left below the one before.
            var rest = values
            return ranks.map { rank in
                let value = Selection.value(at: rank, of: rest)
                rest = UnsafeMutableBufferPointer(rebasing: rest[...rank])
                return value
            }
        }
        (p95, p90, median) = (found[0], found[1], found[2])
    }
}

/// Hoare's selection of the value that would stand at a place if all were sorted.
enum Selection {
    /// Afterwards no value before the place is larger, and none behind it is smaller.
    static func value(at place: Int, of values: UnsafeMutableBufferPointer<Int64>) -> Int64 {
        var (low, high) = (0, values.count - 1)
        // Each step halves what is left, more or less; where it does not, sorting bounds the time.
        var steps = 0
        while low < high {
            steps += 1
            guard steps < 64 else {
                var rest = UnsafeMutableBufferPointer(rebasing: values[low...high])
                rest.sort()
                break
            }
            let (left, right) = partition(values, low, high)
            if place <= left { high = left } else if place >= right { low = right } else { break }
        }
        return values[place]
    }

    /// Parts values between two places by the middle one of three: those up to `left` are no larger, those from `right` on
    /// no smaller, those between equal to it.
    private static func partition(
        _ values: UnsafeMutableBufferPointer<Int64>, _ low: Int, _ high: Int
    ) -> (left: Int, right: Int) {
        let (first, middle, last) = (values[low], values[low + (high - low) / 2], values[high])
        let pivot = max(min(first, middle), min(max(first, middle), last))
        var (up, down) = (low, high)
        while up <= down {
            while values[up] < pivot { up += 1 }
            while values[down] > pivot { down -= 1 }
            guard up <= down else { break }
            values.swapAt(up, down)
            up += 1
            down -= 1
        }
        return (down, up)
    }
}
