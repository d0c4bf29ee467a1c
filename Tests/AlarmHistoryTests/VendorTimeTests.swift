import AlarmHistory
import ArchiveEvents
import Testing

struct VendorTimeTests {
    @Test(
        "a time is read in whatever way the vendor writes it",
        arguments: [
            ("1748744045120", 1_748_744_045_120, "milliseconds"),
            ("1748744045.12", 1_748_744_045_120, "seconds with a fraction"),
            (#""1748744045.1200000000""#, 1_748_744_045_120, "a decimal text of seconds, as webhooks have it"),
            (#""1748744045.1199998856""#, 1_748_744_045_120, "noisy digits, rounded"),
            (#""1748744045120""#, 1_748_744_045_120, "a decimal text of milliseconds"),
            ("1.74874404512e12", 1_748_744_045_120, "another spelling of a number"),
            (#""2025-06-01T02:14:05.12Z""#, 1_748_744_045_120, "two decimals"),
            (#""2025-06-01T04:14:05.120+02:00""#, 1_748_744_045_120, "an offset"),
            (#""2025-06-01T02:14:05.1200000+00:00""#, 1_748_744_045_120, "many decimals"),
            (#""2025-06-01 02:14:05.12""#, 1_748_744_045_120, "a space, and no offset"),
            (#""2025-06-01T02:14:05\u002e12Z""#, 1_748_744_045_120, "an escape"),
            ("1748744045", 1_748_744_045_000, "whole seconds"),
            (#""1748744045""#, 1_748_744_045_000, "a text of whole seconds"),
            (#""2025-06-01T02:14:05Z""#, 1_748_744_045_000, "no fraction"),
            ("99999999999", 99_999_999_999_000, "the last number that counts seconds"),
            ("100000000000", 100_000_000_000, "the first one that counts milliseconds"),
            ("100000000", 100_000_000_000, "the first seconds that are a time"),
            ("1748744045.1204", 1_748_744_045_120, "rounded"),
            ("253402300799999", 253_402_300_799_999, "the last that can be written"),
        ])
    func read(spelling: String, milliseconds: Int64, reason: String) throws {
        #expect(Instant(vendor: try json(spelling)) == Instant(milliseconds: milliseconds), "\(reason)")
    }

    @Test(
        "what is no time is refused",
        arguments: [
            ("0", "stands for no time"), ("-0", "stands for no time"), ("99999999", "no alarm began in the seventies"),
            ("-1", "negative"), ("1e300", "absurd"), (#""soon""#, "no time"), (#""""#, "empty"), ("null", "nothing"),
            ("true", "a boolean"), ("[1748744045120]", "a list"), ("{}", "an object"),
            ("253402300800000", "the year 10000"), ("1e15", "too large"), (#""-1""#, "negative"),
            (#""1e300""#, "absurd"), ("1e999999999999999", "beyond counting"),
            (String(repeating: "9", count: 400), "beyond any number type"), (#""2025-02-30T00:00:00Z""#, "no such day"),
            (#""2025-06-01T25:00:00Z""#, "no such hour"), (#""2025-06-01T02:14:05.12Zx""#, "more behind it"),
            (#""\ud800""#, "half a surrogate pair"), (#""[1]""#, "a list in a text"), (#""NaN""#, "no number"),
        ])
    func refused(spelling: String, reason: String) throws {
        #expect(Instant(vendor: try json(spelling)) == nil, "\(reason)")
    }
}
