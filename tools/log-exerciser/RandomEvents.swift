import ArchiveEvents

/// Events by chance: of a few streams, mostly short, some long.
struct RandomEvents: RandomNumberGenerator {
    private var state: UInt64
    private var number = 0

    /// The same seed gives the same events.
    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// So many events, a few where no number is given, of lengths by chance.
    mutating func events(_ count: Int?) -> [NewEvent] {
        (0..<(count ?? Int.random(in: 1...40, using: &self))).map { _ in
            let isLong = Int.random(in: 0..<60, using: &self) == 0
            return event(text(isLong ? 9000 : Int.random(in: 0...300, using: &self)))
        }
    }

    /// An event whose data takes so many bytes and a few, and next to nothing once it is compressed.
    mutating func longEvent(bytes: Int) -> NewEvent { event(String(repeating: "x", count: bytes)) }

    private mutating func event(_ text: String) -> NewEvent {
        number += 1
        return NewEvent(
            type: number % 3 == 0 ? .recordSeen : .recordChanged,
            subject: "hq/alerts/\(Int.random(in: 0..<Self.streams, using: &self))", endpoint: "alerts",
            data: Array(#"{"n":\#(number),"text":"\#(text)"}"#.utf8))
    }

    /// Words rather than letters by chance, since blocks are compressed.
    private mutating func text(_ count: Int) -> String {
        var text = ""
        while text.utf8.count < count { text += Self.words[Int.random(in: 0..<Self.words.count, using: &self)] }
        return text
    }

    private static let words = ["person ", "vehicle ", "gate 4 ", "depot ", "seen ", "verified ", "at night "]
    private static let streams = 7
}
