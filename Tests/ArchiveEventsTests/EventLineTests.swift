import ArchiveEvents
import ExactJSON
import Testing

struct EventLineTests {
    @Test("a line with every member has exactly these bytes")
    func full() throws {
        let line = EventLine(
            NewEvent(
                type: .recordChanged, subject: "hq/alerts/1f3b", endpoint: "ongoing-alerts",
                since: try instant("2026-11-23T03:12:40.101Z"), servedTime: try instant("2026-11-23T03:12:45.000Z"),
                data: Array(#"{"b":1.0,"a":[]}"#.utf8)),
            position: Position(41), source: "example.com/hq", time: try instant("2026-11-23T03:12:45.123Z"),
            version: StreamVersion(3))
        let head =
            #"{"specversion":"1.0","id":"41","source":"example.com/hq","type":"record-changed.v1","#
            + #""subject":"hq/alerts/1f3b","endpoint":"ongoing-alerts","time":"2026-11-23T03:12:45.123Z","#
            + #""since":"2026-11-23T03:12:40.101Z","servedtime":"2026-11-23T03:12:45.000Z","streamversion":3"#
        #expect(text(line.head) == head)
        #expect(text(line.data) == #"{"b":1.0,"a":[]}"#)
        #expect(text(line.bytes) == head + #","data":{"b":1.0,"a":[]}}"#)
        #expect(line.size == line.bytes.count)
    }

    @Test("a line with only the necessary members has exactly these bytes")
    func minimal() throws {
        let line = EventLine(
            NewEvent(type: .archiveCreated, subject: "archive"), position: .first, source: "example.com/hq",
            time: try instant("2026-01-01T00:00:00.000Z"), version: StreamVersion(1))
        let head =
            #"{"specversion":"1.0","id":"0","source":"example.com/hq","type":"archive-created.v1","subject":"archive","#
            + #""time":"2026-01-01T00:00:00.000Z","streamversion":1"#
        #expect(text(line.head) == head)
        #expect(text(line.bytes) == head + #","data":null}"#)
        #expect(line.size == line.bytes.count)
    }

    @Test("whatever stands in a subject, the line is JSON and the head ends at its data", arguments: hostileTexts)
    func hostileSubject(subject: String) throws {
        let line = EventLine(
            NewEvent(type: .recordSeen, subject: subject, endpoint: subject, data: Array(#"{"data":{"data":1}}"#.utf8)),
            position: Position(7), source: subject, time: try instant("2026-01-01T00:00:00.000Z"),
            version: StreamVersion(1))
        let root = try JSONText(line.bytes).root
        for name in ["source", "subject", "endpoint"] {
            #expect(try #require(root[name]?.string).utf8.elementsEqual(subject.utf8))
        }
        #expect(root.members.map { $0.name.string }.suffix(2) == ["streamversion", "data"])
        #expect(root.compactBytes == line.bytes)
        #expect(line.bytes.starts(with: line.head + Array(#","data":{"data""#.utf8)))
        #expect(!line.bytes.contains(UInt8(ascii: "\n")))
    }
}

/// Texts that could be mistaken for a part of the line.
let hostileTexts = [
    #"","data":"#,
    #"a","data":null}"#,
    #"","streamversion":1,"data":{}}"#,
    #"\","data":"\"#,
    #"\"#,
    "\"",
    "a\nb\r\u{0}\u{1F}\u{7F}",
    "é/e\u{301}/😀/\u{2028}",
    "",
]

func instant(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

func text(_ bytes: some Sequence<UInt8>) -> String { String(decoding: Array(bytes), as: UTF8.self) }
