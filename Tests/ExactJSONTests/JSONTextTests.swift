import ExactJSON
import Testing

struct JSONTextTests {
    @Test(
        "an element's bytes are those that were served",
        arguments: [
            ("1.0", "a number keeps its spelling"),
            ("-0", "the sign of a zero"),
            ("1E+2", "an exponent's case and sign"),
            ("100000000000000000000000000000.000", "more digits than a double holds"),
            (#""\u0041\/\ud83d\ude00""#, "escapes that need not be"),
            (#""\ud800 \udc00""#, "halves of a surrogate pair"),
            (#"{"b":1,"a":2,"b":3}"#, "order and duplicates of members"),
            ("[ 1 ,\n{ } ]", "white space inside"),
            ("\"e\u{301}\u{E9}\"", "characters are not normalised"),
        ])
    func exactBytes(json: String, why: String) throws {
        for (before, after) in [("", ""), (" [", " ]"), (#"{"x": "#, "}"), ("\u{FEFF}\n", "\n")] {
            let root = try JSONText(before + json + after).root
            let element =
                switch root.kind {
                case .array where before == " [": try #require(root.elements.first { _ in true })
                case .object where before.hasPrefix("{"): try #require(root["x"])
                default: root
                }
            #expect(element.bytes.elementsEqual(json.utf8), "\(why)")
            #expect(element.range.lowerBound == before.utf8.count)
        }
    }

    @Test("all members are found at every depth, outer objects first, duplicates included")
    func allMembers() throws {
        let found = try JSONText(#"[{"a":{"b":1,"b":[{"c":2}]}},{},{"d":"e"}]"#).allMembers
        #expect(found.map { $0.name.string } == ["a", "b", "b", "c", "d"])
        #expect(found.map { text($0.value.bytes) } == [#"{"b":1,"b":[{"c":2}]}"#, "1", #"[{"c":2}]"#, "2", #""e""#])
    }

    @Test("all string values are found in the order of the text, names left out")
    func allStringValues() throws {
        let found = try JSONText(#"["a",{"b":"c","d":["e",{"f":"\u0067"}]},1,"h"]"#).allStringValues
        #expect(found.map { $0.string } == ["a", "c", "e", "g", "h"])
        #expect(try JSONText(#""alone""#).allStringValues.map { $0.string } == ["alone"])
    }
}
