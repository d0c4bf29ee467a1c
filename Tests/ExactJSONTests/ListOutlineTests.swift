import ExactJSON
import TestSupport
import Testing

@Suite("The outline of a list")
struct ListOutlineTests {
    private static let names = ["items", "data"]

    @Test(
        "finds each element where the parser finds it, bare or in a member, in whatever spelling",
        arguments: 1...40 as ClosedRange<UInt64>)
    func agreesWithParser(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let elements = (0..<Int.random(in: 0..<6, using: &random)).map { _ in JSONValue.random(using: &random) }
        let list = JSONSpelling.any(.array(elements), using: &random)
        let wrapped = Array(#" {"total" : [7], "d\u0061ta":"#.utf8) + list + Array(#","x":{"data":[1]}} "#.utf8)
        let bare = try ListOutline(list, membersCalled: Self.names, elementLimit: 10)
        let parsed = try JSONText(list)
        #expect(try #require(bare.root).elements == parsed.root.elements.map(\.range), "seed \(seed): \(text(list))")
        let inMember = try ListOutline(wrapped, membersCalled: Self.names, elementLimit: 10)
        let member = try #require(inMember.members["data"])
        #expect(member.elements == (try JSONText(wrapped).root["data"]).map { $0.elements.map(\.range) })
        #expect(inMember.root == nil && inMember.members.count == 1, "seed \(seed)")
        #expect(try JSONText(inMember.envelope(wrapped)).root["data"]?.elements.first { _ in true } == nil)
        #expect(try JSONText(inMember.envelope(wrapped)).root["x"]?["data"]?.elements.first { _ in true } != nil)
    }

    @Test(
        "tells elements apart of which some are no JSON",
        arguments: [
            (#"[{"a":1},{"a":NaN},{"a":3}]"#, [#"{"a":1}"#, #"{"a":NaN}"#, #"{"a":3}"#], "no number"),
            ("[{'a':'b'} , 2]", ["{'a':'b'}", "2"], "single quotes"),
            (#"[{"a":1,},{"b":[1,]}]"#, [#"{"a":1,}"#, #"{"b":[1,]}"#], "commas behind the last"),
            ("[\"a\nb\",1]", ["\"a\nb\"", "1"], "a line break in a string"),
            (#"[{"a":1 /* one */},2]"#, [#"{"a":1 /* one */}"#, "2"], "a comment"),
            (#"["\",","]"]"#, [#""\",""#, #""]""#], "escapes, and brackets in strings"),
            ("[1,,2]", ["1", "", "2"], "nothing between two commas"), ("[1,]", ["1", ""], "nothing behind a comma"),
            ("[,]", ["", ""], "nothing twice"), ("[ ]", [], "an empty list"), ("[1 2]", ["1 2"], "no comma"),
        ])
    func tolerant(body: String, expected: [String], reason: String) throws {
        let bytes = Array(body.utf8)
        let list = try #require(try ListOutline(bytes, membersCalled: [], elementLimit: 10).root)
        #expect(list.elements.map { text(bytes[$0]) } == expected, "\(reason)")
    }

    @Test(
        "is refused where it cannot be told which element ends where",
        arguments: [
            ("[1", JSONError(.unexpectedEnd, at: 2)), ("[{]", .init(.unexpectedByte, at: 2)),
            ("[[1}]", .init(.unexpectedByte, at: 3)), ("[1}", .init(.unexpectedByte, at: 2)),
            (#"["a]"#, .init(.unexpectedEnd, at: 4)), (#"["a\"#, .init(.unexpectedEnd, at: 4)),
            (#"[{"a":"Gate 5" wide"},{"a":"b"}]"#, .init(.unexpectedEnd, at: 32)),
            (#"{"data":[1"#, .init(.unexpectedEnd, at: 10)), ("[1,2,3,4]", .init(.tooManyElements, at: 8)),
        ])
    func ambiguous(body: String, error: JSONError) {
        #expect(throws: error) { try ListOutline(Array(body.utf8), membersCalled: Self.names, elementLimit: 3) }
    }

    @Test("refuses a million levels, and holds out a thousand in one element of three")
    func depth() throws {
        let tower = [UInt8](repeating: 0x5B, count: 1_000_000)
        #expect(throws: JSONError(.tooDeep, at: 65_537)) {
            try ListOutline(tower, membersCalled: [], elementLimit: 3)
        }
        let deep = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        let list = try ListOutline(Array("[1,\(deep),2]".utf8), membersCalled: [], elementLimit: 3).root
        #expect(list?.elements.count == 3)
    }

    @Test("of two lists under one name the last counts, and every list is taken out of the envelope but the others")
    func twice() throws {
        let bytes = Array(#"{"items":[1,2],"data":[3],"items":[4,5]}"#.utf8)
        let outline = try ListOutline(bytes, membersCalled: Self.names, elementLimit: 10)
        #expect(outline.members["items"]?.elements.map { text(bytes[$0]) } == ["4", "5"])
        #expect(text(outline.envelope(bytes)) == #"{"items":[1,2],"data":[],"items":[]}"#)
    }

    @Test(
        "the check without an index finds the parser's fault on every one-byte change and every cut",
        arguments: 1...8 as ClosedRange<UInt64>)
    func faults(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let bytes = JSONSpelling.any(.random(using: &random), using: &random)
            #expect(JSONText.fault(in: bytes) == nil)
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
                #expect(JSONText.fault(in: changed) == refusal(of: changed), "seed \(seed): \(changed)")
                let cut = Array(bytes.prefix(index))
                #expect(JSONText.fault(in: cut) == refusal(of: cut), "seed \(seed): \(cut)")
            }
        }
    }

    @Test("a text is parsed up to the limit of its values and names, and refused at the one that passes it")
    func entries() throws {
        let limits = JSONLimits(size: 1000, depth: 9, entries: 5)
        #expect(throws: Never.self) { try JSONText(#"{"a":[1,2]}"#, limits: limits) }
        #expect(throws: JSONError(.tooManyEntries, at: 10)) { try JSONText(#"{"a":[1,2,3]}"#, limits: limits) }
        #expect(throws: JSONError(.tooManyEntries, at: 11)) { try JSONText("[1,2,3,4,  5]", limits: limits) }
    }
}
