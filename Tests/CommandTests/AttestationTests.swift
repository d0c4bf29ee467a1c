import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Comparing the views with what the log makes")
struct AttestationTests {
    private func archive() async throws -> MadeArchive {
        try await MadeArchive([
            (0, [.made(.recordSeen, "hq/zones/z1", endpoint: "zones", #"{"id":"z1","name":"Dock"}"#)]),
            (1, (0..<5).map { .alarm("a\($0)", zone: "z1", began: 0) }),
            (2, [.made(.recordMissing, "hq/alerts/a1", endpoint: "alerts", "null")]),
        ])
    }

    private static func size(_ archive: MadeArchive) throws -> Int64? {
        try document(archive.ask("status", "--json"))["size"]?.integer
    }

    /// The events of a type, as the log has them.
    private static func attested(_ archive: MadeArchive) throws -> [JSONElement] {
        let lines = try archive.ask("events", "--jsonl").text.split(separator: "\n")
        return try lines.map { try JSONText(Array($0.utf8)).root }.filter { $0["type"]?.string == "view-attested.v1" }
    }

    @Test("where both are the same, the log has the hash; asked again, it is the same hash, of one event more")
    func same() async throws {
        let archive = try await archive()
        let first = try archive.ask("rebuild", "--compare", "--json")
        #expect(first.status == 0, "\(first.errors)")
        let told = try document(first)
        #expect(told["same"]?.bool == true && told["live"]?.string == told["rebuilt"]?.string)
        #expect(told["position"]?.integer == 8 && told["attested_at"]?.integer == 8)
        let event = try #require(try Self.attested(archive).first)
        #expect(event["id"]?.string == "8" && event["subject"]?.string == "archive")
        let data = try #require(event["data"])
        #expect(data["sha256"]?.string == told["live"]?.string && data["sha256"]?.string?.utf8.count == 64)
        #expect(data["position"]?.integer == 8)
        #expect(data["view_version"]?.integer == told["view_version"]?.integer && data["view_version"]?.integer != nil)

        let second = try document(archive.ask("rebuild", "--compare", "--json"))
        #expect(second["live"]?.string == told["live"]?.string)
        #expect(second["position"]?.integer == 9 && second["attested_at"]?.integer == 9)
        #expect(try Self.attested(archive).count == 2)
        #expect(try archive.ask("verify").status == 0)
        let text = try archive.ask("rebuild", "--compare")
        #expect(text.text.contains("the events before 10 make: \(told["live"]?.string ?? "-")"), "\(text.text)")
    }

    @Test(
        "a row that was changed, added or taken away is found, nothing is recorded, and a rebuild mends it",
        arguments: [
            "UPDATE alarm SET verdict = 1 WHERE guid = 'a2'", "DELETE FROM transition WHERE position = 4",
            "UPDATE zone SET name = 'Gate'", "INSERT INTO set_aside VALUES (3, 't', 's', 'r')",
            "UPDATE daily SET alarms = alarms + 1", "UPDATE zone SET name = NULL",
        ])
    func tampered(sql: String) async throws {
        let archive = try await archive()
        #expect(try document(archive.ask("alarms", "--json"))["total"]?.integer == 5)
        try archive.changeViews(sql)
        let size = try Self.size(archive)
        let compared = try archive.ask("rebuild", "--compare", "--json")
        #expect(compared.status == 12, "\(compared.errors)")
        let told = try document(compared)
        #expect(told["same"]?.bool == false && told["live"]?.string != told["rebuilt"]?.string)
        #expect(told["attested_at"]?.kind == .null)
        #expect(try Self.size(archive) == size && Self.attested(archive).isEmpty)
        let text = try archive.ask("rebuild", "--compare")
        #expect(text.status == 12 && text.text.contains("`alarm-history rebuild` replaces them"), "\(text.text)")
        #expect(try archive.ask("rebuild").status == 0)
        let mended = try document(archive.ask("rebuild", "--compare", "--json"))
        #expect(mended["same"]?.bool == true && mended["live"]?.string == told["rebuilt"]?.string)
    }

    @Test(
        "an object that was changed, added or taken away is found and named, though every row is the same",
        arguments: [
            (
                "DROP VIEW v1_alarms; CREATE VIEW v1_alarms AS SELECT * FROM alarm WHERE verdict IS NOT 2",
                "view v1_alarms is not the one"
            ),
            ("CREATE TRIGGER t AFTER UPDATE ON alarm BEGIN SELECT 1; END", "trigger t does not belong"),
            ("DROP INDEX alarm_by_time", "index alarm_by_time is missing"),
            ("CREATE TABLE more (x)", "table more does not belong"), ("ANALYZE", "ANALYZE made"),
        ])
    func objects(sql: String, finding: String) async throws {
        let archive = try await archive()
        #expect(try document(archive.ask("alarms", "--json"))["total"]?.integer == 5)
        try archive.changeViews(sql)
        let compared = try archive.ask("rebuild", "--compare", "--json")
        #expect(compared.status == 12, "\(compared.text)\(compared.errors)")
        let told = try document(compared)
        #expect(told["same"]?.bool == false && told["live"]?.string != told["rebuilt"]?.string)
        #expect(told.list("findings").contains { $0.string?.contains(finding) == true }, "\(compared.text)")
        #expect(try archive.ask("rebuild", "--compare").text.contains(finding))
        #expect(try Self.attested(archive).isEmpty)
        #expect(try archive.ask("rebuild").status == 0)
        #expect(try archive.ask("rebuild", "--compare").status == 0)
    }

    @Test("a view that was changed is used by no question: what is asked in SQL is answered from new ones, and told")
    func changedView() async throws {
        let archive = try await archive()
        let question = ["sql", "SELECT count(*) AS n FROM v1_alarms", "--csv"]
        #expect(try archive.ask(question[0], Array(question.dropFirst())).text == "n\r\n5\r\n")
        try archive.changeViews("DROP VIEW v1_alarms; CREATE VIEW v1_alarms AS SELECT 1 WHERE 0")
        let answer = try archive.ask(question[0], Array(question.dropFirst()))
        #expect(
            answer.text == "n\r\n5\r\n" && answer.errors.contains("view v1_alarms"), "\(answer.text)\(answer.errors)")
        #expect(FileManager.default.fileExists(atPath: archive.path + "/views.sqlite.set-aside-1"))
    }

    @Test("while an archiver runs, it records what was found")
    func throughSocket() throws {
        let scene = try Scene("--seed", "5", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let archiver = try scene.startArchiver()
        try eventually("an archiver that listens") {
            FileManager.default.fileExists(atPath: scene.archive + "/socket")
        }
        #expect(try scene.archiveOnce().status == 11, "the archive has its writer")
        let compared = try scene.ask("rebuild", "--compare", "--json")
        #expect(compared.status == 0, "\(compared.text)\(compared.errors)")
        let told = try document(compared)
        let position = try #require(told["attested_at"]?.integer)
        let event = try #require(
            try scene.events().first { $0["id"]?.string == "\(position)" }, "no event \(position)")
        #expect(event["type"]?.string == "view-attested.v1")
        #expect(event["data"]?["sha256"]?.string == told["rebuilt"]?.string)
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        #expect(try scene.ask("verify").status == 0)
    }

    @Test("without the archive's keys nothing is recorded, which is said, and what was found stays found")
    func withoutKeys() async throws {
        let archive = try await archive()
        try FileManager.default.removeItem(atPath: archive.path + "/keys")
        let compared = try archive.ask("rebuild", "--compare", "--json")
        #expect(compared.status == 0 && compared.errors.contains("not recorded in the log"), "\(compared.errors)")
        #expect(try document(compared)["same"]?.bool == true)
        #expect(try document(compared)["attested_at"]?.kind == .null)
    }

    @Test("an event of a type to come is told by status, and stands in the way of nothing")
    func unknownType() async throws {
        let odd = NewEvent.made(EventType(rawValue: "weather-seen.v3"), "hq/alerts/\u{1B}[2J", #"{"wind":7}"#)
        let archive = try await MadeArchive([
            (0, [.alarm("a", zone: "z1", began: 0), odd, .alarm("b", zone: "z1", began: 0)])
        ])
        let status = try archive.ask("status")
        let reason = "this version does not know weather-seen.v3"
        #expect(status.text.contains("1 event is in the log and not in the views: 2 (hq/alerts/·[2J): \(reason)"))
        let setAside = try document(archive.ask("status", "--json")).list("set_aside")
        #expect(setAside.map { $0["position"]?.integer } == [2])
        #expect(setAside.first?["type"]?.string == "weather-seen.v3" && setAside.first?["reason"]?.string == reason)
        #expect(setAside.first?["subject"]?.string == "hq/alerts/\u{1B}[2J")
        let alarms = try document(archive.ask("alarms", "--json")).list("alarms")
        #expect(alarms.map { $0["guid"]?.string } == ["a", "b"])
        #expect(try document(archive.ask("rebuild", "--compare", "--json"))["same"]?.bool == true)
        let other = try await self.archive()
        #expect(try document(other.ask("status", "--json")).list("set_aside").isEmpty)
    }
}
