import AlarmHistory
import TestSupport
import Testing

@Suite("Text of foreign origin")
struct PrintableTextTests {
    @Test(
        "shows a dot for whatever steers a terminal, breaks a line, turns its direction or hides in it",
        arguments: [
            0..<0x20, 0x7F..<0xA0, 0xAD..<0xAE, 0x34F..<0x350, 0x61C..<0x61D, 0x180E..<0x180F, 0x200B..<0x200C,
            0x200E..<0x2010, 0x2028..<0x202F, 0x2060..<0x2070, 0xFEFF..<0xFF00, 0xFFF0..<0xFFFC, 0xE0000..<0xE0080,
        ] as [Range<UInt32>])
    func steering(range: Range<UInt32>) {
        for scalar in range.compactMap(Unicode.Scalar.init) {
            #expect("a\(Character(scalar))b".inOneLine == "a·b", "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test(
        "stays as it is where it only reads",
        arguments: [
            "", " ", "Gate 7 \"North\"", "Zufahrt Süd", "مستودع الشحن", "חניון", "ประตู", "大門", "e\u{301}",
            "\u{1F9D1}\u{200D}\u{1F680}", "می\u{200C}خواهم", "क्\u{200D}ष", "☀\u{FE0F}", "a\u{A0}b", "\u{E9}",
        ])
    func plain(text: String) {
        #expect(text.inOneLine.utf8.elementsEqual(text.utf8))
        #expect(text.inASCIIEscapes.utf8.elementsEqual(text.utf8))
    }

    @Test(
        "shows joiners that only make a name look like another one",
        arguments: [
            ("Ga\u{200D}te", "Ga·te"), ("\u{200C}Gate", "·Gate"), ("Gate\u{200D}", "Gate·"), ("می\u{200C}", "می·"),
            ("G\u{200D}\u{200C}te", "G··te"),
        ])
    func joiners(text: String, shown: String) {
        #expect(text.inOneLine == shown)
    }

    @Test("keeps the lines that we wrote, and none of others, a carriage return's among them")
    func lines() {
        #expect("one\ntwo\n".inLines == "one\ntwo\n")
        #expect("one\r\ntwo\u{2028}\u{85}three".inLines == "one·\ntwo··three")
        #expect("one\r\ntwo\n".inOneLine == "one··two·")
    }

    @Test("is spelled for a terminal as JSON spells it, so that it reads back as the same")
    func escapes() {
        #expect(
            "\"\u{9B}31m\u{202E}\u{E0041}\u{7F}\"\n".inASCIIEscapes == #""\u009b31m\u202e\udb40\udc41\u007f""# + "\n")
        for lines in ["{\n\t\"a\":1\r\n}", "a,b\r\n\r\n\"c\nd\"\r\n", "\r\n", "\n\n"] {
            #expect(lines.inASCIIEscapes.utf8.elementsEqual(lines.utf8))
        }
        for (lines, shown) in [("a\rb\r\n", "a\\u000db\r\n"), ("a\r\r\n", "a\\u000d\r\n"), ("a\n\r", "a\n\\u000d")] {
            #expect(lines.inASCIIEscapes.utf8.elementsEqual(shown.utf8))
        }
    }

    @Test(
        "is one cell of CSV",
        arguments: [
            ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""),
            ("\"", "\"\"\"\""), ("\"\u{301}", "\"\"\"\u{301}\""), (",\u{301}", "\",\u{301}\""),
            ("\r\u{308}", "\"\r\u{308}\""), ("say \"\u{20DD}x\"", "\"say \"\"\u{20DD}x\"\"\""),
        ])
    func cells(text: String, cell: String) {
        #expect(text.csvCell.utf8.elementsEqual(cell.utf8), "\(Array(text.csvCell.utf8))")
    }

    @Test("whatever a row holds, its cells come back", arguments: 0..<300 as Range<UInt64>)
    func rows(seed: UInt64) {
        var chance = SeededGenerator(seed: seed)
        let pieces = ["\"", ",", "\r", "\n", "\u{301}", "a", "é", "\u{200D}", " ", "\u{20DD}"]
        let row = (0..<4).map { _ in
            (0..<Int(chance.next() % 6)).map { _ in pieces[Int(chance.next() % UInt64(pieces.count))] }.joined()
        }
        let line = row.map(\.csvCell).joined(separator: ",")
        #expect(Self.cells(of: Array(line.utf8)).map { Array($0.utf8) } == row.map { Array($0.utf8) }, "seed \(seed)")
    }

    /// Reads one row as RFC 4180 has it.
    private static func cells(of line: [UInt8]) -> [String] {
        var cells: [[UInt8]] = [[]]
        var isQuoted = false
        var index = 0
        while index < line.count {
            let byte = line[index]
            index += 1
            if byte == UInt8(ascii: "\"") {
                if isQuoted, index < line.count, line[index] == byte {
                    cells[cells.count - 1].append(byte)
                    index += 1
                } else {
                    isQuoted.toggle()
                }
            } else if byte == UInt8(ascii: ","), !isQuoted {
                cells.append([])
            } else {
                cells[cells.count - 1].append(byte)
            }
        }
        return cells.map { String(decoding: $0, as: UTF8.self) }
    }
}
