import AlarmHistory
import ExactJSON
import Testing

struct UnreadableAnswerTests {
    private static let target = LookTarget("hq", .zoneLog, id: "z1")
    private static let limit = 4 << 20

    @Test("of a very large answer the beginning is kept, and the reason says so")
    func cut() throws {
        for count in [Self.limit + 1, Self.limit + 100_000] {
            let body = Array(repeating: UInt8(ascii: "<"), count: count)
            guard case .unreadable(_, let answer) = reader.unreadable(body, of: Self.target, "it broke off") else {
                Issue.record("read")
                return
            }
            let reason = try JSONText(answer.data).root["reason"]?.string
            #expect(reason == "it broke off; the first 4194304 of \(count) bytes are kept")
            #expect(try AnswerReaderTests.bytes(answer).count == Self.limit)
        }
    }

    @Test("an answer of just that size is kept whole")
    func largest() throws {
        let body = Array(repeating: UInt8(ascii: "<"), count: Self.limit)
        let kept = try AnswerReaderTests.kept(body, of: Self.target)
        #expect(try JSONText(kept.answer.data).root["reason"]?.string == kept.reason)
        #expect(try AnswerReaderTests.bytes(kept.answer) == body)
    }

    @Test("equal bytes have equal digests, others have others")
    func digest() throws {
        func digest(_ body: String) throws -> ContentDigest {
            try AnswerReaderTests.kept(Array(body.utf8), of: Self.target).answer.digest
        }
        #expect(try digest("<a>") == digest("<a>"))
        #expect(try digest("<a>") != digest("<b>"))
    }

    @Test("it is told where elements of the kind without identity are told")
    func stream() throws {
        let kept = try AnswerReaderTests.kept(Array("<a>".utf8), of: Self.target)
        #expect(kept.answer.stream.subject == "hq/zone-logs/unidentified")
        #expect(!kept.answer.stream.holdsOneRecord)
    }
}
