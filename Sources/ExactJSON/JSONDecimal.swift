/// A number as its digits and a power of ten: exact, whatever its length.
///
/// `1`, `1.0`, `10e-1` have the same value; so have all zeros, `-0` among them.
public struct JSONDecimal: Hashable, Sendable {
    /// Whether it is below zero.
    public let isNegative: Bool
    /// Decimal digits (ASCII) without zeros at either end; empty for zero.
    public let digits: [UInt8]
    /// The power of ten that the digits, read as a whole number, are multiplied with.
    public let exponent: Int

    /// The value of a number in JSON's spelling; nil where the exponent passes what can be counted exactly, or is none.
    public init?(spelling: ArraySlice<UInt8>) {
        let negative = spelling.first == UInt8(ascii: "-")
        let unsigned = negative ? spelling.dropFirst() : spelling
        let parts = unsigned.split(maxSplits: 1) { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
        guard let mantissa = parts.first, let power = Self.exponent(parts.count > 1 ? parts[1] : []) else { return nil }
        let fraction = mantissa.firstIndex(of: UInt8(ascii: ".")).map { mantissa.endIndex - $0 - 1 } ?? 0
        let all = mantissa.filter { $0 != UInt8(ascii: ".") }.drop { $0 == UInt8(ascii: "0") }
        let trailing = all.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        digits = [UInt8](all.dropLast(trailing))
        isNegative = negative && !digits.isEmpty
        exponent = digits.isEmpty ? 0 : power - fraction + trailing
    }

    /// The value as a whole number of 64 bits, where it is one.
    public var integer: Int64? {
        guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
        let magnitude = String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: exponent)
        return Int64((isNegative ? "-" : "") + (digits.isEmpty ? "0" : magnitude))
    }

    /// The one spelling of the value.
    var canonicalSpelling: [UInt8] {
        guard !digits.isEmpty else { return [UInt8(ascii: "0")] }
        let sign = isNegative ? [UInt8(ascii: "-")] : []
        return sign + digits + (exponent == 0 ? [] : Array("e\(exponent)".utf8))
    }

    /// More digits than any count of bytes in memory needs would overflow the sums above.
    private static let exponentDigitLimit = 12

    private static func exponent(_ spelling: ArraySlice<UInt8>) -> Int? {
        guard !spelling.isEmpty else { return 0 }
        let digits = spelling.drop { !$0.isDigit }.drop { $0 == UInt8(ascii: "0") }
        guard digits.count <= exponentDigitLimit, digits.allSatisfy(\.isDigit) else { return nil }
        let magnitude = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return spelling.first == UInt8(ascii: "-") ? -magnitude : magnitude
    }
}
