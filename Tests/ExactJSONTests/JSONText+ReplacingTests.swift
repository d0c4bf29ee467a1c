import ExactJSON
import Testing

struct JSONTextReplacingTests {
    /// Replaces the elements whose bytes are keys of `changes`.
    private func replace(in json: String, _ changes: [String: String]) throws -> String {
        let json = try JSONText(json)
        let elements = json.allMembers.flatMap { [$0.name, $0.value] } + json.allStringValues + [json.root]
        let replacements = elements.compactMap { element in
            changes[text(element.bytes)].map { (range: element.range, with: Array($0.utf8)) }
        }
        return text(try json.compactBytes(replacing: replacements))
    }

    @Test(
        "elements are replaced and all other bytes stay",
        arguments: [
            (#"{"a":1.0,"b":"\u0041"}"#, [:], #"{"a":1.0,"b":"\u0041"}"#, "nothing to replace"),
            (#"{"a":1.0,"b":2}"#, ["2": "null"], #"{"a":1.0,"b":null}"#, "a value; the spelling around it stays"),
            (#"{"a":1,"a":2}"#, ["1": "3", "2": "4"], #"{"a":3,"a":4}"#, "several, shorter or longer"),
            (#"["x","y","x"]"#, [#""x""#: #""longer""#], #"["longer","y","longer"]"#, "every occurrence"),
            (#"{"a":1}"#, [#""a""#: #""b""#], #"{"b":1}"#, "a name"),
            (
                #"{"a":[1,{"b":2}]}"#, [#"[1,{"b":2}]"#: "0", "2": "9"], #"{"a":0}"#,
                "one inside another is gone with it"
            ),
            (#"{"a":1}"#, [#"{"a":1}"#: "[]", "1": "2"], "[]", "the outermost value"),
            (#"{ "a" : 1 , "b" : " c " }"#, ["1": "2"], #"{"a":2,"b":" c "}"#, "white space goes, not that in strings"),
            (#"{ "a" : 1 }"#, [:], #"{"a":1}"#, "white space goes without a replacement, too"),
            ("\u{FEFF} {\"a\":1}\n", ["1": "2"], #"{"a":2}"#, "only the value is kept"),
        ] as [(String, [String: String], String, String)])
    func replacing(json: String, changes: [String: String], expected: String, why: String) throws {
        #expect(try replace(in: json, changes) == expected, "\(why)")
    }

    @Test("replacements may come in any order")
    func order() throws {
        let json = try JSONText(#"[ "a" , "b" , "c" ]"#)
        let replacements = json.allStringValues.map { (range: $0.range, with: Array("1".utf8)) }
        #expect(try text(json.compactBytes(replacing: replacements.reversed())) == "[1,1,1]")
    }
}
