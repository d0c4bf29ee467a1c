import ArchiveEvents
import Testing

struct TimeSpanTests {
    @Test(
        "a number with its unit is read",
        arguments: [
            ("500ms", 500, "milliseconds"),
            ("30s", 30_000, "seconds"),
            ("15m", 900_000, "minutes"),
            ("24h", 86_400_000, "hours"),
            ("7d", 604_800_000, "days"),
            ("0s", 0, "nothing"),
            ("007s", 7000, "zeros in front"),
            ("365000d", 31_536_000_000_000, "a thousand years"),
        ] as [(String, Int64, String)])
    func accepted(text: String, milliseconds: Int64, why: String) {
        #expect(TimeSpan(text)?.milliseconds == milliseconds, "\(why)")
    }

    @Test(
        "anything else is refused",
        arguments: [
            ("", "nothing"),
            ("5", "no unit"),
            ("s", "no number"),
            ("-5s", "a sign"),
            ("+5s", "a sign"),
            ("1.5h", "a fraction"),
            ("5 s", "a space between"),
            (" 5s", "a space before"),
            ("5s ", "a space behind"),
            ("5S", "a capital"),
            ("5w", "no such unit"),
            ("1h30m", "two units"),
            ("٥s", "a digit that is not ASCII"),
            ("365001d", "more than a thousand years"),
            ("31536000000001ms", "more than a thousand years by a millisecond"),
            ("9223372036854775807d", "more than 64 bits of milliseconds"),
            ("9223372036854775808ms", "a number of more than 64 bits"),
        ])
    func refused(text: String, why: String) {
        #expect(TimeSpan(text) == nil, "\(why)")
    }

    @Test(
        "a span is written in the largest unit that divides it",
        arguments: [
            (1, "1ms"), (1000, "1s"), (1500, "1500ms"), (60_000, "1m"), (90_000, "90s"), (3_600_000, "1h"),
            (5_400_000, "90m"), (86_400_000, "1d"), (90_000_000, "25h"),
        ] as [(Int64, String)])
    func description(milliseconds: Int64, text: String) {
        #expect(TimeSpan(milliseconds: milliseconds).description == text)
        #expect(TimeSpan(text)?.milliseconds == milliseconds)
    }

    @Test("a span is never negative, and nothing can be read back, too")
    func zero() {
        #expect(TimeSpan(milliseconds: -1) == TimeSpan(milliseconds: 0))
        #expect(TimeSpan(TimeSpan(milliseconds: 0).description) == TimeSpan(milliseconds: 0))
    }
}
