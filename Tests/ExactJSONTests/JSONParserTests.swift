import ExactJSON
import Testing

/// A text that must be refused: for what reason, at which byte, and why it is in the table.
struct Refused: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let reason: JSONError.Reason
    let offset: Int
    let why: String

    init(_ text: String, _ reason: JSONError.Reason, at offset: Int, _ why: String) {
        self.init(Array(text.utf8), reason, at: offset, why)
    }

    init(_ bytes: [UInt8], _ reason: JSONError.Reason, at offset: Int, _ why: String) {
        self.bytes = bytes
        self.reason = reason
        self.offset = offset
        self.why = why
    }

    /// `bytes` inside a string, the quote before them at offset 0.
    static func inString(_ bytes: [UInt8], _ reason: JSONError.Reason, at offset: Int, _ why: String) -> Refused {
        Refused([0x22] + bytes + [0x22], reason, at: offset, why)
    }

    var testDescription: String { "\(text(bytes).debugDescription) (\(why))" }
}

struct JSONParserTests {
    @Test(
        "what RFC 8259 allows is accepted",
        arguments: [
            ("null", .null, "a scalar is a text"),
            ("true", .bool, "a scalar is a text"),
            ("false", .bool, "a scalar is a text"),
            ("0", .number, "a single zero"),
            ("-0", .number, "a negative zero"),
            ("1E+2", .number, "capital exponent with plus"),
            ("1e-2", .number, "exponent with minus"),
            ("1e007", .number, "an exponent may lead with zeros"),
            ("-10.010", .number, "zeros around the fraction"),
            ("1e400", .number, "more than a double holds"),
            ("123456789012345678901234567890", .number, "more digits than a double holds"),
            (#""""#, .string, "an empty string"),
            (#""\"\\\/\b\f\n\r\t\u0000\uAbCd""#, .string, "every escape"),
            (#""\ud800""#, .string, "half a surrogate pair, escaped, is grammatical"),
            (#""\ude00\ud83d""#, .string, "a pair in the wrong order is, too"),
            ("\"\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}\"", .string, "edges of UTF-8"),
            ("\"\u{2028}\u{2029}\u{FEFF}\"", .string, "line separators and a mark inside a string"),
            ("[]", .array, "an empty array"),
            ("{}", .object, "an empty object"),
            ("[[],{},[[]],{\"\":{}}]", .array, "nested empties, an empty name"),
            (#"{"a":1,"a":1}"#, .object, "duplicates"),
            (" \t\r\n{ \"a\" : [ 1 , 2 ] } \n", .object, "all four kinds of white space, everywhere"),
            ("\u{FEFF}[1]", .array, "a byte order mark"),
            ("\u{FEFF} 1", .number, "a byte order mark, then white space"),
        ] as [(String, JSONKind, String)])
    func accepted(json: String, kind: JSONKind, why: String) throws {
        #expect(try JSONText(json).root.kind == kind, "\(why)")
    }

    @Test("what RFC 8259 forbids is refused, with the reason and the byte", arguments: structure + numbers + strings)
    func refused(row: Refused) {
        #expect(throws: JSONError(row.reason, at: row.offset), "\(row.why)") { try JSONText(row.bytes) }
    }

    private static let structure = [
        Refused("", .unexpectedEnd, at: 0, "nothing"),
        Refused(" \n", .unexpectedEnd, at: 2, "only white space"),
        Refused("\u{FEFF}", .unexpectedEnd, at: 3, "only a byte order mark"),
        Refused("\u{FEFF}\u{FEFF}1", .unexpectedByte, at: 3, "two byte order marks"),
        Refused(" \u{FEFF}1", .unexpectedByte, at: 1, "a byte order mark not in front"),
        Refused([0xFF, 0xFE, 0x31, 0x00], .unexpectedByte, at: 0, "UTF-16"),
        Refused([0x31, 0x00], .trailingBytes, at: 1, "UTF-16 without a mark"),
        Refused("\u{A0}1", .unexpectedByte, at: 0, "a space that is not JSON's"),
        Refused("\u{C}1", .unexpectedByte, at: 0, "a form feed is not white space"),
        Refused("1 2", .trailingBytes, at: 2, "two values"),
        Refused("[]]", .trailingBytes, at: 2, "one bracket too many"),
        Refused("{}//", .trailingBytes, at: 2, "a comment behind"),
        Refused("[1/**/]", .unexpectedByte, at: 2, "a comment inside"),
        Refused("[", .unexpectedEnd, at: 1, "an open array"),
        Refused("[1", .unexpectedEnd, at: 2, "an array cut behind an element"),
        Refused("[1,", .unexpectedEnd, at: 3, "an array cut behind a comma"),
        Refused("[1,]", .unexpectedByte, at: 3, "a trailing comma"),
        Refused("[,1]", .unexpectedByte, at: 1, "a leading comma"),
        Refused("[1,,2]", .unexpectedByte, at: 3, "two commas"),
        Refused("[1 2]", .unexpectedByte, at: 3, "no comma"),
        Refused("[[]1]", .unexpectedByte, at: 3, "no comma behind an empty array"),
        Refused("[1}", .unexpectedByte, at: 2, "the wrong bracket"),
        Refused("]", .unexpectedByte, at: 0, "a closing bracket alone"),
        Refused("{", .unexpectedEnd, at: 1, "an open object"),
        Refused(#"{"a""#, .unexpectedEnd, at: 4, "an object cut behind a name"),
        Refused(#"{"a":"#, .unexpectedEnd, at: 5, "an object cut behind a colon"),
        Refused(#"{"a":1"#, .unexpectedEnd, at: 6, "an object cut behind a member"),
        Refused(#"{"a":1,"#, .unexpectedEnd, at: 7, "an object cut behind a comma"),
        Refused(#"{"a":1,}"#, .unexpectedByte, at: 7, "a trailing comma"),
        Refused(#"{,"a":1}"#, .unexpectedByte, at: 1, "a leading comma"),
        Refused(#"{"a"}"#, .unexpectedByte, at: 4, "a name alone"),
        Refused(#"{"a":}"#, .unexpectedByte, at: 5, "no value"),
        Refused(#"{"a":1 "b":2}"#, .unexpectedByte, at: 7, "no comma"),
        Refused(#"{"a",1}"#, .unexpectedByte, at: 4, "a comma for a colon"),
        Refused("{a:1}", .unexpectedByte, at: 1, "a name without quotes"),
        Refused("{1:2}", .unexpectedByte, at: 1, "a number for a name"),
        Refused("{'a':1}", .unexpectedByte, at: 1, "single quotes"),
        Refused(#"{"a":1]"#, .unexpectedByte, at: 6, "the wrong bracket"),
        Refused("tru", .unexpectedEnd, at: 3, "a literal cut short"),
        Refused("trux", .unexpectedByte, at: 3, "a literal misspelled"),
        Refused("nulll", .trailingBytes, at: 4, "a literal too long"),
        Refused("True", .unexpectedByte, at: 0, "a capital"),
        Refused("undefined", .unexpectedByte, at: 0, "JavaScript, not JSON"),
    ]

    private static let numbers = [
        Refused("01", .trailingBytes, at: 1, "a leading zero"),
        Refused("[-01]", .unexpectedByte, at: 3, "a leading zero behind the sign"),
        Refused("1.", .unexpectedEnd, at: 2, "no digit behind the point, the end"),
        Refused("[1.]", .invalidNumber, at: 3, "no digit behind the point"),
        Refused("1.e1", .invalidNumber, at: 2, "no digit between point and exponent"),
        Refused(".5", .unexpectedByte, at: 0, "no digit before the point"),
        Refused("-.5", .invalidNumber, at: 1, "no digit between sign and point"),
        Refused("+1", .unexpectedByte, at: 0, "a plus sign"),
        Refused("-", .unexpectedEnd, at: 1, "a sign alone"),
        Refused("--1", .invalidNumber, at: 1, "two signs"),
        Refused("1e", .unexpectedEnd, at: 2, "an exponent cut short"),
        Refused("1e+", .unexpectedEnd, at: 3, "an exponent's sign alone"),
        Refused("1e+-2", .invalidNumber, at: 3, "two signs of an exponent"),
        Refused("1e1.5", .trailingBytes, at: 3, "a fraction in an exponent"),
        Refused("1.2.3", .trailingBytes, at: 3, "two points"),
        Refused("0x10", .trailingBytes, at: 1, "hexadecimal"),
        Refused("1_000", .trailingBytes, at: 1, "a separator"),
        Refused("NaN", .unexpectedByte, at: 0, "not a number"),
        Refused("nan", .unexpectedByte, at: 1, "begins like null"),
        Refused("Infinity", .unexpectedByte, at: 0, "no finite number"),
        Refused("-Infinity", .invalidNumber, at: 1, "no finite number"),
        Refused("\u{661}", .unexpectedByte, at: 0, "an Arabic digit"),
    ]

    private static let strings = [
        Refused("\"", .unexpectedEnd, at: 1, "a quote alone"),
        Refused("\"ab", .unexpectedEnd, at: 3, "a string cut short"),
        Refused(#""a\"#, .unexpectedEnd, at: 3, "cut inside an escape"),
        Refused(#""\u12"#, .unexpectedEnd, at: 5, "cut inside a hexadecimal escape"),
        Refused(#""\u12""#, .invalidEscape, at: 5, "two hexadecimal digits"),
        Refused(#""\u12g4""#, .invalidEscape, at: 5, "not a hexadecimal digit"),
        Refused(#""\U0041""#, .invalidEscape, at: 2, "a capital U"),
        Refused(#""\x41""#, .invalidEscape, at: 2, "JavaScript's escape"),
        Refused(#""\'""#, .invalidEscape, at: 2, "a single quote needs none"),
        Refused("'a'", .unexpectedByte, at: 0, "single quotes"),
        .inString([0x61, 0x00], .controlCharacter, at: 2, "a zero byte"),
        .inString([0x0A], .controlCharacter, at: 1, "a line feed"),
        .inString([0x09], .controlCharacter, at: 1, "a tab"),
        .inString([0x1F], .controlCharacter, at: 1, "the last control character"),
        Refused([0x22, 0xC3], .unexpectedEnd, at: 2, "cut inside a character"),
        .inString([0x80], .invalidUTF8, at: 1, "a continuation byte alone"),
        .inString([0x61, 0xC3], .invalidUTF8, at: 2, "a lead byte alone"),
        .inString([0xE2, 0x82], .invalidUTF8, at: 1, "two bytes of three"),
        .inString([0xF0, 0x9F, 0x98], .invalidUTF8, at: 1, "three bytes of four"),
        .inString([0xC0, 0x80], .invalidUTF8, at: 1, "an overlong zero"),
        .inString([0xC1, 0xBF], .invalidUTF8, at: 1, "an overlong two bytes"),
        .inString([0xE0, 0x9F, 0xBF], .invalidUTF8, at: 1, "overlong three bytes"),
        .inString([0xF0, 0x8F, 0xBF, 0xBF], .invalidUTF8, at: 1, "overlong four bytes"),
        .inString([0xED, 0xA0, 0x80], .invalidUTF8, at: 1, "the first surrogate, encoded"),
        .inString([0xED, 0xBF, 0xBF], .invalidUTF8, at: 1, "the last surrogate, encoded"),
        .inString([0xF4, 0x90, 0x80, 0x80], .invalidUTF8, at: 1, "above U+10FFFF"),
        .inString([0xF5, 0x80, 0x80, 0x80], .invalidUTF8, at: 1, "a lead byte above U+10FFFF"),
        .inString([0xF8, 0x88, 0x80, 0x80, 0x80], .invalidUTF8, at: 1, "five bytes"),
        .inString([0xFF], .invalidUTF8, at: 1, "never a byte of UTF-8"),
        .inString([0xE9], .invalidUTF8, at: 1, "Latin-1"),
    ]

    @Test(
        "every proper prefix of a text is refused at its end",
        arguments: [#"{"a":[1.5e+1,"\u00e9é😀",true,null],"b":{}}"#])
    func truncated(json: String) {
        let bytes = Array(json.utf8)
        for count in bytes.indices {
            let end = JSONError(.unexpectedEnd, at: count)
            #expect(throws: end, "\(count) bytes") { try JSONText(Array(bytes.prefix(count))) }
        }
    }

    @Test("nesting is accepted up to the limit and refused at the container that passes it")
    func depth() throws {
        let limits = JSONLimits(size: 1000, depth: 3)
        #expect(throws: Never.self) { try JSONText("[[[1],[2]],[]]", limits: limits) }
        #expect(throws: Never.self) { try JSONText(#"{"a":[{"b":1}]}"#, limits: limits) }
        #expect(throws: JSONError(.tooDeep, at: 6)) { try JSONText("[[],[[[]]]]", limits: limits) }
        #expect(throws: JSONError(.tooDeep, at: 7)) { try JSONText(#"{"a":[[[]]]}"#, limits: limits) }
        #expect(throws: Never.self) { try JSONText("1", limits: JSONLimits(size: 1, depth: 0)) }
        #expect(throws: JSONError(.tooDeep, at: 0)) { try JSONText("[]", limits: JSONLimits(size: 2, depth: 0)) }
    }

    @Test("by default 256 levels are accepted, 257 are not, and a million are no danger")
    func standardDepth() {
        for (count, error) in [(256, nil), (257, JSONError(.tooDeep, at: 256)), (1_000_000, .init(.tooDeep, at: 256))] {
            let tower = [UInt8](repeating: 0x5B, count: count) + [UInt8](repeating: 0x5D, count: count)
            #expect(refusal(of: tower) == error, "\(count) levels")
        }
    }

    @Test("a text is accepted up to the limit of its size and refused beyond it")
    func size() throws {
        let limits = JSONLimits(size: 5, depth: 3)
        #expect(throws: Never.self) { try JSONText("[1,2]", limits: limits) }
        #expect(throws: JSONError(.tooLarge, at: 5)) { try JSONText("[1,2] ", limits: limits) }
    }

    @Test("an error says what and where in one line")
    func description() {
        #expect(JSONError(.unexpectedByte, at: 17).description == "unexpected byte at offset 17")
    }
}

/// Why bytes are refused; nil where they are not.
func refusal(of bytes: [UInt8]) -> JSONError? {
    do throws(JSONError) {
        _ = try JSONText(bytes)
        return nil
    } catch {
        return error
    }
}
