import AlarmHistory
import ExactJSON
import Foundation
import TestSupport
import Testing

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
        // Nobody knows what is secret in it.
        #expect(requested["body"]?.string?.wholeMatch(of: /redacted:[0-9a-f]{16}/) != nil)
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
