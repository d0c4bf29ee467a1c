import Foundation
import TestSupport
import Testing

/// A deployment with a second factor, in which everything that is secret is known and can be recognised.
final class SecretStage {
    static let password = #"Planted"pass/word+& ä"#
    private static let webhookSecret = "planted-webhook-secret/1"
    private static let bearer = "planted-bearer-token.abc"
    static let typed = "planted-typed-token-xyz"
    static let wrong = "planted-wrong-password"

    let scene: Scene
    let port: Int
    private let factor: SecondFactor
    private let proxy: RunningProgram
    /// The address at which whatever passes by is learnt.
    let base: String

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
                "--seed", "4", "--history", "0s", "--quiet-after", "8s", "--alarms-per-day", "1", "--profile", "mfa",
                "--totp-secret-file",
                factor.path, "--bookmarks", "always", "--bookmark-delay", "0s", "--local-alarms", "always",
                "--fault", "alarm-lasts@6s", "--fault", "status-500@0s+1h:alarmZones/*/comment",
                "--fault", "login-page@0s+1h:alarmZonesUserMuted", "--webhook",
                "http://127.0.0.1:\(port)/webhooks/hq", "--webhook-secret-file", hook,
            ], password: Self.password)
        try "\(Self.webhookSecret)\n\(SecondFactor.text)\n"
            .write(toFile: scene.folder.file("echoed"), atomically: true, encoding: .utf8)
        proxy = try RunningProgram(
            [
                "/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/recording-proxy.py"), scene.url,
                scene.folder.file("passed-by"), scene.folder.file("echoed"),
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
