import ExactJSON
import Foundation
import TestSupport
import Testing

/// Foundation's parser as oracle. It differs where it is known to, and nowhere else.
struct JSONParserFoundationTests {
    @Test("on damaged JSON both parsers agree, and what is accepted can be used", arguments: 0..<16 as Range<UInt64>)
    func damaged(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<250 {
            var bytes = JSONSpelling.any(.random(using: &random), using: &random)
            for _ in 0..<Int.random(in: 0..<4, using: &random) { damage(&bytes, using: &random) }
            try check(bytes, "seed \(seed): \(bytes.hex) \(text(bytes))")
        }
    }

    @Test("on random bytes both parsers agree, and nothing crashes", arguments: 0..<16 as Range<UInt64>)
    func noise(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<250 {
            let count = Int.random(in: 0..<24, using: &random)
            // Half of them from JSON's own bytes, so that they get further than the first one.
            let isJSONLike = Bool.random(using: &random)
            let bytes = (0..<count).map { _ in
                isJSONLike ? random.pick(fragments.flatMap { $0 }) : UInt8.random(in: 0...255, using: &random)
            }
            try check(bytes, "seed \(seed): \(bytes.hex) \(text(bytes))")
        }
    }

    private func check(_ bytes: [UInt8], _ what: String) throws {
        let foundation = Result { try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed) }
        let ours = Result { try JSONText(bytes) }
        switch (ours, foundation) {
        case (.success(let json), .success): try use(json, what)
        case (.success(let json), .failure):
            #expect(json.hasHalfPair || json.hasHugeNumber, "refused by Foundation alone: \(what)")
            try use(json, what)
        case (.failure(let error as JSONError), .success):
            #expect(
                isOtherEncoding(bytes) || isTrailingComma(error, in: bytes), "accepted by Foundation alone: \(what)")
        case (.failure, _): break
        }
    }

    /// All that can be asked of an accepted text.
    private func use(_ json: JSONText, _ what: String) throws {
        let comparable = json.root.comparableBytes
        #expect(try JSONText(comparable).root.comparableBytes == comparable, "\(what)")
        #expect(try JSONText(json.root.compactBytes).root.comparableBytes == comparable, "\(what)")
        for member in json.allMembers {
            #expect(member.name.kind == .string && json.root.range.contains(member.value.range.lowerBound), "\(what)")
        }
    }

    private func damage(_ bytes: inout [UInt8], using random: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0..<4, using: &random))
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(place..<end)
        case 1: bytes.insert(contentsOf: random.pick(fragments), at: place)
        case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        default: bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0...bytes.count, using: &random))
        }
    }

    private let fragments = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "-", "+", ".", "e", "E", "0", "1", "9", " ", "\n", "true", "null",
        #"\u"#, #"\ud83d"#, #"\ude00"#, "\u{FEFF}", "\u{1}", "é", "😀", "1e400", "0e400", "//",
    ].map { Array($0.utf8) }

    // Where Foundation is more lenient.

    /// It guesses UTF-16 and UTF-32 by their marks or by zero bytes among the first four.
    private func isOtherEncoding(_ bytes: [UInt8]) -> Bool {
        bytes.prefix(4).contains(0) || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
    }

    /// It passes over a comma before a closing bracket.
    private func isTrailingComma(_ error: JSONError, in bytes: [UInt8]) -> Bool {
        let before = bytes[..<error.offset].last { !Array(" \t\r\n".utf8).contains($0) }
        return error.reason == .unexpectedByte && before == UInt8(ascii: ",")
            && Array("]}".utf8).contains(bytes[error.offset])
    }
}

// Where Foundation is stricter.
extension JSONText {
    /// It refuses half a surrogate pair, which the grammar allows.
    fileprivate var hasHalfPair: Bool {
        (allMembers.map { $0.name } + allStringValues).contains { $0.string == nil }
    }

    /// It refuses numbers beyond a double.
    fileprivate var hasHugeNumber: Bool {
        hasHugeNumber(in: root)
    }

    private func hasHugeNumber(in element: JSONElement) -> Bool {
        switch element.kind {
        case .number: !(Double(text(element.bytes)) ?? .infinity).isFinite
        case .array: element.elements.contains { hasHugeNumber(in: $0) }
        case .object: element.members.contains { hasHugeNumber(in: $0.value) }
        case .null, .bool, .string: false
        }
    }
}

extension [UInt8] {
    fileprivate var hex: String { map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
}
