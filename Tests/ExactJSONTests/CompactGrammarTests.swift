import ExactJSON
import TestSupport
import Testing

struct CompactGrammarTests {
    @Test(
        "accepts one value without white space",
        arguments: [
            "null", "true", "false", "0", "-0", "12.5e+3", "1E9", #""""#, #""a\"\\\/\b\f\n\r\té😀""#, "[]", "{}",
            "[1,[2,[3]],{}]", #"{"a":1,"a":2,"":{"b":[null,true]}}"#, #"" white space inside ""#,
        ])
    func accepted(text: String) { #expect(accepts(Array(text.utf8))) }

    @Test(
        "refuses anything else",
        arguments: [
            "", " 1", "1 ", "[1, 2]", #"{"a": 1}"#, "01", "+1", ".5", "1.", "1e", "-", "nul", "truee", "[1,]", "[,1]",
            "[1", "]", "{", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{1:2}"#, #""a"#, "\"a\u{0}\"", "\"a\nb\"", #""\x""#,
            #""\u12g4""#, #""\u12"#, "1 2", "[1]2", "\u{FEFF}1",
        ])
    func refused(text: String) { #expect(!accepts(Array(text.utf8))) }

    @Test(
        "refuses text that is not UTF-8",
        arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) { #expect(!accepts([0x22] + bytes + [0x22])) }

    @Test("refuses nesting beyond the limit, without recursion")
    func depth() {
        let levels = JSONLimits.standard.depth
        let text = { (count: Int) in [UInt8](repeating: 0x5B, count: count) + [UInt8](repeating: 0x5D, count: count) }
        #expect(accepts(text(levels)))
        #expect(!accepts(text(levels + 1)))
        #expect(!accepts([UInt8](repeating: 0x5B, count: 1_000_000)))
    }

    @Test(
        "agrees with the parser on random values and on every one-byte change of them",
        arguments: [1, 2, 3] as [UInt64])
    func agrees(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<60 {
            let bytes = JSONValue.random(using: &generator).bytes
            #expect(accepts(bytes) == parses(bytes), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= UInt8(1 << Int.random(in: 0..<8, using: &generator))
                #expect(accepts(changed) == parses(changed), "seed \(seed): \(changed)")
            }
        }
    }

    private func accepts(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { CompactGrammar.accepts($0) } }

    /// The parser's word on a text without white space; a byte order mark is white space here.
    private func parses(_ bytes: [UInt8]) -> Bool {
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]), let text = try? JSONText(bytes) else { return false }
        return text.root.bytes.count == bytes.count && text.root.compactBytes.count == bytes.count
    }
}
