import ExactJSON
import TestSupport
import Testing

@Suite("A scanner of members")
struct JSONScannerTests {
    /// A member as the scanner tells it.
    private struct Member: Equatable, CustomStringConvertible {
        let name: [UInt8]
        let hasEscapes: Bool
        let range: Range<Int>
        let kind: JSONKind

        var description: String { "\(text(name)) \(range) \(kind)" }
    }

    private static func scan(_ bytes: [UInt8]) throws -> [Member] {
        try bytes.withUnsafeBytes { bytes in
            var members: [Member] = []
            var scanner = JSONScanner(bytes)
            try scanner.forEachMember { name, hasEscapes, value in
                members.append(
                    Member(name: [UInt8](name), hasEscapes: hasEscapes, range: value.range, kind: value.kind))
            }
            return members
        }
    }

    private static func parse(_ bytes: [UInt8]) throws -> [Member] {
        try JSONText(bytes).root.members.map { name, value in
            let spelled = [UInt8](name.bytes.dropFirst().dropLast())
            return Member(
                name: spelled, hasEscapes: spelled.contains(UInt8(ascii: "\\")), range: value.range, kind: value.kind)
        }
    }

    @Test("tells the same members as the parser, of any spelling of any value", arguments: 0..<8 as Range<UInt64>)
    func sameAsParser(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let value = JSONValue.random(depth: 5, using: &random)
            let spelled = JSONSpelling.any(value, using: &random)
            #expect(try Self.scan(spelled) == Self.parse(spelled), "seed \(seed): \(text(spelled))")
        }
    }

    @Test("tells the same members where it expects those of another text", arguments: 0..<8 as Range<UInt64>)
    func ordered(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let value = JSONValue.random(depth: 4, using: &random)
            let spelled = JSONSpelling.any(value, using: &random)
            let other = random.chance(oneIn: 2) ? value : .random(depth: 4, using: &random)
            let names = try Self.parse(JSONSpelling.any(other, using: &random)).map(\.name)
            #expect(try Self.scan(spelled, as: names) == Self.parse(spelled), "seed \(seed): \(text(spelled))")
        }
    }

    private static func scan(_ bytes: [UInt8], as names: [[UInt8]]) throws -> [Member] {
        var order = MemberOrder()
        for name in names { name.withUnsafeBytes { order.append($0) } }
        // What stands behind is forgotten.
        for name in names.prefix(2) { name.withUnsafeBytes { order.append($0) } }
        order.removeAll(behind: names.count)
        return try bytes.withUnsafeBytes { bytes in
            var members: [Member] = []
            var scanner = JSONScanner(bytes)
            try scanner.forEachMember(as: order) { name, value in
                let (spelled, hasEscapes) =
                    switch name {
                    case .expected(let place): (names[place], names[place].contains(UInt8(ascii: "\\")))
                    case .other(let name, let hasEscapes): ([UInt8](name), hasEscapes)
                    }
                members.append(Member(name: spelled, hasEscapes: hasEscapes, range: value.range, kind: value.kind))
            }
            return members
        }
    }

    @Test("finds the ends of plain text byte by byte, from wherever it begins", arguments: 0..<4 as Range<UInt64>)
    func textEnds(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                random.chance(oneIn: 10)
                    ? UInt8.random(in: 0...255, using: &random)
                    : random.pick([0x20, 0x21, 0x23, 0x41, 0x5B, 0x5D, 0x7E, 0x7F, 0x80, 0xA2, 0xDC, 0xFF])
            }
            bytes.withUnsafeBytes { text in
                for start in 0...bytes.count {
                    let marks: (UInt8) -> Bool = { $0 == 0x22 || $0 == 0x5C || $0 < 0x20 }
                    let plain = bytes[start...].firstIndex(where: marks) ?? bytes.count
                    let ascii = bytes[start...].firstIndex { marks($0) || $0 >= 0x80 } ?? bytes.count
                    #expect(text.plainTextEnd(from: start) == plain, "seed \(seed): \(bytes)")
                    #expect(text.asciiTextEnd(from: start) == ascii, "seed \(seed): \(bytes)")
                }
            }
        }
    }

    @Test(
        "passes over white space, brackets in strings, escaped quotes and a byte order mark",
        arguments: [
            " \n\t\r{ \"a\" :\n1 ,\t\"b\"\r:\r[ ] } \n", #"{"a":"}]\"{[","b":{"c":"\\"}}"#, "{}", " { } ", "[1,2]",
            " 7 ",
            #""text""#, "null", "\u{FEFF}{\"a\":1}", #"{"\"":1,"\\":2,"":3,"a":1,"a":2}"#,
            #"{"a":-1.5e+7,"b":true,"c":false,"d":null}"#,
        ])
    func shapes(json: String) throws {
        let bytes = Array(json.utf8)
        #expect(try Self.scan(bytes) == Self.parse(bytes))
    }

    @Test("throws where an object ends too early, wherever that is", arguments: 0..<4 as Range<UInt64>)
    func truncated(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            let value = JSONValue.object([
                ("first", .random(depth: 3, using: &random)), ("last", .random(depth: 3, using: &random)),
            ])
            let spelled = JSONSpelling.any(value, using: &random)
            let end = try #require(spelled.lastIndex(of: UInt8(ascii: "}")))
            let start = try #require(spelled.firstIndex(of: UInt8(ascii: "{"))) + 1
            for length in start...end {
                let cut = Array(spelled.prefix(length))
                #expect(throws: JSONError.self, "seed \(seed): \(text(cut))") { try Self.scan(cut) }
            }
        }
    }

    @Test(
        "throws for what stands behind, between or instead of members",
        arguments: ["", " ", "{}x", "{}{}", "[]]", #"{"a"1}"#, #"{"a":1 "b":2}"#, "{1:2}", #"{"a":}"#, "}", "{,}", "x"])
    func wrong(json: String) {
        #expect(throws: JSONError.self) { try Self.scan(Array(json.utf8)) }
    }

    @Test("stays within its bytes and comes to an end, whatever they are", arguments: 0..<8 as Range<UInt64>)
    func rubbish(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<2000 {
            var bytes = JSONSpelling.any(.random(using: &random), using: &random)
            if round.isMultiple(of: 3) { bytes = [] }
            for _ in 0..<Int.random(in: 0..<20, using: &random) {
                let byte = random.chance(oneIn: 4) ? UInt8.random(in: 0...255, using: &random) : random.pick(Self.marks)
                bytes.insert(byte, at: Int.random(in: 0...bytes.count, using: &random))
            }
            if random.chance(oneIn: 2) { bytes.insert(UInt8(ascii: "{"), at: 0) }
            var end = 0
            for member in (try? Self.scan(bytes)) ?? [] {
                #expect(member.range.lowerBound > end && member.range.upperBound <= bytes.count, "seed \(seed)")
                end = member.range.upperBound
            }
            let digest = bytes.withUnsafeBytes { JSONScanner.contentDigest(of: $0) }
            #expect(digest == bytes.withUnsafeBytes { JSONScanner.contentDigest(of: $0) }, "seed \(seed)")
        }
    }

    private static let marks = Array(#"{}[]":,\-+.eEu0 ntf"#.utf8)

    @Test("needs no more stack for brackets within brackets than the parser allows for", arguments: ["[", #"{"a":"#])
    func deep(opening: String) throws {
        let levels = 200_000
        let closing = opening == "[" ? "]" : "}"
        let deep = String(repeating: opening, count: levels) + "1" + String(repeating: closing, count: levels)
        for json in [deep, String(repeating: opening, count: levels)] {
            let bytes = Array(json.utf8)
            #expect(throws: JSONError.self) { try JSONText(bytes) }
            let digest = bytes.withUnsafeBytes { JSONScanner.contentDigest(of: $0) }
            let other = (bytes + [0x20]).withUnsafeBytes { JSONScanner.contentDigest(of: $0) }
            #expect(json != deep || digest == other)
        }
        #expect(try Self.scan(Array(deep.utf8)).count == (opening == "[" ? 0 : 1))
    }
}
