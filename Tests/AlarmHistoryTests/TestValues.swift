import AlarmHistory
import ArchiveEvents
import ExactJSON
import TestSupport

/// When the first step of a test is; step n comes n minutes later.
func minute(_ step: Int) -> Instant { Instant(milliseconds: 1_748_744_000_000 + Int64(step) * 60_000) }

/// Bytes as text.
func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }

/// The JSON that a text spells.
func json(_ text: String) throws -> JSONElement { try JSONText(Array(text.utf8)).root }

/// An observation of JSON that is compact already.
func observation(_ content: String, of stream: RecordStream) throws -> Observation {
    Observation(stream: stream, content: Array(content.utf8), digest: ContentDigest(try json(content)))
}

/// The redaction key of the tests.
let redactionKey = Array(UInt8(0)..<32)

/// A reader with that key.
let reader = AnswerReader(redaction: SecretRedaction(key: redactionKey))

extension SeededGenerator {
    mutating func element<Choice>(of choices: [Choice]) -> Choice { choices[Int(next() % UInt64(choices.count))] }

    mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
