import AccessSettings
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Foundation
import TestSupport
import Testing
import WebhookCommands

@testable import alarm_archiver

@Suite("Commands that webhooks start")
struct WebhookCommandTests {
    @Test("run with the webhook's zone, find archive and programs, and their end stands in the log")
    func automation() throws {
        let port = try freePort()
        let scene = try Scene(
            "--seed", "5", "--speed", "600", "--webhook", "http://127.0.0.1:\(port)/webhooks/hq")
        let output = scene.folder.file("out")
        let archiver = try scene.startArchiver(
            "--config",
            try settings(
                """
                webhookListen: 127.0.0.1:\(port)
                webhookCommands:
                  - name: look-up
                    phase: alarm
                    command: >-
                      alarm-history events --from "$ALARM_WEBHOOK_POSITION" --limit 1 --jsonl >&2 &&
                      echo "$ALARM_WEBHOOK_POSITION $ALARM_ZONE_ID $ALARM_PHASE" >> \(output)
                    timeLimit: 30s
                  - {name: other-zone, zone: nowhere, command: touch \(scene.folder.file("planted"))}
                """, scene.folder))
        var ends: [JSONElement] = []
        for _ in 0..<600 where ends.count < 3 {
            Thread.sleep(forTimeInterval: 0.05)
            ends = try events(scene, "command-ended.v1")
        }
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0)
        try #require(ends.count >= 3, "\(archiver.errors)")
        for end in ends {
            let data = end["data"]
            #expect(end["subject"]?.string == "hq/webhook-commands/look-up")
            #expect(data?["outcome"]?.string == "exited" && data?["exit"]?.integer == 0, "\(archiver.errors)")
        }
        try expectFacts(scene, output)
        #expect(!FileManager.default.fileExists(atPath: scene.folder.file("planted")))
        #expect(try scene.ask("verify").status == 0)
    }

    @Test("start for what is no JSON, too, as far as it can be told; what is wrong with the template is said once")
    func brokenJSON() throws {
        let port = try freePort()
        let scene = try Scene(["--seed", "4", "--quiet-after", "0s"])
        let output = scene.folder.file("out")
        let archiver = try scene.startReadyArchiver(
            "--config",
            try settings(
                """
                webhookListen: 127.0.0.1:\(port)
                webhookCommands:
                  - {name: alarms, phase: Alarm, command: 'echo "$ALARM_ZONE_NAME" >> \(output)'}
                """, scene.folder))
        let body = #"{"phase":"Alarm","zoneName":"Gate "North"","zoneId":"z1"}"#
        let script = """
            import sys, urllib.request
            for _ in range(2): urllib.request.urlopen(urllib.request.Request(sys.argv[1], sys.argv[2].encode()))
            """
        _ = try run(["/usr/bin/env", "python3", "-c", script, "http://127.0.0.1:\(port)/webhooks/hq", body])
        try eventually("the end of two commands") { try events(scene, "command-ended.v1").count == 2 }
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0)
        #expect(try String(contentsOfFile: output, encoding: .utf8) == "Gate \"North\"\nGate \"North\"\n")
        let said = archiver.errors.split(separator: "\n").filter { $0.contains("rename the zone") }
        #expect(said.count == 1 && said[0].contains("said once"), "\(archiver.errors)")
    }

    /// Each line that the command wrote is what the webhook at that position tells.
    private func expectFacts(_ scene: Scene, _ output: String) throws {
        var zones: [String: String] = [:]
        for webhook in try events(scene, "webhook-received.v1") {
            if let position = webhook["id"]?.string { zones[position] = webhook["data"]?["zone"]?.string }
        }
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        #expect(lines.count >= 3)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            #expect(words.count == 3 && zones[words[0]] == words[1] && words[2].lowercased() == "alarm", "\(line)")
        }
    }

    @Test(
        "at fault in the settings are named with file, entry, key and value",
        arguments: [
            ("name: Share, command: x", ["webhookCommands[0]: name: Share", "lower-case"]),
            ("name: a", ["webhookCommands[0] needs a name and a command"]),
            ("name: a, command: ' '", ["webhookCommands[0]: command"]),
            ("name: a, command: x, timeLimit: 2h", ["timeLimit: 2h", "1s to 1h"]),
            ("name: a, command: x, timeLimit: 10ms", ["timeLimit: 10ms"]),
            ("name: a, command: x, zone: ''", ["webhookCommands[0]: zone", "leave it out"]),
            ("name: a, command: x, colour: red", ["webhookCommands[0]: colour is no setting"]),
            ("name: a, command: x}, {name: a, command: y", ["webhookCommands[1]: name", "a is the name at"]),
        ] as [(String, [String])])
    func faults(entries: String, words: [String]) throws {
        let error = try #require(throws: SettingsError.self) {
            try read("webhookListen: 127.0.0.1:0\nwebhookCommands: [{\(entries)}]")
        }
        for word in words { #expect(error.description.contains(word), "\(error)") }
        #expect(error.description.contains("archiver.yaml"))
    }

    @Test("without an address for webhooks are an error that says so; a list is needed")
    func withoutAddress() throws {
        let lonely = try #require(throws: SettingsError.self) { try read("webhookCommands: [{name: a, command: x}]") }
        #expect(lonely.description.contains("set webhookListen"))
        let text = try #require(throws: SettingsError.self) {
            try read("webhookListen: 127.0.0.1:0\nwebhookCommands: x")
        }
        #expect(text.description.contains("webhookCommands should be a list"))
    }

    @Test("are read with all their conditions, a minute where no time is given")
    func conditions() throws {
        let rules = try read(
            """
            webhookListen: 127.0.0.1:0
            webhookCommands:
              - {name: a, command: "true"}
              - {name: b-2, command: echo "$ALARM_ZONE_ID", deployment: hq, zone: Dock, device: d, phase: Alarm,
                 detection: person, timeLimit: 90s}
            """
        ).webhookCommands
        var second = CommandRule(name: "b-2", command: #"echo "$ALARM_ZONE_ID""#)
        (second.deployment, second.zone, second.device) = ("hq", "Dock", "d")
        (second.phase, second.detection, second.timeLimit) = ("Alarm", "person", 90_000)
        #expect(rules == [CommandRule(name: "a", command: "true"), second])
        #expect(rules[0].timeLimit == 60_000)
    }

    @Test("are listed by check, which says whose program is not found")
    func check() throws {
        func finding(_ commands: String) throws -> CheckFinding? {
            CommandCheck(try read("webhookListen: 127.0.0.1:0\nwebhookCommands: [\(commands)]")).findings.first
        }
        #expect(try read("logLevel: info").webhookCommands.isEmpty)
        #expect(CommandCheck(try read("logLevel: info")).findings.isEmpty)
        let found = try #require(
            try finding(
                "{name: a, command: /bin/sh x}, {name: b, command: if true; then x; fi}, {name: c, command: ls}"))
        #expect(found.result == .ok && found.line.contains("commands: 3 commands are tied to webhooks"))
        let missing = try #require(try finding("{name: a, command: no-such-program x}, {name: b, command: /no/such}"))
        #expect(missing.result == .warning && missing.detail.contains("the program of a, b is not found"))
    }

    // MARK: settings

    private func settings(_ text: String, _ folder: TemporaryFolder) throws -> String {
        let path = folder.file("archiver.yaml")
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    private func read(_ text: String) throws -> Settings {
        let folder = try TemporaryFolder()
        try "p".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
        let options = try SettingOptions.parse([
            "--config", try settings(text, folder), "--url", "http://127.0.0.1:1", "--username", "u",
            "--password-file", folder.file("password"),
        ])
        return try Settings(options, environment: [:])
    }

    // MARK: the log

    private func events(_ scene: Scene, _ type: String) throws -> [JSONElement] {
        let answer = try scene.ask("events", "--type", type, "--jsonl")
        return try answer.text.split(separator: "\n").map { try JSONText(Array($0.utf8)).root }
    }
}
