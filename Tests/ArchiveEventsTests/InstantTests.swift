import ArchiveEvents
import Testing

struct InstantTests {
    /// 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z.
    private static let first: Int64 = -62_135_596_800_000
    private static let last: Int64 = 253_402_300_799_999

    @Test("instants move by milliseconds and are told apart by them")
    func arithmetic() {
        let instant = Instant(milliseconds: 1000)
        #expect(instant.advanced(byMilliseconds: -1500) == Instant(milliseconds: -500))
        #expect(instant.milliseconds(since: Instant(milliseconds: -500)) == 1500)
        #expect(Instant(milliseconds: -500) < instant)
        #expect(!(instant < instant))
    }

    @Test(
        "moving stays within the years that can be written",
        arguments: [
            (0, .max, last, "far ahead"),
            (0, .min, first, "far back"),
            (last - 1, 1, last, "up to the last"),
            (last, 1, last, "beyond it"),
            (last, .max, last, "beyond 64 bits"),
            (first + 1, -1, first, "down to the first"),
            (first, -1, first, "before it"),
            (first, .min, first, "before 64 bits"),
            (.max, 0, last, "from outside"),
            (.min, 0, first, "from outside, before"),
            (last, -1, last - 1, "and back again"),
        ] as [(Int64, Int64, Int64, String)])
    func clamping(start: Int64, amount: Int64, end: Int64, why: String) {
        #expect(Instant(milliseconds: start).advanced(byMilliseconds: amount).milliseconds == end, "\(why)")
    }

    @Test(
        "days begin at midnight in UTC, before 1970, too",
        arguments: [
            (0, 0), (86_399_999, 0), (86_400_000, 1), (-1, -1), (-86_400_000, -1), (-86_400_001, -2),
        ] as [(Int64, Int64)])
    func day(milliseconds: Int64, day: Int64) {
        #expect(Instant(milliseconds: milliseconds).day == day)
    }

    @Test("an instant can be written from year 1 to year 9999")
    func isWritable() {
        #expect(Instant(milliseconds: Self.first).isWritable)
        #expect(Instant(milliseconds: Self.last).isWritable)
        #expect(!Instant(milliseconds: Self.first - 1).isWritable)
        #expect(!Instant(milliseconds: Self.last + 1).isWritable)
    }
}
