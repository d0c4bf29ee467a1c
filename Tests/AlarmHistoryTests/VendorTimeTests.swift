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
            ("1748744045.1204", 1_748_744_045_120, "rounded"),
            ("978393600", 978_393_600_000, "the first seconds that are a time"),
            ("978393600000", 978_393_600_000, "the same in milliseconds"),
            (#""2001-01-02T00:00:00Z""#, 978_393_600_000, "the same as a text"),
            ("3453148799999", 3_453_148_799_999, "the last that is a time"),
            ("3453148799", 3_453_148_799_000, "the last seconds"),
            ("2147483646", 2_147_483_646_000, "a second before 32 bits are full"),
            ("2147483648", 2_147_483_648_000, "a second behind"),
        ])
    func read(spelling: String, milliseconds: Int64, reason: String) throws {
        #expect(Instant(vendor: try json(spelling)) == Instant(milliseconds: milliseconds), "\(reason)")
    }

    @Test(
        "the moments by which programs say that there is no time are none, in every spelling and zone",
        arguments: [
            "0001-01-01T00:00:00", "0001-01-01T00:00:00.0000000", "1601-01-01T00:00:00", "1753-01-01T00:00:00",
            "1899-12-30T00:00:00", "1899-12-31T00:00:00", "1900-01-01T00:00:00", "1904-01-01T00:00:00",
            "1970-01-01T00:00:00", "1970-01-01T00:00:00.001", "1980-01-01T00:00:00", "1980-01-06T00:00:00",
            "2000-01-01T00:00:00", "2001-01-01T00:00:00", "2038-01-19T03:14:07", "2079-06-06T23:59:00",
            "2099-12-31T23:59:59", "2106-02-07T06:28:15", "2999-12-31T00:00:00", "3000-01-01T00:00:00",
            "9999-12-31T00:00:00", "9999-12-31T23:59:59.9999999",
        ])
    func noTime(moment: String) throws {
        for zone in ["Z", "+00:00", "", "+14:00", "-12:00"] {
            // The end of 32 bits is a second among those that are times: only as it is counted.
            if moment.hasPrefix("2038"), zone.contains("1") { continue }
            let text = "\"\(moment)\(zone)\""
            #expect(Instant(vendor: try json(text)) == nil, "\(text)")
            let end = AlarmRecord(content: Array(#"{"guid":"a","phase":"alarm","end_time":\#(text)}"#.utf8))
            #expect(end?.isEnded == false && end?.endedAt == nil, "\(text)")
            let others = #"{"start_time":\#(text),"endedTime":\#(text),"acknowledged_time":\#(text)}"#
            let record = AlarmRecord(content: Array(others.utf8))
            #expect(record?.occurredAt == nil && record?.verifiedAt == nil && record?.isEnded == false, "\(text)")
            #expect(ZoneRecord(try json(#"{"state_since":\#(text)}"#)).stateSince == nil)
            #expect(ZoneLogEntry(try json(#"{"time":\#(text)}"#)).occurredAt == nil)
        }
    }

    @Test(
        "the same as numbers are none",
        arguments: [
            "0", "0.0", "-1", "-62135596800", "-62135596800000", "2147483647", "2147483647000", "2147483647.999",
            "4294967295", "253402300799", "253402300799999", "9223372036854775807", "-2208988800", "946684800",
        ])
    func noNumber(spelling: String) throws {
        for text in [spelling, "\"\(spelling)\""] { #expect(Instant(vendor: try json(text)) == nil, "\(text)") }
    }

    @Test("an end that says no time leaves the end of another name standing, and the phase decides alone")
    func otherEnd() throws {
        let none = #""0001-01-01T00:00:00Z""#
        let ended = AlarmRecord(content: Array(#"{"ended_time":\#(none),"end_time":1748744045}"#.utf8))
        #expect(ended?.endedAt == Instant(milliseconds: 1_748_744_045_000))
        let phase = AlarmRecord(content: Array(#"{"phase":"ended","end_time":\#(none)}"#.utf8))
        #expect(phase?.isEnded == true && phase?.endedAt == nil)
    }

    @Test(
        "what is no time is refused",
        arguments: [
            ("0", "stands for no time"), ("-0", "stands for no time"), ("100000000", "no alarm began in the seventies"),
            ("100000000000", "nor in milliseconds"), ("978393599999", "a moment too early"),
            ("3453148800000", "a moment too late"), ("99999999999", "the year 5138"),
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
