import ArchiveEvents
import Testing

@Suite("A time as people type it")
struct InstantTypedTests {
    private static let now = Instant(milliseconds: 1_795_420_800_000)

    @Test(
        "is RFC 3339, a date, now, or a span back from now",
        arguments: [
            ("now", 0), ("24h", -86_400_000), ("500ms", -500), ("2026-11-23T08:00:00Z", 0),
            ("2026-11-23T10:00:00+02:00", 0), ("2026-11-23", -28_800_000),
        ] as [(String, Int64)])
    func read(text: String, offset: Int64) {
        #expect(Instant(typed: text, now: Self.now) == Self.now.advanced(byMilliseconds: offset))
    }

    @Test("is nothing else", arguments: ["", "Now", "yesterday", "-24h", "24", "2026-13-01"])
    func refused(text: String) {
        #expect(Instant(typed: text, now: Self.now) == nil)
    }
}
