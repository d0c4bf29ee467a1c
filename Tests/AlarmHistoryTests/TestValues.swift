import AlarmHistory
import ArchiveEvents
import ExactJSON

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

/// A test's own source of randomness (SplitMix64): the same seed gives the same run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func element<Choice>(of choices: [Choice]) -> Choice { choices[Int(next() % UInt64(choices.count))] }

    mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
