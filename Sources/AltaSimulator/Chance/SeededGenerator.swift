/// SplitMix64 (Steele, Lea and Flood, 2014): the only source of chance in the simulated world.
///
/// Of our own, and without floating point, so that a seed gives the same world on every machine and toolchain.
struct SeededGenerator: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// 64 evenly distributed bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A generator of its own for one happening: what that happening draws does not shift the draws of the others.
    mutating func fork() -> SeededGenerator { SeededGenerator(seed: next()) }

    /// A number in `range`, evenly.
    mutating func number(in range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(range.upperBound - range.lowerBound) + 1
        return range.lowerBound + Int64(next().multipliedFullWidth(by: width).high)
    }

    /// An index below `count`, evenly.
    mutating func index(below count: Int) -> Int { Int(number(in: 0...Int64(count - 1))) }

    /// True in `percent` of 100 cases.
    mutating func happens(_ percent: Int64) -> Bool { number(in: 0...99) < percent }

    /// One of `elements`, evenly. `elements` is not empty.
    mutating func element<Element>(of elements: [Element]) -> Element { elements[index(below: elements.count)] }

    /// A number in `range` whose order of magnitude is even: the span from one minute to one hour is as likely as that
    /// from one hour to sixty. `range` begins above zero.
    mutating func magnitude(in range: ClosedRange<Int64>) -> Int64 {
        var doublings: Int64 = 0
        while range.lowerBound << doublings < range.upperBound { doublings += 1 }
        let base = range.lowerBound << number(in: 0...max(0, doublings - 1))
        return number(in: base...min(range.upperBound, base * 2))
    }
}
