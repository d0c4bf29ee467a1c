import AlarmHistory
import ExactJSON
import Foundation
import TestSupport
import Testing

/// Everything that can be done on a stage, and gone wrong.
struct SecretDeeds {
    private let stage: SecretStage
    private let guid: String
    private let zone: String

    /// Deeds about the alarm of the stage.
    init(_ stage: SecretStage) throws {
        self.stage = stage
        let alert = try #require(Array(try document(stage.vendor(["api", "GET", "/alerts"])).elements).first)
        guid = try #require(VendorMembers(alert).text("guid"))
        zone = try #require(VendorMembers(alert).text("alarm_zone_id"))
    }

    /// Does everything that can be done, and fails in every way; what was said, by who said it.
    func said() throws -> [String: Data] {
        var said: [String: Data] = [:]
        for (command, status) in commands {
            let done = try stage.vendor(command)
            #expect(done.status == status, "\(command): \(done.errors)")
            said["\(command)"] = done.saying
        }
        for (command, option) in failures {
            let failed = try stage.scene.act(command, options: ["--url", stage.base] + option)
            #expect(failed.status == 4, "\(command), \(option): \(failed.errors)")
            said["\(command), \(option)"] = failed.saying
        }
        let bearer = try bearerRefused()
        #expect(bearer.status == 4, "\(bearer.errors)")
        said["a bearer"] = bearer.saying
        said["webhooks"] = Data(try postWebhooks().utf8)
        return said
    }

    private var commands: [([String], Int32)] {
        let body = ["--body", stage.scene.folder.file("body"), "--yes"]
        return [
            (["zones", "disarm", zone, "--yes"], 0), (["zones", "arm", "--all", "--yes"], 0),
            (["zone", "mute", zone, "--yes"], 1),
            (["respond", "verify", guid, "--as", "false", "--yes", "--json"], 0), (["muted"], 1),
            (["zone-alerts", "--json"], 0), (["contacts", "--json"], 0), (["webhooks", "--csv"], 0),
            (["api", "GET", "/publicIntrusionEmergencyContacts"], 0), (["api", "GET", "/publicIntrusionWebhooks"], 0),
            (["api", "GET", "/alerts/\(guid)/bookmarks"], 0),
            (["api", "POST", "/alarmZones/\(zone)/comment"] + body, 1),
            (["api", "POST", "/alarmZones/\(zone)/arm?token=\(SecretStage.typed)", "--yes"], 0),
            (["api", "GET", "/alarmZonesUserMuted"], 1), (["respond", "stop-local", "--yes"], 0),
            (["respond", "end", guid, "--yes"], 0),
        ]
    }

    private var failures: [([String], [String])] {
        let commands = [["respond", "share", guid], ["api", "POST", "/alerts/\(guid)/end", "--yes"], ["contacts"]]
        let wrong = stage.scene.folder.file("wrong")
        return commands.map { ($0, ["--password-file", wrong]) } + [(commands[0], ["--totp-secret-file", wrong])]
    }

    /// The deployment takes no bearer.
    private func bearerRefused() throws -> Run {
        try run([
            "alarm-history", "respond", "share", guid, "--archive", stage.scene.archive, "--deployment", "hq", "--url",
            stage.base,
            "--bearer-file", stage.scene.folder.file("bearer"),
        ])
    }

    /// Posts to the archiver with the secret in each place, and beside it; the statuses.
    private func postWebhooks() throws -> String {
        let script = """
            import sys, urllib.request, urllib.error, urllib.parse
            base, secret = sys.argv[1], open(sys.argv[2]).read()
            body = ('{"zone":"z","note":"https://example.invalid/cloud?t=' + sys.argv[3] + '"}').encode()
            for path, headers in (("hq/" + urllib.parse.quote(secret, ""), {}), ("hq", {"X-Webhook-Secret": secret}),
                                  ("hq/" + urllib.parse.quote(secret, "") + "x", {}), ("no", {"X-Webhook-Secret": secret})):
                try: print(urllib.request.urlopen(urllib.request.Request(base + path, body, headers)).status)
                except urllib.error.HTTPError as error: print(error.code)
            """
        let posted = try run([
            "/usr/bin/env", "python3", "-c", script, "http://127.0.0.1:\(stage.port)/webhooks/",
            stage.scene.folder.file("hook"),
            SecretStage.typed,
        ])
        #expect(posted.text == "202\n202\n401\n404\n", "\(posted.text)\(posted.errors)")
        return posted.text
    }
}

extension Run {
    /// All that it said, and how it ended.
    fileprivate var saying: Data { output + Data("\(errors)\n\(status)".utf8) }
}
