import AlarmHistory
import Testing

struct RecordStreamTests {
    @Test(
        "a stream's name is read back as it was written",
        arguments: ["1", "a/b", "/", "a//b/", "", "unidentified", "é\"", "7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10"])
    func roundTrip(id: String) {
        let stream = RecordStream(deployment: "hq", kind: "alerts", id: id)
        #expect(stream.subject == "hq/alerts/\(id)")
        #expect(RecordStream(subject: stream.subject) == stream)
    }

    @Test("a name of fewer than three parts is no stream's", arguments: ["", "archive", "hq/alerts"])
    func refused(subject: String) {
        #expect(RecordStream(subject: subject) == nil)
    }

    @Test(
        "each event is a content of its own in a zone's log and where elements have no id, else of one record",
        arguments: [
            ("hq/alerts/1", true), ("hq/zones/1", true), ("hq/about/deployment", true), ("hq/zone-logs/z1", false),
            ("hq/alerts/unidentified", false), ("hq/zones/unidentified", false),
        ])
    func holdsOneRecord(subject: String, expected: Bool) throws {
        #expect(try #require(RecordStream(subject: subject)).holdsOneRecord == expected)
    }
}
