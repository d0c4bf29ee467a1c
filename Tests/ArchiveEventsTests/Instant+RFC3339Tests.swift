import ArchiveEvents
import Foundation
import TestSupport
import Testing

struct InstantRFC3339Tests {
    @Test(
        "an instant is written in UTC with three decimals, and read back",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z", "the epoch"),
            (-1, "1969-12-31T23:59:59.999Z", "a millisecond before it"),
            (-86_400_000, "1969-12-31T00:00:00.000Z", "a day before it"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z", "the leap day of a year that 400 divides"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z", "its end"),
            (951_868_800_000, "2000-03-01T00:00:00.000Z", "the day after"),
            (1_709_164_800_000, "2024-02-29T00:00:00.000Z", "any leap day"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z", "a year that 100 divides has none"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z", "the day before is the 28th"),
            (1_735_689_599_999, "2024-12-31T23:59:59.999Z", "the end of a leap year"),
            (1_795_403_565_123, "2026-11-23T03:12:45.123Z", "every part has its own value"),
            (1_795_403_565_007, "2026-11-23T03:12:45.007Z", "decimals keep their zeros"),
            (-62_135_596_800_000, "0001-01-01T00:00:00.000Z", "the first that can be written"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z", "the last"),
        ] as [(Int64, String, String)])
    func description(milliseconds: Int64, text: String, why: String) {
        #expect(Instant(milliseconds: milliseconds).description == text, "\(why)")
        #expect(Instant(rfc3339: text) == Instant(milliseconds: milliseconds), "\(why)")
    }

    @Test(
        "other spellings of RFC 3339 are read",
        arguments: [
            ("2026-11-23T03:12:45Z", "2026-11-23T03:12:45.000Z", "no decimals"),
            ("2026-11-23t03:12:45z", "2026-11-23T03:12:45.000Z", "small letters"),
            ("2026-11-23 03:12:45Z", "2026-11-23T03:12:45.000Z", "a space for the T"),
            ("2026-11-23T03:12:45", "2026-11-23T03:12:45.000Z", "without an offset it is UTC"),
            ("2026-11-23", "2026-11-23T00:00:00.000Z", "a date is its midnight"),
            ("2026-11-23T03:12:45+01:00", "2026-11-23T02:12:45.000Z", "ahead of UTC"),
            ("2026-11-23T03:12:45-05:30", "2026-11-23T08:42:45.000Z", "behind UTC"),
            ("2026-11-23T03:12:45-00:00", "2026-11-23T03:12:45.000Z", "an unknown offset"),
            ("2026-11-23T03:12:45+0100", "2026-11-23T02:12:45.000Z", "an offset without a colon"),
            ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z", "over the turn of a year"),
            ("2024-02-28T23:30:00-01:00", "2024-02-29T00:30:00.000Z", "into a leap day"),
            ("2026-11-23T03:12:45.1Z", "2026-11-23T03:12:45.100Z", "one decimal is tenths"),
            ("2026-11-23T03:12:45.12Z", "2026-11-23T03:12:45.120Z", "two are hundredths"),
            ("2026-11-23T03:12:45.1234Z", "2026-11-23T03:12:45.123Z", "four round down"),
            ("2026-11-23T03:12:45.1235Z", "2026-11-23T03:12:45.124Z", "or up"),
            ("2026-11-23T03:12:45.12349999999999999999999Z", "2026-11-23T03:12:45.123Z", "however many"),
            ("2026-11-23T03:12:45.9995Z", "2026-11-23T03:12:46.000Z", "rounding carries"),
            ("2025-12-31T23:59:59.999999999Z", "2026-01-01T00:00:00.000Z", "over a whole year"),
            ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z", "a leap second counts as the next"),
            ("2016-12-31T23:59:60.250Z", "2017-01-01T00:00:00.250Z", "with its decimals"),
        ])
    func parsing(text: String, canonical: String, why: String) {
        #expect(Instant(rfc3339: text)?.description == canonical, "\(why)")
    }

    @Test(
        "what is not a date and time is refused",
        arguments: [
            ("", "nothing"),
            ("2026", "a year"),
            ("2026-11", "a month"),
            ("20261123", "no dashes"),
            ("2026-11-3", "a day of one digit"),
            ("226-11-23", "a year of three digits"),
            ("12026-11-23", "a year of five digits"),
            ("-2026-11-23", "a sign"),
            ("0000-01-01", "no such year"),
            ("2026-00-01", "no such month"),
            ("2026-13-01", "no such month"),
            ("2026-01-00", "no such day"),
            ("2026-01-32", "no such day"),
            ("2026-04-31", "no such day"),
            ("2026-02-29", "not a leap year"),
            ("2100-02-29", "not a leap year, though 4 divides it"),
            ("2024-02-30", "no such day, even then"),
            ("2026-11-23T", "no time"),
            ("2026-11-23T03", "an hour alone"),
            ("2026-11-23T24:00:00Z", "no such hour"),
            ("2026-11-23T03:60:00Z", "no such minute"),
            ("2026-11-23T03:12:61Z", "no such second"),
            ("2026-11-23T3:12:45Z", "an hour of one digit"),
            ("2026-11-23T03:12:45.Z", "a point without decimals"),
            ("2026-11-23T03:12:45,5Z", "a comma"),
            ("2026-11-23T03:12:45ZZ", "something behind"),
            ("2026-11-23T03:12:45Z ", "a space behind"),
            (" 2026-11-23T03:12:45Z", "a space before"),
            ("2026-11-23  03:12:45Z", "two spaces"),
            ("2026-11-23Z", "a date with an offset"),
            ("2026-11-23T03:12:45+01", "an offset without minutes"),
            ("2026-11-23T03:12:45+24:00", "no such offset"),
            ("2026-11-23T03:12:45+01:60", "no such offset"),
            ("2026-11-23T03:12:45 01:00", "an offset without a sign"),
            ("2026-11-23T03:12:45 UTC", "a zone's name"),
            ("２０２６-11-23", "digits that are not ASCII"),
            ("0001-01-01T00:00:00+00:01", "before the first year"),
            ("9999-12-31T23:59:59-00:01", "after the last year"),
            ("9999-12-31T23:59:59.9996Z", "rounded past the last year"),
        ])
    func refused(text: String, why: String) {
        #expect(Instant(rfc3339: text) == nil, "\(why)")
    }

    @Test(
        "every instant that can be written is read back, and texts sort like times", arguments: 0..<4 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var last = Instant.random(using: &random)
        for _ in 0..<500 {
            let instant = Instant.random(using: &random)
            #expect(Instant(rfc3339: instant.description) == instant, "seed \(seed): \(instant.milliseconds)")
            #expect(
                (last < instant) == (last.description < instant.description),
                "seed \(seed): \(last.milliseconds), \(instant.milliseconds)")
            last = instant
        }
    }

    @Test("Foundation writes the same instants the same way", arguments: 0..<4 as Range<UInt64>)
    func foundation(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let formatter = ISO8601DateFormatter()
        for _ in 0..<100 {
            // Before 1583 Foundation counts in the Julian calendar. Whole seconds, for it counts in floating point.
            let second = Int64.random(in: -12_212_553_600...253_402_300_799, using: &random)
            let theirs = formatter.string(from: Date(timeIntervalSince1970: Double(second)))
            #expect(Instant(rfc3339: theirs)?.milliseconds == second * 1000, "seed \(seed): \(second)")
            let ours = Instant(milliseconds: second * 1000).description
            #expect(ours.replacing(".000Z", with: "Z") == theirs, "seed \(seed): \(second)")
        }
    }
}

extension Instant {
    /// Anywhere within the years that can be written.
    static func random(using random: inout SeededGenerator) -> Instant {
        Instant(milliseconds: .random(in: -62_135_596_800_000...253_402_300_799_999, using: &random))
    }
}
