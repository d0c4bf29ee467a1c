import ExactJSON
import Foundation
import TestSupport
import Testing

struct JSONValueTests {
    @Test("a value is written without white space, members in the order given, only the necessary escapes")
    func bytes() {
        let value = JSONValue.object([
            ("b", .array([.null, .bool(true), .bool(false), .integer(.min), .integer(.max)])),
            ("a\"", .string("\\/\n\u{1F}\u{7F}é😀\u{2028}")),
            ("a\"", .object([])),
            ("c", .verbatim(Array("[1.0, 2]".utf8))),
            ("d", .array([])),
        ])
        let expected =
            #"{"b":[null,true,false,-9223372036854775808,9223372036854775807],"a\"":"\\/\u000a\u001f"#
            + "\u{7F}é😀\u{2028}" + #"","a\"":{},"c":[1.0, 2],"d":[]}"#
        #expect(text(value.bytes) == expected)
    }

    @Test("an optional string is a string or null, a whole number of any width an integer")
    func conveniences() {
        #expect(text(JSONValue.optional("a").bytes) == #""a""#)
        #expect(text(JSONValue.optional(nil).bytes) == "null")
        #expect(text(JSONValue.whole(UInt8.max).bytes) == "255")
        #expect(text(JSONValue.whole(-1).bytes) == "-1")
    }

    @Test("appending adds to what is there")
    func append() {
        var output = Array("x=".utf8)
        JSONValue.integer(1).append(to: &output)
        JSONValue.appendString("\"", to: &output)
        #expect(text(output) == #"x=1"\"""#)
    }

    @Test("what is written is read back as it was, and Foundation accepts it", arguments: 0..<8 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = JSONValue.random(using: &random)
            let bytes = value.bytes
            let root = try JSONText(bytes).root
            #expect(root.shows(value), "seed \(seed): \(text(bytes))")
            #expect(root.compactBytes == bytes, "seed \(seed): \(text(bytes))")
            #expect(throws: Never.self, "seed \(seed): \(text(bytes))") {
                try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            }
        }
    }
}

extension JSONElement {
    /// Whether the element says what `value` was.
    fileprivate func shows(_ value: JSONValue) -> Bool {
        switch value {
        case .null: kind == .null
        case .bool(let expected): bool == expected
        case .integer(let expected): integer == expected
        case .string(let expected): isString(expected)
        case .verbatim(let expected): bytes.elementsEqual(expected)
        case .array(let expected):
            kind == .array && Array(elements).count == expected.count
                && zip(elements, expected).allSatisfy { $0.shows($1) }
        case .object(let expected):
            kind == .object && members.count == expected.count
                && zip(members, expected).allSatisfy { $0.name.isString($1.0) && $0.value.shows($1.1) }
        }
    }

    private func isString(_ expected: String) -> Bool { string.map { $0.utf8.elementsEqual(expected.utf8) } ?? false }
}
