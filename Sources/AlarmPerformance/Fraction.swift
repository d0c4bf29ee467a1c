import ExactJSON

/// A ratio of two whole numbers, exact.
struct Fraction: Hashable, CustomStringConvertible {
    let numerator: Int64
    let denominator: Int64

    init(_ numerator: Int64, _ denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The value of a number with few digits; nil of any other.
    init?(_ decimal: JSONDecimal) {
        guard !decimal.isNegative, decimal.digits.count <= 6, (-6...0).contains(decimal.exponent) else { return nil }
        let digits = Int64(String(decoding: decimal.digits, as: UTF8.self)) ?? 0
        self.init(digits, (0..<(-decimal.exponent)).reduce(1) { power, _ in power * 10 })
    }

    var description: String { (Double(numerator) / Double(denominator)).plain }
}

/// A sum of reciprocals of whole numbers, which can be compared exactly.
///
/// Sums of floating point numbers drift: twenty times 0.05 need not be 1. Here a sum in fixed point says how much it may be
/// off; only where that does not decide, the fractions are added with all their digits.
struct ReciprocalSum {
    private let terms: [Int64]
    private var fixed: UInt64 = 0

    /// The sum of 1/t; every term is at least 1000.
    init(_ terms: [Int64]) {
        self.terms = terms
        for term in terms { fixed += Self.one / UInt64(term) }
    }

    /// Whether it is at least `fraction` × `factor`, both small.
    func isAtLeast(_ fraction: Fraction, times factor: Int64) -> Bool {
        // Each term was rounded down by less than one unit.
        let wanted = Double(fraction.numerator) / Double(fraction.denominator) * Double(factor) * Double(Self.one)
        let slack = Double(terms.count) + wanted * 1e-12 + 1
        if Double(fixed) >= wanted + slack { return true }
        if Double(fixed) + slack < wanted { return false }
        return isExactlyAtLeast(fraction, factor)
    }

    private func isExactlyAtLeast(_ fraction: Fraction, _ factor: Int64) -> Bool {
        var counts: [Int64: UInt64] = [:]
        for term in terms { counts[term, default: 0] += 1 }
        var (numerator, denominator) = (Digits(0), Digits(1))
        for (term, count) in counts {
            numerator = numerator.multiplied(by: UInt64(term)).adding(denominator.multiplied(by: count))
            denominator = denominator.multiplied(by: UInt64(term))
        }
        let left = numerator.multiplied(by: UInt64(fraction.denominator))
        let right = denominator.multiplied(by: UInt64(fraction.numerator)).multiplied(by: UInt64(factor))
        return !(left < right)
    }

    /// With terms of 1000 and more, a thousand million of them fit.
    private static let one: UInt64 = 1 << 44
}

/// A whole number of any size, as far as adding up fractions needs one.
private struct Digits: Comparable {
    /// The lowest first; none is zero at the end.
    private var limbs: [UInt64]

    init(_ value: UInt64) {
        limbs = value == 0 ? [] : [value]
    }

    func multiplied(by factor: UInt64) -> Digits {
        guard factor > 0 else { return Digits(0) }
        var product = self
        var carry: UInt64 = 0
        for index in limbs.indices {
            let (high, low) = limbs[index].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            product.limbs[index] = sum
            carry = high + (overflow ? 1 : 0)
        }
        if carry > 0 { product.limbs.append(carry) }
        return product
    }

    func adding(_ other: Digits) -> Digits {
        var sum = limbs.count < other.limbs.count ? other : self
        let added = limbs.count < other.limbs.count ? self : other
        var carry: UInt64 = 0
        for index in sum.limbs.indices {
            let (first, one) = sum.limbs[index].addingReportingOverflow(
                index < added.limbs.count ? added.limbs[index] : 0)
            let (second, two) = first.addingReportingOverflow(carry)
            sum.limbs[index] = second
            carry = one || two ? 1 : 0
        }
        if carry > 0 { sum.limbs.append(carry) }
        return sum
    }

    static func < (one: Digits, other: Digits) -> Bool {
        guard one.limbs.count == other.limbs.count else { return one.limbs.count < other.limbs.count }
        return one.limbs.reversed().lexicographicallyPrecedes(other.limbs.reversed())
    }
}
