/// Sorts whole numbers in linear time: byte by byte from the lowest, keeping order.
enum RadixSort {
    static func sort(_ keys: inout [UInt64]) {
        guard keys.count > smallest else { return keys.sort() }
        var spare = [UInt64](repeating: 0, count: keys.count)
        let highest = keys.reduce(0, |)
        var shift: UInt64 = 0
        while shift < 64, highest >> shift > 0 {
            distribute(keys, by: shift, into: &spare)
            swap(&keys, &spare)
            shift += bits
        }
    }

    private static func distribute(_ keys: [UInt64], by shift: UInt64, into sorted: inout [UInt64]) {
        var places = [Int](repeating: 0, count: 1 << Int(bits))
        for key in keys { places[Int(key >> shift & mask)] += 1 }
        var sum = 0
        for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
        for key in keys {
            let digit = Int(key >> shift & mask)
            sorted[places[digit]] = key
            places[digit] += 1
        }
    }

    private static let bits: UInt64 = 11
    private static let mask: UInt64 = 1 << bits - 1
    /// Below that a comparison sort is faster.
    private static let smallest = 256
}
