/// Places numbers on an axis.
struct LinearScale {
    /// The numbers at both ends of the axis.
    let domain: ClosedRange<Double>
    /// Where the axis begins and ends, in the picture's units; it may run backwards.
    let from: Double
    let to: Double

    func callAsFunction(_ value: Double) -> Double {
        let length = domain.upperBound - domain.lowerBound
        return length > 0 ? from + (value - domain.lowerBound) / length * (to - from) : from
    }

    /// From 0 to the round number that is not below `maximum`.
    static func counts(upTo maximum: Int, from: Double, to: Double) -> LinearScale {
        let step = niceStep(Double(max(maximum, 1)) / Double(ticks))
        let top = (Double(max(maximum, 1)) / step).rounded(.up) * step
        return LinearScale(domain: 0...top, from: from, to: to)
    }

    /// Round numbers along an axis that begins at 0: about five of them.
    var ticks: [Int] {
        let step = Self.niceStep(domain.upperBound / Double(Self.ticks))
        return stride(from: 0, through: domain.upperBound, by: step).map { Int($0) }
    }

    private static let ticks = 5

    /// The smallest of 1, 2, 5, 10, 20, 50 ... that is not below `step`.
    static func niceStep(_ step: Double) -> Double {
        var power = 1.0
        while power * 10 <= step { power *= 10 }
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= step } ?? power * 10
    }
}

/// Divides an axis into bands of one width.
struct BandScale {
    let count: Int
    let from: Double
    let to: Double
    /// The part of a band that stays empty.
    var padding = 0.15

    var step: Double { (to - from) / Double(max(count, 1)) }

    /// Where a band's mark begins, and how wide it is.
    func callAsFunction(_ index: Int) -> (start: Double, width: Double) {
        (start(index) + step * padding / 2, step * (1 - padding))
    }

    /// Where a band begins.
    func start(_ index: Int) -> Double { from + step * Double(index) }

    func middle(_ index: Int) -> Double { start(index) + step / 2 }
}
