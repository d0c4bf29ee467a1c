import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@testable import alarm_archiver

@Suite("Telling how the archive stands")
struct StatusTests {
    @Test("names the last complete look and the open gap of each endpoint, and what its polling waits for")
    func endpoints() async throws {
        let gap = #"{"cause":"unreachable","detail":"no route","last_complete":<5>}"#
        let archive = try await MadeArchive([(10, [.made(.gapOpened, "hq/coverage/alerts", gap)])])
        let note = """
            {"schema_version":1,"log_size":1,"requests":{"per_minute":120,"last_hour":7100,"held_back":3},\
            "pending":{"subject":"hq/coverage/zones","since":"\(MadeArchive.minute(9))"},\
            "looks":[{"subject":"hq/coverage/ongoing-alerts","last_complete":"\(MadeArchive.minute(8))"}]}
            """
        try note.write(toFile: archive.file("watermarks-hq.json"), atomically: true, encoding: .utf8)
        let status = try archive.ask("status")
        #expect(status.status == 0, "\(status.errors)")
        let since = "since \(MadeArchive.minute(5)): unreachable"
        for line in [
            try Regex("hq +alerts +\\S+ +\(since)"), try Regex("hq +ongoing-alerts +\(MadeArchive.minute(8)) +-"),
            try Regex("hq: 7100 requests in the last hour of polling, of 7200 allowed, 3 looks held back by it"),
            try Regex("hq: the answer of zones is awaited since \(MadeArchive.minute(9))"),
        ] {
            #expect(status.text.contains(line), "\(status.text)")
        }
        let deployments = try document(archive.ask("status", "--json")).list("deployments")
        let endpoint = try #require(deployments.first?.list("endpoints").first { $0["endpoint"]?.string == "alerts" })
        let open = try #require(endpoint["open_gap"])
        #expect(open["cause"]?.string == "unreachable" && open["detail"]?.string == "no route")
        #expect(open["from"]?.string == MadeArchive.minute(5).description)
    }

    @Test("says that the log's times lie ahead of the clock, and so does check, with what to do")
    func ahead() async throws {
        // A century later, whatever this machine's clock shows.
        let archive = try await MadeArchive([(36_525 * 24 * 60, [.alarm("a", zone: "z", began: 0)])])
        let status = try archive.ask("status")
        #expect(status.status == 0 && status.text.contains("ahead of the clock"), "\(status.text)\(status.errors)")
        #expect(status.text.contains("set the clock by NTP"))
        #expect(try document(archive.ask("status", "--json"))["ahead_ms"]?.integer ?? 0 > 0)
        let findings = ArchiveCheck(path: archive.path, now: MadeArchive.start).findings
        let clock = try #require(findings.first { $0.subject == .clock })
        #expect(clock.result == .problem && clock.line.contains("ahead of the clock") && clock.line.contains("NTP"))
        let sound = ArchiveCheck(path: archive.path, now: MadeArchive.minute(36_525 * 24 * 60)).findings
        #expect(!sound.contains { $0.subject == .clock })
    }
}
