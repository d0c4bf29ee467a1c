import ExactJSON
import TestSupport
import Testing

struct JSONElementComparableTests {
    @Test(
        "spellings of the same content have the same comparable form",
        arguments: [
            (
                #"{"a":1,"b":[2,{"c":3,"d":4}]}"#, [#"{ "b" : [2, {"d":4,"c":3}],"a":1}"#],
                "member order and white space"
            ),
            ("\"A/é😀\"", [#""\u0041\/\u00e9\ud83d\ude00""#, #""A\/\u00E9\uD83D\uDE00""#], "escapes that need not be"),
            (#""\u0022\u005c\u000a\u001f""#, [#""\"\\\n\u001F""#, #""\"\\\u000A\u001f""#], "escapes that must be"),
            (#"{"\/":1}"#, [#"{"/":1}"#, #"{"\u002f":1}"#], "names, too"),
            (#"{"aa":1,"b":2}"#, [#"{"\u0062":2,"aa":1}"#], "names are sorted as decoded"),
            ("1", ["1.0", "10e-1", "0.1E1", "1e0", "1e-0", "0.001e3", "1.000"], "a whole number"),
            ("0", ["-0", "0.0", "-0.0e5", "0e400", "0E-400"], "zero"),
            ("-12.5", ["-1.25e1", "-125e-1", "-12.50"], "a negative fraction"),
            ("1e400", ["10e399", "0.1e401", "1E+400"], "beyond a double"),
            ("123456789012345678901234567890", ["1.2345678901234567890123456789e29"], "thirty digits"),
            ("1e-999999999999", ["1E-0999999999999"], "the longest exponent"),
            (#""\ud800""#, [#""\uD800""#], "half a surrogate pair"),
        ])
    func same(one: String, others: [String], why: String) throws {
        for other in others { #expect(try comparable(other) == comparable(one), "\(why): \(other)") }
    }

    @Test(
        "different content has different comparable forms",
        arguments: [
            ("1", "2", "numbers"),
            ("1", "-1", "signs"),
            ("1", "10", "powers of ten"),
            ("1", #""1""#, "a number and its text"),
            ("true", #""true""#, "a boolean and its text"),
            ("null", "false", "literals"),
            ("{}", "[]", "empty containers"),
            (#"{"a":null}"#, "{}", "a null and nothing"),
            ("[1,2]", "[2,1]", "the order of elements"),
            (#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#, "the order of duplicates"),
            (#"{"a":1,"a":1}"#, #"{"a":1}"#, "a duplicate and none"),
            (#"{"a":1,"\u0061":2}"#, #"{"a":2,"\u0061":1}"#, "the order of duplicates in two spellings"),
            (#""a b""#, #""ab""#, "white space in a string"),
            (#""\\n""#, #""\n""#, "an escaped backslash and an escape"),
            ("\"\u{E9}\"", "\"e\u{301}\"", "the same letter in other characters"),
            (#""\ud800""#, "\"\u{FFFD}\"", "half a pair and the replacement character"),
            (#""\ud800""#, #""\ud801""#, "two halves"),
            (#""\udc00""#, #""\udc00\udc00""#, "a low half once and twice"),
            (#""\ud800""#, #""\ud800\ud800""#, "a high half once and twice"),
            (#""\ud800""#, #""\\ud800""#, "half a pair and its text"),
            ("1e400", "1e401", "numbers beyond a double"),
            ("123456789012345678901234567890", "123456789012345678901234567891", "the last of thirty digits"),
            ("0.1", "0.1000000000000000055511151231257827", "decimals that share a double"),
            ("9007199254740993", "9007199254740992", "whole numbers that share a double"),
            (#"["a","b"]"#, #"["a\",\"b"]"#, "quotes inside"),
        ])
    func different(one: String, other: String, why: String) throws {
        #expect(try comparable(one) != comparable(other), "\(why)")
    }

    @Test(
        "the form itself is settled",
        arguments: [
            (
                #"{"b":[1.50,true,null],"a":{}}"#, #"{"a":{},"b":[15e-1,true,null]}"#,
                "sorted, a number as digits and power"
            ),
            ("-0.0", "0", "zero"),
            ("1200", "12e2", "zeros at the end"),
            (#"{"b":1,"a":2,"b":3,"a":4}"#, #"{"a":2,"a":4,"b":1,"b":3}"#, "duplicates keep their order"),
            (#""\b\u007f\/\ud83d\ude00\uDC00""#, "\"\\u0008\u{7F}/😀\\udc00\"", "only what must be escaped is"),
            ("1E1000000000000", "1E1000000000000", "an absurd exponent stays as spelled"),
            ("-10.0e-9999999999999", "-10.0e-9999999999999", "an absurd exponent, negative"),
        ])
    func form(json: String, expected: String, why: String) throws {
        #expect(try comparable(json) == Array(expected.utf8), "\(why)")
    }

    @Test("the form of the form is itself", arguments: 0..<8 as Range<UInt64>)
    func idempotent(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let json = text(JSONSpelling.any(.random(using: &random), using: &random))
            let once = try comparable(json)
            #expect(try comparable(text(once)) == once, "seed \(seed): \(json)")
        }
    }

    @Test("two random spellings of one random value have one form", arguments: 0..<8 as Range<UInt64>)
    func spellings(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = JSONValue.random(using: &random)
            let one = text(JSONSpelling.any(value, using: &random))
            #expect(try comparable(one) == comparable(text(value.bytes)), "seed \(seed): \(one)")
        }
    }
}
