import ExactJSON
import Testing

struct JSONElementTests {
    @Test(
        "the compact form drops white space outside strings and nothing else",
        arguments: [
            ("[ 1 , 2 ]", "[1,2]", "between elements"),
            (
                "\t{\r\n\"a\" :\n1.0 , \"a\": -0 }\n", #"{"a":1.0,"a":-0}"#,
                "all four kinds; duplicates and spelling stay"
            ),
            ("{ \"a b\" : \" c\" }", #"{"a b":" c"}"#, "inside strings it stays"),
            (#"[ "\" , " , 1 ]"#, #"["\" , ",1]"#, "behind an escaped quote the string goes on"),
            (#"[ "\\" , 1 ]"#, #"["\\",1]"#, "behind an escaped backslash it ends"),
            (#"[ "\\\" , " ]"#, #"["\\\" , "]"#, "three backslashes escape the quote"),
            (#"[ "\u0020" ]"#, #"["\u0020"]"#, "an escaped space stays escaped"),
            (#"{"b":1,"a":[]}"#, #"{"b":1,"a":[]}"#, "nothing to drop"),
            (" 1 ", "1", "around a scalar"),
            (" \" \" ", "\" \"", "a string of white space"),
            ("\u{FEFF}[ 1 ]", "[1]", "a byte order mark is not part of the value"),
            ("[ \"\u{A0}\u{2003}\" ]", "[\"\u{A0}\u{2003}\"]", "other spaces are characters"),
        ])
    func compactBytes(json: String, compact: String, why: String) throws {
        #expect(text(try JSONText(json).root.compactBytes) == compact, "\(why)")
    }

    @Test("an element inside has its own compact form")
    func innerCompactBytes() throws {
        let root = try JSONText(#"{ "a" : [ 1 , "b c" ] , "d" : 2 }"#).root
        #expect(try text(#require(root["a"]).compactBytes) == #"[1,"b c"]"#)
        #expect(try text(#require(root["d"]).compactBytes) == "2")
    }

    @Test("elements and members keep their order, and a name is no element")
    func contents() throws {
        let root = try JSONText(#"[[1,[2,3]],{"a":[4],"b":5},"six"]"#).root
        #expect(root.elements.map { text($0.bytes) } == ["[1,[2,3]]", #"{"a":[4],"b":5}"#, #""six""#])
        let object = try #require(root.elements.first { $0.kind == .object })
        #expect(object.members.map { $0.name.string } == ["a", "b"])
        #expect(object.members.map { text($0.value.bytes) } == ["[4]", "5"])
    }

    @Test("only an array has elements, only an object members", arguments: ["1", #""a""#, "null", "{}", "[]"])
    func noContents(json: String) throws {
        let root = try JSONText(json).root
        #expect(root.elements.map { $0.range }.isEmpty)
        #expect(root.members.isEmpty)
        #expect(root["a"] == nil)
    }

    @Test("the elements of an object and the members of an array are none")
    func wrongContainer() throws {
        #expect(try JSONText(#"{"a":1}"#).root.elements.map { $0.range }.isEmpty)
        #expect(try JSONText(#"["a",1]"#).root.members.isEmpty)
        #expect(try JSONText(#"["a",1]"#).root["a"] == nil)
    }

    @Test(
        "a member is found by its decoded name, the last one where it stands twice",
        arguments: [
            (#"{"a":1}"#, "a", "1", "a plain name"),
            (#"{"a":1,"b":2,"a":3}"#, "a", "3", "the last duplicate"),
            (#"{"a":1,"\u0061":2}"#, "a", "2", "a duplicate in another spelling"),
            (#"{"\u0061":1,"a":2}"#, "a", "2", "a duplicate in another spelling, before"),
            (#"{"\/":1}"#, "/", "1", "an escape that need not be"),
            (#"{"\ud83d\ude00":1}"#, "😀", "1", "an escaped pair"),
            (#"{"":1}"#, "", "1", "an empty name"),
            (#"{"b":{"a":1}}"#, "a", nil, "a deeper one is not meant"),
            (#"{"b":"a"}"#, "a", nil, "a value is no name"),
            (#"{"A":1}"#, "a", nil, "case counts"),
            (#"{"\ud800":1}"#, "\u{FFFD}", nil, "half a pair is no character"),
            ("{\"e\u{301}\":1}", "\u{E9}", nil, "the same letter in other characters"),
            (#"{"e\u0301":1}"#, "\u{E9}", nil, "the same, escaped"),
        ])
    func member(json: String, name: String, value: String?, why: String) throws {
        #expect(try JSONText(json).root[name].map { text($0.bytes) } == value, "\(why)")
    }

    @Test(
        "a string is decoded; nil where it holds half a surrogate pair",
        arguments: [
            (#""""#, "", "an empty one"),
            (#""a é😀""#, "a é😀", "no escape"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t", "every short escape"),
            (#""\u0041\u00e9\u00E9\u20AC\u0000""#, "Aéé€\0", "hexadecimal in both cases"),
            (#""x\ud83d\ude00y""#, "x😀y", "a pair"),
            (#""\ud800\udc00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}", "the first and the last pair"),
            (#""\\ud800""#, #"\ud800"#, "a backslash, then letters"),
            (#""\uFFFD""#, "\u{FFFD}", "the replacement character, as written"),
            (#""\ud83d""#, nil, "a high half alone"),
            (#""\ude00""#, nil, "a low half alone"),
            (#""\ude00\ud83d""#, nil, "halves in the wrong order"),
            (#""\ud83dx\ude00""#, nil, "halves apart"),
            (#""\ud83d\n\ude00""#, nil, "halves with another escape between"),
            (#""\ud83d\ud83d\ude00""#, nil, "a half before a pair"),
            (#""\ud83d\u0041""#, nil, "a half before another character"),
            ("12", nil, "not a string"),
        ])
    func string(json: String, decoded: String?, why: String) throws {
        // Bytes, for `==` on strings would take an accented letter and its parts for the same.
        #expect(try JSONText(json).root.string.map { Array($0.utf8) } == decoded.map { Array($0.utf8) }, "\(why)")
    }

    @Test(
        "a boolean has its value, anything else none",
        arguments: [("true", true), ("false", false), ("1", nil), (#""true""#, nil)])
    func bool(json: String, value: Bool?) throws {
        #expect(try JSONText(json).root.bool == value)
    }
}
