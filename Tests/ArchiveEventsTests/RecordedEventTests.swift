import ArchiveEvents
import Foundation
import TestSupport
import Testing

private let fullHead =
    #"{"specversion":"1.0","id":"41","source":"example.com/hq","type":"record-changed.v1","#
    + #""subject":"hq/alerts/1f3b","endpoint":"ongoing-alerts","time":"2026-11-23T03:12:45.123Z","#
    + #""since":"2026-11-23T03:12:40.101Z","servedtime":"2026-11-23T03:12:45.000Z","streamversion":3"#
private let minimalHead =
    #"{"specversion":"1.0","id":"0","source":"s","type":"t","subject":"u","time":"2026-01-01T00:00:00.000Z","streamversion":1"#
private let hash = "50a482beed60d584e20ac526f341e7de18571934aec30fa44383764477b44727"

private func read(_ line: String) -> RecordedEvent? { RecordedEvent(line: Array(line.utf8)[...]) }

struct RecordedEventTests {
    @Test("a line with every member is read back whole")
    func full() throws {
        let event = try #require(read(fullHead + #","data":{"b":1.0,"a":[]}}"#))
        #expect(event.position == Position(41))
        #expect(event.source == "example.com/hq")
        #expect(event.type == .recordChanged)
        #expect(event.subject == "hq/alerts/1f3b")
        #expect(event.endpoint == "ongoing-alerts")
        #expect(event.time == (try instant("2026-11-23T03:12:45.123Z")))
        #expect(event.since == (try instant("2026-11-23T03:12:40.101Z")))
        #expect(event.servedTime == (try instant("2026-11-23T03:12:45.000Z")))
        #expect(event.version == StreamVersion(3))
        #expect(event.data.map(text) == #"{"b":1.0,"a":[]}"#)
        #expect(text(event.head) == fullHead)
        #expect(text(event.line) == fullHead + #","data":{"b":1.0,"a":[]}}"#)
    }

    @Test("what may be missing is nil")
    func minimal() throws {
        let event = try #require(read(minimalHead + #","data":null}"#))
        #expect(event.endpoint == nil)
        #expect(event.since == nil)
        #expect(event.servedTime == nil)
        #expect(event.data.map(text) == "null")
        #expect(text(event.head) == minimalHead)
    }

    @Test("any of the optional members may be missing on its own", arguments: 0..<8)
    func optional(combination: Int) throws {
        let new = NewEvent(
            type: .recordSeen, subject: "s", endpoint: combination & 1 == 0 ? nil : "e",
            since: combination & 2 == 0 ? nil : try instant("2026-01-01T00:00:00.001Z"),
            servedTime: combination & 4 == 0 ? nil : try instant("2026-01-01T00:00:00.002Z"))
        let event = try #require(RecordedEvent(line: line(new).bytes[...]))
        #expect(event.endpoint == new.endpoint)
        #expect(event.since == new.since)
        #expect(event.servedTime == new.servedTime)
    }

    @Test("a line is read where it lies in a block")
    func slice() throws {
        let block = Array((fullHead + ",\"data\":1}\n" + minimalHead + ",\"data\":2}\n").utf8)
        let start = try #require(block.firstIndex(of: 0x0A)) + 1
        let event = try #require(RecordedEvent(line: block[start..<block.endIndex - 1]))
        #expect(event.position == .first)
        #expect(text(event.head) == minimalHead)
        #expect(event.data.map(text) == "2")
        #expect(event.data?.startIndex == start + minimalHead.utf8.count + #","data":"#.utf8.count)
    }

    @Test("whatever stands in a subject is read back, and the head ends at the data", arguments: hostileTexts)
    func hostileSubject(subject: String) throws {
        let written = line(NewEvent(type: .recordSeen, subject: subject, endpoint: subject, data: Array("[1]".utf8)))
        let event = try #require(RecordedEvent(line: written.bytes[...]))
        #expect(event.subject.utf8.elementsEqual(subject.utf8))
        #expect(event.endpoint?.utf8.elementsEqual(subject.utf8) == true)
        #expect(event.head == written.head[...])
        #expect(event.data == written.data[...])
    }

    @Test(
        "data may hold the mark that stands before it",
        arguments: [
            #"{"a":{"b":1,"data":{"c":2},"data":3}}"#, #"{"a":",\"data\":"}"#, #"[{"a":1,"datahash":"0"}]"#, #""}""#,
        ])
    func hostileData(data: String) throws {
        let event = try #require(read(minimalHead + #","data":"# + data + "}"))
        #expect(event.data.map(text) == data)
        #expect(text(event.head) == minimalHead)
    }

    @Test("an erased event keeps its head and has a hash for its data")
    func erased() throws {
        let event = try #require(read(fullHead + #","datahash":"\#(hash)"}"#))
        #expect(event.data == nil)
        guard case .erased(let found) = event.payload else { throw UnexpectedPayload() }
        #expect(found == hash)
        #expect(text(event.head) == fullHead)
        #expect(event.version == StreamVersion(3))
    }

    @Test("a random event is read back as it was written", arguments: 0..<4 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let new = NewEvent(
                type: EventType(rawValue: .random(using: &random)), subject: .random(using: &random),
                endpoint: Bool.random(using: &random) ? nil : .random(using: &random),
                since: Bool.random(using: &random) ? nil : .random(using: &random),
                servedTime: Bool.random(using: &random) ? nil : .random(using: &random),
                data: Array(#"{"data":[1,{"data":2}]}"#.utf8))
            let position = Position(.random(in: 0 ... .max, using: &random))
            let version = StreamVersion(.random(in: 1 ... .max, using: &random))
            let (source, time) = (String.random(using: &random), Instant.random(using: &random))
            let line = EventLine(new, position: position, source: source, time: time, version: version)
            let event = try #require(RecordedEvent(line: line.bytes[...]), "seed \(seed): \(text(line.bytes))")
            let back = NewEvent(
                type: event.type, subject: event.subject, endpoint: event.endpoint, since: event.since,
                servedTime: event.servedTime, data: Array(try #require(event.data)))
            let again = EventLine(
                back, position: event.position, source: event.source, time: event.time, version: event.version)
            #expect(again.bytes == line.bytes, "seed \(seed)")
            #expect(event.head == line.head[...], "seed \(seed)")
            #expect(event.position == position && event.version == version && event.time == time, "seed \(seed)")
            // What the writer hands on without reading its line again is the same.
            let handedOn = RecordedEvent(new, line, line: line.bytes[...])
            #expect(String(describing: handedOn) == String(describing: event), "seed \(seed)")
            #expect(handedOn.head == event.head && handedOn.data == event.data, "seed \(seed)")
        }
    }

    @Test(
        "a line that differs from the format is refused",
        arguments: [
            (#"{"specversion":"1.0","#, "{", "the first member missing"),
            (#""1.0""#, #""1.1""#, "another version of CloudEvents"),
            (#""id":"41","#, "", "no id"),
            (#""source":"example.com/hq","#, "", "no source"),
            (#","type":"record-changed.v1""#, "", "no type"),
            (#","subject":"hq/alerts/1f3b""#, "", "no subject"),
            (#","time":"2026-11-23T03:12:45.123Z""#, "", "no time"),
            (#","streamversion":3"#, "", "no stream version"),
            (#","data":null"#, "", "no data"),
            (#""data":null"#, #""data":"#, "no value of data"),
            (
                #""id":"41","source":"example.com/hq""#, #""source":"example.com/hq","id":"41""#,
                "id and source exchanged"
            ),
            (
                #""type":"record-changed.v1","subject":"hq/alerts/1f3b""#,
                #""subject":"hq/alerts/1f3b","type":"record-changed.v1""#, "type and subject exchanged"
            ),
            (
                #""endpoint":"ongoing-alerts","time":"2026-11-23T03:12:45.123Z""#,
                #""time":"2026-11-23T03:12:45.123Z","endpoint":"ongoing-alerts""#, "endpoint behind time"
            ),
            (
                #""since":"2026-11-23T03:12:40.101Z","servedtime":"2026-11-23T03:12:45.000Z""#,
                #""servedtime":"2026-11-23T03:12:45.000Z","since":"2026-11-23T03:12:40.101Z""#,
                "servedtime before since"
            ),
            (#""streamversion":3,"data":null"#, #""data":null,"streamversion":3"#, "data not last"),
            (#""endpoint":"ongoing-alerts","#, #""endpoint":"a","endpoint":"a","#, "endpoint twice"),
            (#""type":"#, #""extra":"","type":"#, "an unknown member"),
            (#""id":"41""#, #""id":"041""#, "an id with a leading zero"),
            (#""id":"41""#, #""id":"00""#, "two zeros"),
            (#""id":"41""#, #""id":"""#, "an empty id"),
            (#""id":"41""#, #""id":"-1""#, "a negative id"),
            (#""id":"41""#, #""id":"+1""#, "an id with a sign"),
            (#""id":"41""#, #""id":"4 1""#, "an id with a space"),
            (#""id":"41""#, #""id":41"#, "an id without quotes"),
            (#""id":"41""#, #""id":"18446744073709551616""#, "an id beyond 64 bits"),
            (#""streamversion":3"#, #""streamversion":"3""#, "a stream version with quotes"),
            (#""streamversion":3"#, #""streamversion":03"#, "a stream version with a leading zero"),
            (#""streamversion":3"#, #""streamversion":3.0"#, "a stream version with a fraction"),
            ("45.123Z", "45.12Z", "a time with two decimals"),
            ("45.123Z", "45.1230Z", "a time with four decimals"),
            ("45.123Z", "45Z", "a time without decimals"),
            ("45.123Z", "45.123+00:00", "a time with an offset"),
            ("23T03:12:45.123Z", "23 03:12:45.123Z", "a time with a space"),
            ("23T03:12:45.123Z", "31T03:12:45.123Z", "a day that is none"),
            ("T03:12:45.123Z", "t03:12:45.123z", "a time in small letters"),
            ("T03:12:45.123Z", "T24:00:00.000Z", "an hour that is none"),
            ("T03:12:45.123Z", "T03:60:45.123Z", "a minute that is none"),
            ("T03:12:45.123Z", "T23:59:60.000Z", "a leap second, which the log never writes"),
            ("T03:12:45.123Z", "T03:12:45,123Z", "a comma"),
            ("T03:12:45.123Z", "T03:12: 5.123Z", "a space for a digit"),
            (#""time":"2026"#, #""time":"0000"#, "a year that is none"),
            (#""time":"2026-11-23"#, #""time":"2026-02-29"#, "a leap day in another year"),
            (#"45.123Z""#, #"45.123Z "#, "a time without its quote"),
            (#""2026-11-23T03:12:45.123Z""#, #""2026-11-23T03:12:45\u002e123Z\u0020""#, "a time that is none, escaped"),
            ("40.101Z", "40.1Z", "a since with one decimal"),
            ("45.000Z", "45Z", "a served time without decimals"),
            (#""subject":"hq"#, #""subject": "hq"#, "white space"),
            (#""subject":"hq/alerts/1f3b""#, #""subject":null"#, "a subject that is no string"),
            (#""subject":"hq"#, #""subject":"\ud800"#, "half a surrogate pair"),
            (#""subject":"hq"#, #""subject":"\x"#, "not an escape"),
            (#"null}"#, "null", "no closing brace"),
            (#"null}"#, "null} ", "a space behind"),
            (#"null}"#, "null}\n", "a line feed behind"),
            (#"null}"#, "null},", "a comma behind"),
            (#""data":null}"#, #""datahash":"\#(hash.dropLast())"}"#, "a hash of 63 digits"),
            (#""data":null}"#, #""datahash":"\#(hash)0"}"#, "a hash of 65 digits"),
            (#""data":null}"#, #""datahash":"\#(hash.uppercased())"}"#, "a hash in capitals"),
            (#""data":null}"#, #""datahash":"\#(hash.dropLast())g"}"#, "a hash with another letter"),
            (#""data":null}"#, #""datahash":"\#(hash)}"#, "a hash without its quote"),
            (#""data":null}"#, #""datahash":"\#(hash)0}"#, "a hash with a digit for its quote"),
            (#""data":null}"#, #""datahash":"\#(hash)","a":1}"#, "a member behind the hash"),
            (#""data":null}"#, #""datahash":""}"#, "no hash"),
            (#""data":null}"#, #""datahash":null}"#, "a hash that is no string"),
        ])
    func refused(part: String, change: String, why: String) throws {
        let line = fullHead + #","data":null}"#
        let place = try #require(line.range(of: part), "the table's row does not fit the line")
        #expect(read(line) != nil)
        #expect(read(line.replacingCharacters(in: place, with: change)) == nil, "\(why)")
    }

    @Test("every proper prefix of a line is refused")
    func truncated() {
        let line = Array((fullHead + #","data":1}"#).utf8)
        for count in line.indices {
            #expect(RecordedEvent(line: line[..<count]) == nil, "\(count) bytes")
        }
    }

    @Test(
        "a string that is not one of JSON in UTF-8 is refused",
        arguments: [
            ([0xFF], "not UTF-8"),
            ([0xC0, 0x80], "overlong"),
            ([0xED, 0xA0, 0x80], "an encoded surrogate"),
            ([0x01], "a control character as it is"),
            ([0x0A], "a line feed as it is"),
            ([0x5C, 0x6E, 0x01], "a control character behind an escape"),
        ] as [([UInt8], String)])
    func notText(bytes: [UInt8], why: String) throws {
        let parts = minimalHead.components(separatedBy: #""u""#)
        try #require(parts.count == 2)
        let line = Array((parts[0] + "\"").utf8) + bytes + Array(("\"" + parts[1] + #","data":1}"#).utf8)
        #expect(RecordedEvent(line: line[...]) == nil, "\(why)")
    }

    private func line(_ event: NewEvent) -> EventLine {
        EventLine(event, position: .first, source: "s", time: Instant(milliseconds: 0), version: StreamVersion(1))
    }
}

private struct UnexpectedPayload: Error {}

extension String {
    /// A few characters, those among them that must be escaped.
    fileprivate static func random(using random: inout SeededGenerator) -> String {
        let alphabet: [Unicode.Scalar] = ["a", "/", "-", "\"", "\\", ",", ":", "}", "\n", "\0", "é", "\u{301}", "😀"]
        return (0..<Int.random(in: 0..<6, using: &random)).reduce(into: "") { string, _ in
            string.unicodeScalars.append(alphabet[Int.random(in: alphabet.indices, using: &random)])
        }
    }
}
