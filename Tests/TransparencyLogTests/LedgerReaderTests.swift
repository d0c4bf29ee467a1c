import Testing
import TransparencyLog

private let header = "first\tcount\tdisposition\tvalue\n"
private let hash = String(repeating: "0a", count: 32)
private let salt = String(repeating: "0a", count: 16)

struct LedgerReaderTests {
    @Test(
        "what is not a ledger is refused, with its line",
        arguments: [
            ("", 1, .wrongHeader, "nothing"),
            ("first\tcount\tdisposition\tvalue", 1, .noLineFeed, "no line feed behind the header"),
            ("\u{FEFF}" + header, 1, .wrongHeader, "a byte order mark"),
            ("first\tcount\tdisposition\tvalue\r\n", 1, .wrongHeader, "a carriage return"),
            ("First\tcount\tdisposition\tvalue\n", 1, .wrongHeader, "a capital"),
            ("0\t1\tdisclosed\t\(salt)\n", 1, .wrongHeader, "no header"),
            (header + header, 2, .malformedNumber, "the header twice"),
            (header + "\n", 2, .notFourFields, "an empty line"),
            (header + "0\t1\tdisclosed\t\(salt)\n\n", 3, .notFourFields, "an empty line at the end"),
            (header + "# 0\n", 2, .notFourFields, "a comment"),
            (header + "0\t1\tdisclosed\n", 2, .notFourFields, "no value"),
            (header + "0\t1\tdisclosed\t\(salt)\t\n", 2, .notFourFields, "a fifth field"),
            (header + "0 1 disclosed \(salt)\n", 2, .notFourFields, "spaces for tabs"),
            (header + "0\t1\tdisclosed\t\(salt)", 2, .noLineFeed, "no line feed at the end"),
            (header + "0\t1\tdisclosed\t\(salt)\r\n", 2, .malformedValue, "a carriage return"),
            (header + "0\t1\tdisclosed\t\(String(repeating: "0", count: 128))\n", 2, .tooLong, "a long line"),
            (header + String(repeating: "0", count: 1000), 2, .tooLong, "a long line without an end"),
            (header + "\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "no first"),
            (header + "0\t\tdisclosed\t\(salt)\n", 2, .malformedNumber, "no count"),
            (header + "00\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "a leading zero"),
            (header + "01\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "a leading zero before another digit"),
            (header + "+1\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "a sign"),
            (header + "-1\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "a negative number"),
            (header + "1e3\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "an exponent"),
            (header + " 1\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "a space"),
            (header + "\u{0661}\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "a digit of another script"),
            (header + "9223372036854775808\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "2^63"),
            (header + "18446744073709551616\t1\tdisclosed\t\(salt)\n", 2, .malformedNumber, "2^64"),
            (header + "0\t1\t\t\(salt)\n", 2, .unknownDisposition, "no disposition"),
            (header + "0\t1\tDisclosed\t\(salt)\n", 2, .unknownDisposition, "a capital"),
            (header + "0\t1\terased\t\(hash)\n", 2, .unknownDisposition, "an unknown one"),
            (header + "0\t255\tdisclosed-run\t\(hash)\n", 2, .wrongCount, "a run of 255"),
            (header + "0\t1\tdisclosed-run\t\(hash)\n", 2, .wrongCount, "a run of one"),
            (header + "0\t2\tdisclosed\t\(salt)\n", 2, .wrongCount, "two events with one salt"),
            (header + "0\t0\tdisclosed\t\(salt)\n", 2, .wrongCount, "no event"),
            (header + "0\t2\thead-only\t\(hash)\n", 2, .wrongCount, "two events with one body"),
            (header + "0\t0\twithheld\t\(hash)\n", 2, .wrongCount, "a subtree of nothing"),
            (header + "0\t3\twithheld\t\(hash)\n", 2, .wrongCount, "a subtree that is not complete"),
            (header + "128\t256\tdisclosed-run\t\(hash)\n", 2, .misaligned, "a run across a border of runs"),
            (header + "1\t2\twithheld\t\(hash)\n", 2, .misaligned, "a subtree at an odd place"),
            (header + "4\t8\twithheld\t\(hash)\n", 2, .misaligned, "a subtree in the middle of itself"),
            (header + "0\t1\tdisclosed\t\(hash)\n", 2, .malformedValue, "a salt too long"),
            (header + "0\t1\thead-only\t\(salt)\n", 2, .malformedValue, "a body too short"),
            (header + "0\t1\twithheld\t\n", 2, .malformedValue, "no value"),
            (header + "0\t1\twithheld\t\(hash)0\n", 2, .malformedValue, "65 digits"),
            (header + "0\t1\twithheld\t\(hash.uppercased())\n", 2, .malformedValue, "capitals"),
            (header + "0\t1\twithheld\t\(hash.dropLast())g\n", 2, .malformedValue, "not hexadecimal"),
            (header + "0\t256\tdisclosed-run\t\(salt)\n", 2, .malformedValue, "a seed too short"),
            (header + "0\t1\tdisclosed\t\"\(salt)\"\n", 2, .malformedValue, "quotes"),
        ] as [(String, Int, LedgerFinding.Reason, String)])
    func refused(text: String, line: Int, reason: LedgerFinding.Reason, why: String) {
        #expect(throws: LedgerFinding(line: line, reason: reason), "\(why)") { try Ledger(text: Array(text.utf8)) }
    }

    @Test("the largest numbers that the grammar has are read")
    func largest() throws {
        let text = header + "9223372036854775807\t1\tdisclosed\t\(salt)\n0\t4611686018427387904\twithheld\t\(hash)\n"
        let ledger = try Ledger(text: Array(text.utf8))
        #expect(ledger.rows.map(\.first) == [.max >> 1, 0])
        #expect(ledger.rows.map(\.count) == [1, 1 << 62])
        #expect(ledger.text == Array(text.utf8))
    }

    @Test("a text may come in pieces of any size")
    func pieces() throws {
        let ledger = try WorkedLog(size: 6).ledger([.disclosed, .headOnly, .withheld, .withheld, .headOnly, .disclosed])
        let text = ledger.text
        for size in 1...text.count {
            var (reader, rows) = (LedgerReader(), [LedgerRow]())
            for start in stride(from: 0, to: text.count, by: size) {
                try reader.read(text[start..<min(start + size, text.count)]) { rows.append($0) }
            }
            try reader.finish()
            #expect(rows == ledger.rows, "pieces of \(size)")
        }
    }

    @Test("a finding names its line")
    func description() {
        let finding = LedgerFinding(line: 7, reason: .hole(expected: 12))
        #expect(finding.description.hasPrefix("ledger line 7: "))
        #expect(finding.description.contains("12"))
    }
}
