import AlarmHistory
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Looking at the deployment, live")
struct VendorReadTests {
    @Test("shows what zones tell, and one detection of it")
    func zoneAlerts() throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s")
        let listed = try document(scene.act("zone-alerts", "--json"))
        #expect(listed["schema_version"]?.integer == 1 && listed["deployment"]?.string == "hq")
        let alert = try #require(listed.list("zone_alerts").first)
        let detection = alert.list("sub_alerts").first?["sub_alert_id"]?.string
        let id = try #require(alert["alert_id"]?.string)
        let part = try #require(detection, "\(String(decoding: alert.bytes, as: UTF8.self))")
        let details = try scene.act("zone-alerts", "details", id, part, "--json")
        let shown = try document(details).list("details")
        #expect(shown.count == 1 && shown[0]["sub_alert_id"]?.string == part, "\(details.text)\(details.errors)")
        let unknown = try scene.act("zone-alerts", "details", id, "no-such")
        #expect(unknown.status == 1 && unknown.errors.contains("status 404"), "\(unknown.errors)")
    }

    @Test(
        "hides telephone numbers and secret addresses unless they are asked for",
        arguments: [("contacts", "phone", "+44207946"), ("webhooks", "url", "https://example.invalid/")])
    func hidden(command: String, member: String, secret: String) throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s")
        for format in [[], ["--json"]] {
            let hidden = try scene.act([command] + format)
            #expect(hidden.status == 0 && hidden.text.contains(format == [] ? "hidden" : "(hidden)"), "\(hidden.text)")
            #expect(!hidden.text.contains(secret))
            #expect(try scene.act([command, "--reveal"] + format).text.contains(secret), "\(format)")
        }
        let records = try document(scene.act(command, "--json")).list(command)
        #expect(records.count == 6 && records.allSatisfy { $0[member]?.string == "(hidden)" })
        let first = try #require(records.first.flatMap { VendorMembers($0).text("id") })
        guard command == "contacts" else { return }
        let one = try document(scene.act(command, first, "--json")).list(command)
        #expect(one.compactMap { $0["id"]?.string } == [first])
    }

    @Test("writes nothing: neither at the deployment nor into an archive, which need not be there")
    func recordsNothing() throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s")
        for command in [["zone-alerts"], ["muted"], ["contacts"], ["webhooks"], ["api", "get", "/alerts"]] {
            #expect(try scene.act(command).status == 0, "\(command)")
        }
        #expect(try scene.orders().isEmpty && !FileManager.default.fileExists(atPath: scene.archive))
    }
}
