import ExactJSON
import TestSupport
import Testing

struct JSONDecimalTests {
    @Test(
        "a number is taken apart exactly",
        arguments: [
            ("0", false, "", 0, "zero has no digits"),
            ("-0.00e7", false, "", 0, "so has every spelling of it, and no sign"),
            ("120", false, "12", 1, "zeros at the end become the power"),
            ("-1.50", true, "15", -1, "zeros of the fraction go"),
            ("0.00120e2", false, "12", -2, "zeros in front go"),
            ("10203.0405e-3", false, "102030405", -7, "zeros inside stay"),
            ("1E+0005", false, "1", 5, "an exponent's sign and zeros"),
            ("1e400", false, "1", 400, "beyond a double"),
            ("123456789012345678901234567891", false, "123456789012345678901234567891", 0, "thirty digits"),
            ("1e999999999999", false, "1", 999_999_999_999, "the longest exponent"),
        ])
    func parts(spelling: String, negative: Bool, digits: String, exponent: Int, why: String) throws {
        let decimal = try #require(JSONDecimal(spelling: Array(spelling.utf8)[...]), "\(why)")
        #expect(decimal.isNegative == negative, "\(why)")
        #expect(text(decimal.digits) == digits, "\(why)")
        #expect(decimal.exponent == exponent, "\(why)")
    }

    @Test(
        "an exponent of thirteen digits or more has no exact value",
        arguments: ["1e1000000000000", "-1E-9999999999999", "0e99999999999999999999"])
    func absurdExponent(spelling: String) throws {
        #expect(JSONDecimal(spelling: Array(spelling.utf8)[...]) == nil)
        #expect(try JSONText(spelling).root.integer == nil)
    }

    @Test(
        "a whole number within 64 bits is an integer in every spelling",
        arguments: [
            ("0", 0, "zero"),
            ("-0", 0, "zero has no sign"),
            ("0e400", 0, "zero with any exponent"),
            ("12", 12, "plain"),
            ("12.0", 12, "with a fraction of zeros"),
            ("1.2e1", 12, "with an exponent"),
            ("1200e-2", 12, "with a negative exponent"),
            ("1e18", 1_000_000_000_000_000_000, "nineteen digits"),
            ("9223372036854775807", .max, "the largest"),
            ("9223372036854775807.0e0", .max, "the largest, spelled otherwise"),
            ("9.223372036854775807e18", .max, "the largest, as an exponent"),
            ("-9223372036854775808", .min, "the least"),
            ("9223372036854775808", nil, "one more than the largest"),
            ("-9223372036854775809", nil, "one less than the least"),
            ("9223372036854775807.5", nil, "between"),
            ("1e19", nil, "twenty digits"),
            ("1e999999999999", nil, "a trillion digits, not written out"),
            ("0.5", nil, "a fraction"),
            ("1e-1", nil, "a fraction by its exponent"),
            (#""12""#, nil, "a string"),
            ("true", nil, "a boolean"),
        ] as [(String, Int64?, String)])
    func integer(json: String, value: Int64?, why: String) throws {
        #expect(try JSONText(json).root.integer == value, "\(why)")
    }

    @Test(
        "every 64-bit integer survives its own spelling, a fraction of zeros, and an exponent",
        arguments: 0..<4 as Range<UInt64>)
    func integerProperty(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let value = Int64.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random)
            let zeros = Int.random(in: 1..<5, using: &random)
            let fraction = String(repeating: "0", count: zeros)
            let scaled = value == 0 ? "0.0e-\(zeros)" : "\(value)\(fraction)E-\(zeros)"
            for json in ["\(value)", "\(value).\(fraction)", scaled] {
                #expect(try JSONText(json).root.integer == value, "seed \(seed): \(json)")
            }
        }
    }
}
