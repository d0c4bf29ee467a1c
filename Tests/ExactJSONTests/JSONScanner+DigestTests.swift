import ExactJSON
import TestSupport
import Testing

@Suite("The digest of a value's content")
struct JSONScannerDigestTests {
    private static func digest(_ json: some Sequence<UInt8>) -> UInt64 {
        Array(json).withUnsafeBytes { JSONScanner.contentDigest(of: $0) }
    }

    @Test("is the same where the comparable forms are the same, and only there", arguments: 0..<8 as Range<UInt64>)
    func sameAsComparable(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var digests: [[UInt8]: UInt64] = [:]
        var forms: [UInt64: [UInt8]] = [:]
        for _ in 0..<1000 {
            let value = JSONValue.random(using: &random)
            for spelled in [JSONSpelling.any(value, using: &random), JSONSpelling.any(value, using: &random)] {
                let form = try JSONText(spelled).root.comparableBytes
                let digest = Self.digest(spelled)
                #expect(digests[form, default: digest] == digest, "seed \(seed): \(text(spelled))")
                #expect(forms[digest, default: form] == form, "seed \(seed): \(text(spelled))")
                digests[form] = digest
                forms[digest] = form
            }
        }
        #expect(digests.count > 300, "seed \(seed): too few different values to mean anything")
    }

    @Test(
        "does not tell spellings apart",
        arguments: [
            [#"{"a":1,"b":[2,{"c":3,"d":4}]}"#, #"{ "b" : [2, {"d":4,"c":3}],"a":1}"#],
            [#"{"\/":1,"aa":2}"#, #"{"aa":2.0,"/":10e-1}"#, #"{"\u002f":1,"\u0061a":0.2E1}"#],
            ["\"A/é😀\"", #""\u0041\/\u00e9\ud83d\ude00""#, #" "A\/\u00E9\uD83D\uDE00" "#],
            [#""\u0022\u005c\u000a\u001f""#, #""\"\\\n\u001F""#], [#""\ud800""#, #""\uD800""#],
            ["1", "1.0", "10e-1", "0.1E1", "1e0", "0.001e3", "1.000"], ["0", "-0", "0.0", "-0.0e5", "0e400", "0E-400"],
            ["100", "1e2", "1.00e2", "0.1e3", "100.0"], ["7", "7.0"], ["10", "1E1"],
            ["1234567890123456789012345678901234567000", "1.234567890123456789012345678901234567e39"],
            ["-12.5", "-1.25e1", "-125e-1", "-12.50"], ["1e400", "10e399", "0.1e401", "1E+400"],
            ["123456789012345678901234567890", "1.2345678901234567890123456789e29"],
            [#"{"a":1,"b":0,"a":2}"#, #"{"b":0,"a":1,"a":2}"#, #"{"a":1,"\u0061":2,"b":0}"#], ["[ ]", "[]"],
            ["{ }", "{}"],
            [#"{"a":[]}"#, " {\n\"a\"\t: [\r] } "],
        ])
    func spellings(json: [String]) throws {
        for other in json {
            #expect(try comparable(other) == comparable(json[0]), "\(other)")
            #expect(Self.digest(other.utf8) == Self.digest(json[0].utf8), "\(other)")
        }
    }

    @Test(
        "tells contents apart",
        arguments: [
            ("1", "2"), ("1", "-1"), ("1", "10"), ("1", #""1""#), ("true", #""true""#), ("null", "false"), ("{}", "[]"),
            (#"{"a":null}"#, "{}"), ("[1,2]", "[2,1]"), (#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#),
            (#"{"a":1,"a":1}"#, #"{"a":1}"#), (#"{"a":1,"b":2}"#, #"{"a":2,"b":1}"#), ("[[],1]", "[[1]]"),
            (#"{"a":1,"\u0061":2}"#, #"{"a":2,"\u0061":1}"#), (#""a b""#, #""ab""#), (#""\\n""#, #""\n""#),
            ("\"\u{E9}\"", "\"e\u{301}\""), (#""\ud800""#, #""\ud801""#), (#""\ud800""#, #""\\ud800""#),
            ("9007199254740993", "9007199254740992"), ("1e400", "1e401"), (#"["a","b"]"#, #"["a\",\"b"]"#),
            ("[null]", "[]"),
            (#""""#, "[]"), (#"{"a":{"b":1}}"#, #"{"b":{"a":1}}"#), (#""abcdefgh""#, #""abcdefgh\u0000""#),
            ("1E1000000000000", "1E1000000000001"), (#"[{"a":1},{"b":2}]"#, #"[{"a":1,"b":2}]"#),
        ])
    func contents(one: String, other: String) throws {
        #expect(try comparable(one) != comparable(other))
        #expect(Self.digest(one.utf8) != Self.digest(other.utf8))
    }

    @Test("of an object of hundreds of members does not depend on their order, and does on each of them")
    func manyMembers() {
        var random = SeededGenerator(seed: 7)
        let members = (0..<600).map { (name: "m\($0)", value: "\($0 % 7)") }
        func spelled(_ members: [(name: String, value: String)]) -> [UInt8] {
            Array("{\(members.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ","))}".utf8)
        }
        let digest = Self.digest(spelled(members))
        #expect(Self.digest(spelled(members.shuffled(using: &random))) == digest)
        for place in [0, 255, 256, 599] {
            var changed = members
            changed[place].value = "8"
            #expect(Self.digest(spelled(changed)) != digest, "member \(place)")
        }
        #expect(Self.digest(spelled(members.dropLast())) != digest)
    }
}
