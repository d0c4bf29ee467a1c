import AlarmHistory
import AltaSimulator
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("The vendor's use cases, from the webhook to what the deployment shows")
struct UseCaseTests {
    @Test(
        "share, verify and end: each is done by a command of the settings, and recorded",
        arguments: [SimulationProfile.classic, .iso, .wrapped])
    func allThree(profile: SimulationProfile) throws {
        let stage = try WebhookStage("--profile", "\(profile)", "--fault", "alarm-lasts@6s")
        let archiver = try stage.startArchiver(commands: stage.useCases())
        let ends = try stage.awaitEnds(3)
        let told = ends.map {
            "\($0["command"]?.string ?? "") \($0["outcome"]?.string ?? "") \($0["exit"]?.integer ?? -1)"
        }
        try #require(told == ["share exited 0", "verify exited 0", "end exited 0"], "\(archiver.errors)")
        let guid = try #require(try stage.scene.served("/alerts").compactMap { VendorMembers($0).text("guid") }.first)
        try expectLinks(stage, guid)
        try expectRequests(stage.scene, guid)
        try expectServed(stage.scene, guid)
        try expectArchived(stage.scene, guid)
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        #expect(try stage.scene.ask("verify").status == 0)
    }

    /// The command wrote a link for each video that the deployment shares, and nothing else.
    private func expectLinks(_ stage: WebhookStage, _ guid: String) throws {
        let bookmarks = try document(
            stage.scene.act("api", "GET", "/alerts/\(guid)/bookmarks", "--reveal"))
        let tokens = (bookmarks["data"] ?? bookmarks).elements.compactMap { VendorMembers($0).text("guest_token") }
        let links = try String(contentsOfFile: stage.links, encoding: .utf8)
        try #require(!tokens.isEmpty)
        #expect(links == tokens.map { "\(stage.scene.url)/cloud?t=\($0)\n" }.joined())
    }

    /// Each order came after a look at the ongoing alarms, once, with the body that the vendor's guide gives.
    private func expectRequests(_ scene: Scene, _ guid: String) throws {
        let path = "/api/v1/alerts/\(guid)"
        #expect(try scene.orders() == ["POST \(path)", "POST \(path)/end"])
        let sent = try scene.sentRequests()
        let verify = try #require(sent.firstIndex { $0.method == "POST" && $0.path == path })
        let end = try #require(sent.firstIndex { $0.path == path + "/end" })
        #expect(sent[end].body == nil && sent[verify].status == 200 && sent[end].status == 200)
        #expect(sent[..<verify].contains { $0.path == "/api/v1/ongoingAlerts" })
        let body = try JSONText(Array(try #require(sent[verify].body).utf8)).root
        let names = body.members.map { $0.name.string }
        #expect(names == ["acknowledgment_code", "guid", "merged", "origin_name"])
        let alarm = VendorMembers(try #require(try scene.served("/alerts/\(guid)").first))
        #expect(body["acknowledgment_code"]?.integer == 202 && body["guid"]?.string == guid)
        #expect(body["merged"]?.bool != nil && body["merged"]?.bool == alarm["merged"]?.bool)
        #expect(body["origin_name"]?.string != nil && body["origin_name"]?.string == alarm.text("origin_name"))
    }

    private func expectServed(_ scene: Scene, _ guid: String) throws {
        let alarm = AlarmRecord(try #require(try scene.served("/alerts/\(guid)").first))
        #expect(alarm.verdict == .false && alarm.isEnded)
        #expect(try scene.served("/ongoingAlerts").isEmpty)
    }

    /// The log tells who asked for what, and what came of it; the next look shows it.
    private func expectArchived(_ scene: Scene, _ guid: String) throws {
        try eventually("the alarm with its verdict and its end") {
            let alarm = try document(scene.ask("alarms", "--since", "1h", "--json")).list("alarms").first
            return alarm?["guid"]?.string?.lowercased() == guid.lowercased() && alarm?["verdict"]?.string == "false"
                && alarm?["state"]?.string == "ended"
        }
        let actions = try scene.actions()
        #expect(
            try scene.actionLines() == [
                "share accepted confirmed", "verify accepted confirmed", "end accepted confirmed",
            ])
        #expect(actions.map { $0["target"]?.string } == [guid, guid, guid])
        #expect(actions.map { $0["reason"]?.string } == [nil, "automatic", nil])
        #expect(actions.allSatisfy { $0["actor"]?.string == "archiver@example.com" })
    }

    @Test("the webhook of an alarm that has already ended: the command says so, does nothing, and ends with 1")
    func race() throws {
        let stage = try WebhookStage(
            "--speed", "4", "--fault", "webhook-after-end@0s", "--fault", "alarm-lasts@24s+4s", "--quiet-after", "40s")
        let archiver = try stage.startArchiver(
            commands: [("end", #"alarm-history respond end --zone "$ALARM_ZONE_ID" --yes"#)])
        let end = try #require(try stage.awaitEnds(1).first)
        #expect(end["outcome"]?.string == "exited" && end["exit"]?.integer == 1, "\(archiver.errors)")
        #expect(archiver.errors.contains("no ongoing alarm in zone"), "\(archiver.errors)")
        #expect(archiver.errors.contains("the last ones there"), "\(archiver.errors)")
        #expect(try stage.scene.orders().isEmpty && stage.scene.actions().isEmpty)
    }
}
