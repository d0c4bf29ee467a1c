import AlarmHistory
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Acting on zones")
struct ZoneActingTests {
    @Test(
        "arms and disarms one or all, comments, mutes and unmutes: seen at the deployment, and recorded as confirmed",
        arguments: [false, true])
    func zones(besideArchiver: Bool) throws {
        let scene = try Scene(staging: "--local-alarms", "always")
        let archiver = besideArchiver ? try scene.startReadyArchiver() : nil
        if archiver == nil { try #require(try scene.archiveOnce().status == 0) }
        let zone = VendorMembers(try #require(try scene.served("/alarmZones").first))
        let id = try #require(zone.text("id"))
        try confirm(scene, "zones", "disarm", id)
        #expect(try states(scene, id) == ["disarmed"])
        try confirm(scene, "zones", "arm", try #require(zone.text("name")))
        #expect(try isArmed(states(scene, id)))
        try confirm(scene, "zones", "disarm", "--all")
        #expect(try states(scene).allSatisfy { $0 == "disarmed" })
        try confirm(scene, "zones", "arm", "--all")
        #expect(try isArmed(states(scene)))
        try confirm(scene, "zone", "comment", id, #"a "fox""#)
        #expect(
            try scene.served("/alarmZones/\(id)/logs").contains { VendorMembers($0).text("comment") == #"a "fox""# })
        try confirm(scene, "zone", "mute", id)
        #expect(try muted(scene) == [id])
        try confirm(scene, "zone", "unmute", id)
        #expect(try muted(scene).isEmpty)
        let told = ["disarm", "arm", "disarm", "arm", "comment", "mute", "unmute"].map { "\($0) accepted confirmed" }
        #expect(try scene.actionLines() == told)
        #expect(try scene.actions().map { $0["target"]?.string } == [id, id, nil, nil, id, id, id])
        archiver?.signal(SIGTERM)
        #expect(archiver?.wait() ?? 0 == 0)
    }

    @Test("stops local alarms, of one zone or of all")
    func stopLocal() throws {
        let scene = try Scene(staging: "--local-alarms", "always", "--fault", "two-alarms@0s")
        try #require(try scene.archiveOnce().status == 0)
        _ = try scene.ongoing(2)
        try confirm(scene, "respond", "stop-local")
        #expect(try scene.served("/ongoingAlerts").isEmpty)
        #expect(try scene.orders() == ["POST /api/v1/alarmZoneAlerts/stopLocalOngoing"])
    }

    @Test("that the deployment accepts and does not do is contradicted by the zone's log, and ends with 1")
    func refusedArming() throws {
        let scene = try Scene(staging: "--fault", "arm-refused@0s")
        try #require(try scene.archiveOnce().status == 0)
        let id = try #require(try scene.served("/alarmZones").first.flatMap { VendorMembers($0).text("id") })
        try confirm(scene, "zones", "disarm", id)
        let refused = try scene.act("zones", "arm", id, "--yes")
        #expect(refused.status == 1 && refused.errors.contains("arming failed"), "\(refused.errors)")
        #expect(try scene.actionLines().last == "arm accepted contradicted")
        #expect(try states(scene, id) == ["disarmed"])
    }

    /// Does it, and holds the program to what it says.
    private func confirm(_ scene: Scene, _ command: String...) throws {
        let done = try scene.act(command + ["--yes"])
        let sentence = /accepted \(20[04]\), confirmed:/
        #expect(done.status == 0 && done.text.contains(sentence), "\(command): \(done.text)\(done.errors)")
        #expect(done.errors.contains("is our reading"), "what is not documented is said")
    }

    private func states(_ scene: Scene, _ id: String? = nil) throws -> [String] {
        try scene.served("/alarmZones" + (id.map { "/\($0)" } ?? "")).compactMap { VendorMembers($0).text("state") }
    }

    /// Whether each is armed, or will be after its exit delay.
    private func isArmed(_ states: [String]) -> Bool {
        !states.isEmpty && states.allSatisfy { ["armed", "arming"].contains($0) }
    }

    private func muted(_ scene: Scene) throws -> [String] {
        try document(scene.act("muted", "--json")).list("muted").compactMap { $0["alarm_zone_id"]?.string }
    }
}
