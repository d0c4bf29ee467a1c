import AlarmHistory
import AltaSimulator
import ExactJSON
import Foundation
import TestSupport
import Testing

/// A deployment with a second factor, in which everything that is secret is known and can be recognised.
final class SecretStage {
    static let password = #"Planted"pass/word+& ä"#
    private static let webhookSecret = "planted-webhook-secret/1"
    private static let bearer = "planted-bearer-token.abc"
    private static let typed = "planted-typed-token-xyz"
    private static let wrong = "planted-wrong-password"

    let scene: Scene
    private let port: Int
    private let factor: SecondFactor
    private let proxy: RunningProgram
    private let base: String
    private var guid = ""
    private var zone = ""

    /// Where the command of the settings puts the links, and the arguments of the program that it runs.
    var links: String { scene.folder.file("links") }
    var arguments: String { scene.folder.file("arguments") }

    init() throws {
        port = try freePort()
        factor = try SecondFactor()
        let folder = try TemporaryFolder()
        let hook = folder.file("hook")
        try Self.webhookSecret.write(toFile: hook, atomically: true, encoding: .utf8)
        scene = try Scene(
            [
                "--seed", "4", "--history", "0s", "--quiet-after", "5s", "--profile", "mfa", "--totp-secret-file",
                factor.path, "--bookmarks", "always", "--bookmark-delay", "0s", "--local-alarms", "always",
                "--fault", "alarm-lasts@3s", "--fault", "status-500@0s+1h:alarmZones/*/comment",
                "--fault", "login-page@0s+1h:alarmZonesUserMuted", "--webhook",
                "http://127.0.0.1:\(port)/webhooks/hq", "--webhook-secret-file", hook,
            ], password: Self.password)
        proxy = try RunningProgram(
            [
                "/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/recording-proxy.py"), scene.url,
                scene.folder.file("passed-by"),
            ], errorPath: scene.folder.file("proxy.log"))
        base = "http://127.0.0.1:\(try #require(proxy.line()))"
        for (name, text) in [
            ("hook", Self.webhookSecret), ("wrong", Self.wrong), ("bearer", Self.bearer),
            ("body", #"{"comment":"by hand","guest_token":"\#(Self.typed)"}"#),
        ] {
            try text.write(toFile: scene.folder.file(name), atomically: true, encoding: .utf8)
        }
    }

    deinit { proxy.signal(SIGKILL) }

    /// At its most talkative, with a command that shares the video of the alarm.
    func startArchiver() throws -> RunningProgram {
        let share = #"alarm-history respond share --zone "$ALARM_ZONE_ID" --wait 30s"#
        let entry =
            "{name: share, phase: alarm, command: '\(share) > \(links) & cat /proc/$!/cmdline > \(arguments); wait $!'}"
        let file = try scene.settings("webhookCommands: [\(entry)]\ntotpSecretFile: \(factor.path)\n", url: base)
        return try scene.startReadyArchiver(
            "--config", file, "--url", base, "--totp-secret-file", factor.path, "--log-level", "trace",
            "--webhook-listen", "127.0.0.1:\(port)", "--webhook-secret-file", scene.folder.file("hook"))
    }

    /// Runs a command in the name of the account.
    func vendor(_ arguments: [String], input: String? = nil) throws -> Run {
        try scene.act(arguments, options: ["--url", base, "--totp-secret-file", factor.path], input: input)
    }

    /// Does everything that can be done, and fails in every way; what was said, by who said it.
    func deeds() throws -> [String: Data] {
        let alert = try #require(Array(try document(vendor(["api", "GET", "/alerts"])).elements).first)
        guid = try #require(VendorMembers(alert).text("guid"))
        zone = try #require(VendorMembers(alert).text("alarm_zone_id"))
        var said: [String: Data] = [:]
        for (command, status) in commands {
            let done = try vendor(command)
            #expect(done.status == status, "\(command): \(done.errors)")
            said["\(command)"] = done.output + Data(done.errors.utf8)
        }
        for (command, option) in failures {
            let failed = try scene.act(command, options: ["--url", base] + option)
            #expect(failed.status == 4, "\(command), \(option): \(failed.errors)")
            said["\(command), \(option)"] = failed.output + Data(failed.errors.utf8)
        }
        said["webhooks"] = Data(try postWebhooks().utf8)
        return said
    }

    private var commands: [([String], Int32)] {
        let body = ["--body", scene.folder.file("body"), "--yes"]
        return [
            (["zones", "disarm", zone, "--yes"], 0), (["zones", "arm", "--all", "--yes"], 0),
            (["zone", "comment", zone, "seen", "--yes"], 1), (["zone", "mute", zone, "--yes"], 4),
            (["respond", "verify", guid, "--as", "false", "--yes", "--json"], 0), (["muted"], 4),
            (["zone-alerts", "--json"], 0), (["contacts", "--json"], 0), (["webhooks", "--csv"], 0),
            (["api", "GET", "/publicIntrusionEmergencyContacts"], 0), (["api", "GET", "/publicIntrusionWebhooks"], 0),
            (["api", "GET", "/alerts/\(guid)/bookmarks"], 0),
            (["api", "POST", "/alarmZones/\(zone)/comment"] + body, 1),
            (["api", "POST", "/alarmZones/\(zone)/arm?token=\(Self.typed)", "--yes"], 0),
            (["api", "GET", "/alarmZonesUserMuted"], 4), (["respond", "stop-local", "--yes"], 0),
            (["respond", "end", guid, "--yes"], 0),
        ]
    }

    private var failures: [([String], [String])] {
        let commands = [["respond", "share", guid], ["api", "POST", "/alerts/\(guid)/end", "--yes"], ["contacts"]]
        let (wrong, bearer) = (scene.folder.file("wrong"), scene.folder.file("bearer"))
        return commands.map { ($0, ["--password-file", wrong]) } + [(commands[0], ["--totp-secret-file", wrong])]
            + [(commands[2], ["--bearer-file", bearer])]
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
            "/usr/bin/env", "python3", "-c", script, "http://127.0.0.1:\(port)/webhooks/", scene.folder.file("hook"),
            Self.typed,
        ])
        #expect(posted.text == "202\n202\n401\n404\n", "\(posted.text)\(posted.errors)")
        return posted.text
    }

    /// Looks for all that was planted, and for all that passed by.
    func hunt() throws -> SecretHunt {
        var hunt = SecretHunt()
        hunt.seek("password", Self.password)
        hunt.seek("wrong password", Self.wrong)
        hunt.seek("second factor", SecondFactor.text)
        hunt.seek("webhook secret", Self.webhookSecret)
        hunt.seek("bearer token", Self.bearer)
        hunt.seek("typed token", Self.typed)
        for line in try String(contentsOfFile: scene.folder.file("passed-by"), encoding: .utf8).split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            hunt.seek(String(words[0]), String(words[1]))
        }
        return hunt
    }
}
