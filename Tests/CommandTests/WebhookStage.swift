import ExactJSON
import Foundation
import TestSupport
import Testing

/// A deployment that posts webhooks, with a secret, to an archiver that runs commands for them. Its alarms begin late enough
/// for the archiver to listen by then.
struct WebhookStage {
    let scene: Scene
    private let port: Int
    private let secret: SecondFactor

    /// Where the links go.
    var links: String { scene.folder.file("links") }

    init(_ options: String...) throws {
        port = try freePort()
        secret = try SecondFactor()
        let hook = ["--webhook", "http://127.0.0.1:\(port)/webhooks/hq", "--webhook-secret-file", secret.path]
        let video = ["--bookmarks", "always", "--bookmark-delay", "0s", "--local-alarms", "never"]
        scene = try Scene(
            ["--seed", "4", "--history", "0s", "--quiet-after", "8s", "--alarms-per-day", "1"] + hook + video + options)
    }

    /// The three commands. Pipes keep their order: an alarm that has ended is not found among the ongoing ones.
    func useCases() throws -> [(name: String, line: String)] {
        let (shared, verified) = (scene.folder.file("shared"), scene.folder.file("verified"))
        for pipe in [shared, verified] { try #require(mkfifo(pipe, 0o600) == 0) }
        let zone = #"--zone "$ALARM_ZONE_ID""#
        return [
            ("share", "alarm-history respond share \(zone) --wait 30s > \(links) && echo > \(shared)"),
            (
                "verify",
                #"read line < \#(shared) && alarm-history respond verify \#(zone) --device "$ALARM_DEVICE_ID" "#
                    + "--as false --yes --reason automatic && echo > \(verified)"
            ),
            ("end", "read line < \(verified) && alarm-history respond end \(zone) --yes"),
        ]
    }

    func startArchiver(commands: [(name: String, line: String)]) throws -> RunningProgram {
        let entries = commands.map { "  - {name: \($0.name), phase: alarm, command: '\($0.line)'}" }
        let file = try scene.settings("webhookCommands:\n" + entries.joined(separator: "\n"))
        return try scene.startReadyArchiver(
            "--config", file, "--webhook-listen", "127.0.0.1:\(port)", "--webhook-secret-file", secret.path)
    }

    /// The data of the first `count` ends of commands, once there are so many.
    func awaitEnds(_ count: Int) throws -> [JSONElement] {
        var ends: [JSONElement] = []
        try eventually("the end of \(count) commands") {
            ends = try scene.events("--type", "command-ended.v1").compactMap { $0["data"] }
            return ends.count >= count
        }
        return ends
    }
}
