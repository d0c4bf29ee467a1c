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
        for format in [[], ["--json"], ["--jsonl"], ["--csv"]] {
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

@Suite("Any call of the vendor's API")
struct AnyCallTests {
    @Test("is made as it is typed; one that may change something needs --yes, and is recorded")
    func calls() throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s")
        try #require(try scene.archiveOnce().status == 0)
        let zone = try #require(try scene.served("/alarmZones").first.flatMap { VendorMembers($0).text("id") })
        let body = #"{"comment":"by hand","guest_token":"PLANTED-IN-BODY"}"#
        let file = scene.folder.file("comment.json")
        try body.write(toFile: file, atomically: true, encoding: .utf8)
        let path = "/alarmZones/\(zone)/comment"
        let refused = try scene.act("api", "POST", path, "--body", file)
        #expect(refused.status == 64 && refused.errors.contains("give --yes"), "\(refused.errors)")
        #expect(try scene.act("api", "POST", path, "--body", file, "--yes").status == 0)
        #expect(try scene.act("api", "POST", path, "--body", "-", "--yes", input: body).status == 0)
        #expect(
            try scene.act(
                "api", "POST", "/api/v1/alarmZonesUserMuted", "--body", "-", "--yes",
                input: #"{"alarm_zone_id":"\#(zone)"}"#
            ).status == 0)
        #expect(try scene.act("api", "delete", "/alarmZonesUserMuted/\(zone)", "--yes").status == 0)
        #expect(
            try scene.orders() == [
                "POST /api/v1\(path)", "POST /api/v1\(path)", "POST /api/v1/alarmZonesUserMuted",
                "DELETE /api/v1/alarmZonesUserMuted/\(zone)",
            ])
        #expect(try scene.sentRequests().filter { $0.path.hasSuffix("/comment") }.map(\.body) == [body, body])
        #expect(try scene.actionLines() == Array(repeating: "api accepted", count: 4))
        let requested = try #require(try scene.events("--type", "action-requested.v1").first?["data"])
        #expect(requested["method"]?.string == "POST" && requested["path"]?.string == "/api/v1\(path)")
        #expect(requested["body"]?["comment"]?.string == "by hand")
        #expect(requested["body"]?["guest_token"]?.string?.hasPrefix("redacted:") == true)
    }

    @Test("answers with the body as it came, without tokens unless they are asked for; a failure tells its status")
    func answers() throws {
        let video = ["--bookmarks", "always", "--bookmark-delay", "0s"]
        let scene = try Scene(["--history", "0s", "--quiet-after", "5s", "--fault", "alarm-lasts@0s"] + video)
        let guid = try scene.ongoing()[0]
        let hidden = try scene.act("api", "GET", "/alerts/\(guid)/bookmarks")
        #expect(hidden.text.contains(#""guest_token":"redacted:"#), "\(hidden.text)")
        let revealed = try scene.act("api", "GET", "/alerts/\(guid)/bookmarks", "--reveal")
        #expect(!revealed.text.contains("redacted:"))
        let missing = try scene.act("api", "GET", "/alerts/no-such")
        #expect(missing.status == 1 && missing.errors.contains("status 404"), "\(missing.errors)")
        for path in ["/dologin", "/logout", "/alerts/../me", "alerts"] {
            let refused = try scene.act("api", "POST", path, "--yes")
            #expect(refused.status == 64, "\(path): \(refused.errors)")
        }
        #expect(try scene.orders().isEmpty)
    }
}
