import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("An alarm whose end says that there is no time")
struct NoTimeTests {
    @Test(
        "is ongoing, and ended once it has a real end",
        arguments: ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "1753-01-01T00:00:00Z", "1899-12-30T00:00:00Z"])
    func states(none: String) async throws {
        func alarm(_ type: EventType, _ end: String) -> NewEvent {
            .made(
                type, "hq/alerts/a", endpoint: "alerts",
                #"{"guid":"a","alarm_zone_id":"z","phase":"alarm","start_time":<1>,"end_time":\#(end)}"#)
        }
        let archive = try await MadeArchive([(2, [alarm(.recordSeen, "\"\(none)\"")])])
        func alarms(_ state: String) throws -> [JSONElement] {
            try document(archive.ask("alarms", "--state", state, "--json")).list("alarms")
        }
        let ongoing = try alarms("ongoing")
        #expect(ongoing.map { $0["guid"]?.string } == ["a"] && ongoing.first?["ended_at"]?.kind == .null)
        #expect(try alarms("ended").isEmpty)
        let stored = try archive.ask("events", "--jsonl")
        #expect(stored.text.contains(none), "the value stays in the record")

        let later = try await MadeArchive([
            (2, [alarm(.recordSeen, "\"\(none)\"")]), (9, [alarm(.recordChanged, "<8>")]),
        ])
        let ended = try document(later.ask("alarms", "--state", "ended", "--json")).list("alarms")
        #expect(ended.map { $0["ended_at"]?.string } == [MadeArchive.minute(8).description])
        #expect(try document(later.ask("alarms", "--state", "ongoing", "--json")).list("alarms").isEmpty)
        let changes = try later.ask("alarms", "--changed-since", "\(MadeArchive.start)", "--json")
        #expect(!changes.text.contains("edit-after-end"), "\(changes.text)")
    }
}
