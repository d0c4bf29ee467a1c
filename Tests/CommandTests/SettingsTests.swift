import AccessSettings
import AltaAPI
import ArgumentParser
import Foundation
import Polling
import TestSupport
import Testing

@testable import alarm_archiver

@Suite("Settings")
struct SettingsTests {
    @Test("of each deployment stand in its entry, before those for all, behind those of the command line")
    func manyDeployments() throws {
        let folder = try folder()
        let settings = try settings(
            """
            alertsInterval: 30s
            requestBudget: 60
            webhookListen: 127.0.0.1:8787
            deployments:
              - {name: hq, url: "https://hq.eu1.alta.avigilon.com", username: u, passwordFile: \(folder.file("password")),
                 totpSecretFile: \(folder.file("factor")), userAgent: Watch/1, ongoingInterval: 2s, paused: true}
              - {name: depot, url: "https://depot.eu1.alta.avigilon.com", bearerFile: \(folder.file("token")),
                 requestBudget: 6000}
            """, folder, ["--zone-log-interval", "1m"])
        let (hq, depot) = (settings.deployments[0], settings.deployments[1])
        #expect([hq.name, depot.name] == ["hq", "depot"])
        #expect(hq.isPaused && !depot.isPaused)
        #expect(hq.requestBudget == 60 && depot.requestBudget == 6000)
        #expect(hq.userAgent.text == "Watch/1" && depot.userAgent.text.hasPrefix("alarm-archiver/"))
        #expect([hq.intervals.ongoingAlerts, depot.intervals.ongoingAlerts] == [2_000, 5_000])
        #expect([hq.intervals.alerts, depot.intervals.zoneLogs] == [30_000, 60_000])
        #expect("\(hq.credentials) \(depot.credentials)" == "credentials of u a bearer token")
        #expect(settings.webhookListen == ListenAddress("127.0.0.1:8787"))
    }

    @Test("of two hundred deployments are read, and one can be chosen")
    func twoHundred() throws {
        let folder = try folder()
        let text = entries(200, folder)
        #expect(try settings(text, folder).deployments.count == 200)
        #expect(try settings(text, folder, ["--deployment", "d137"]).deployments.map(\.name) == ["d137"])
    }

    @Test("of the other program are checked here, too, for both share the file", arguments: ["perhaps", "1", "\"\""])
    func requireReason(value: String) throws {
        let folder = try folder()
        let error = try #require(throws: SettingsError.self) {
            try settings("requireReason: \(value)\n" + entries(1, folder), folder)
        }
        #expect(error.description.contains("requireReason") && error.description.contains("true or false"))
        for value in ["true", "yes", "off"] {
            _ = try settings("requireReason: \(value)\n" + entries(1, folder), folder)
        }
    }

    @Test(
        "at fault are named with file, entry, key and value",
        arguments: [
            ("requestBudget: 0", ["d1.yaml: deployments[1]: requestBudget: 0", "1 to 6000"]),
            ("requestBudget: 6001", ["deployments[1]: requestBudget: 6001"]), ("paused: perhaps", ["paused: perhaps"]),
            ("ongoingInterval: 99ms", ["ongoingInterval: 99ms", "100ms at least"]),
            ("userAgent: \"a\\tb\"", ["deployments[1]: userAgent"]),
            ("name: d0", ["d0 is the name at", "deployments[0]"]),
            ("totpSecretFile: FOLDER/password", ["totpSecretFile", "no secret of a second factor"]),
            ("bearerFile: FOLDER/token", ["username does not go with", "bearerFile"]),
            ("passwordFile: FOLDER/empty", ["passwordFile", "holds no password"]),
            ("passwordFile: FOLDER/missing", ["passwordFile", "cannot be read"]),
            ("url: http://example.com", ["deployments[1]: url", "unencrypted"]),
            ("colour: red", ["colour is no setting"]),
        ] as [(String, [String])])
    func faults(line: String, words: [String]) throws {
        let folder = try folder()
        let key = line.prefix { $0 != ":" }
        let lines = entries(2, folder).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let last = lines.lastIndex { $0.contains("\(key): ") && $0.hasPrefix("    ") }
        var changed = lines.enumerated().map { $0.offset == last && $0.offset > 5 ? "" : $0.element }
        if key == "name" {
            changed = lines.map { $0.replacingOccurrences(of: "name: d1", with: "name: d0") }
        } else {
            changed.append("    " + line.replacingOccurrences(of: "FOLDER", with: folder.path))
        }
        let error = try #require(throws: SettingsError.self) { try settings(changed.joined(separator: "\n"), folder) }
        for word in words { #expect(error.description.contains(word), "\(error)") }
        for planted in ["the-password", "the-token", "GEZDGNBV"] { #expect(!error.description.contains(planted)) }
    }

    @Test("refuse webhooks from other machines without a secret, and say why")
    func webhooks() throws {
        let folder = try folder()
        let text = entries(1, folder)
        for address in ["127.0.0.1:80", "[::1]:0", "localhost:8787"] {
            #expect(try settings(text, folder, ["--webhook-listen", address]).webhookListen == ListenAddress(address))
        }
        let error = try #require(throws: SettingsError.self) {
            try settings(text, folder, ["--webhook-listen", "0.0.0.0:8787"])
        }
        #expect(error.description.contains("--webhook-listen") && error.description.contains("from other machines"))
        let guarded = try settings(
            text, folder, ["--webhook-listen", "0.0.0.0:8787", "--webhook-secret-file", folder.file("token")])
        #expect(guarded.webhookSecret?.value == Array("the-token".utf8))
        #expect(!"\(guarded)".contains("the-token") && !"\(guarded)".contains("116, 104"))
    }

    @Test(
        "take addresses with host and port",
        arguments: [
            ("127.0.0.1:8787", "127.0.0.1" as String?), ("[::1]:0", "::1"), ("example.org:65535", "example.org"),
            ("0.0.0.0:1", "0.0.0.0"), ("::1:80", nil), ("8787", nil), (":8787", nil), ("a:65536", nil), ("a:-1", nil),
            ("a b:80", nil), ("[a]:80", nil), ("http://a:80", nil), ("", nil),
        ])
    func addresses(text: String, host: String?) {
        #expect(ListenAddress(text)?.host == host)
    }

    @Test("end the program with 64 and one sentence")
    func program() throws {
        let folder = try folder()
        try (entries(1, folder) + "\n    requestBudget: many").write(
            toFile: folder.file("d1.yaml"), atomically: true, encoding: .utf8)
        let result = try run(["alarm-archiver", "run", "--once", "--config", folder.file("d1.yaml")])
        #expect(
            result.status == 64 && result.errors.contains("deployments[0]: requestBudget: many"), "\(result.errors)")
    }

    @Test(
        "that hold a secret too short or too plain to be recognised where it is repeated make check warn, without it",
        arguments: [
            ("hunter2", true), ("pl-4", true), ("20251123", true), ("correct horse", true), ("S3cret-words", true),
            ("gate", false), ("4711", false), ("p-1", false), ("entrance", false), ("Eingangstür", false),
            ("zone_name", false),
        ])
    func recognisable(secret: String, isRecognised: Bool) throws {
        let folder = try folder()
        for file in ["password", "hook"] {
            try secret.write(toFile: folder.file(file), atomically: true, encoding: .utf8)
        }
        // A token is of visible ASCII, and never a word that somebody chose.
        let isToken = secret.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        try (isToken ? secret : "S3cret-words").write(toFile: folder.file("token"), atomically: true, encoding: .utf8)
        let isTokenWeak = isToken && ["gate", "4711", "p-1"].contains(secret)
        let text =
            "webhookSecretFile: \(folder.file("hook"))\n" + entries(1, folder)
            + "\n  - {name: depot, url: \"https://depot.example\", bearerFile: \(folder.file("token"))}"
        let findings = SecretCheck(try settings(text, folder)).findings
        #expect(findings.map(\.deployment) == (isRecognised ? [] : isTokenWeak ? ["d0", "depot", nil] : ["d0", nil]))
        #expect(findings.allSatisfy { $0.result == .warning && !$0.line.contains(secret) })
        let words = ["the password is"] + (isTokenWeak ? ["the token is"] : []) + ["the webhooks' secret is"]
        #expect(zip(findings, words).allSatisfy { $0.detail.hasPrefix($1) })
    }

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let files = [
            "password": "the-password!", "token": "the-token\n", "factor": "GEZDGNBVGY3TQOJQ\n", "empty": "\n\n",
        ]
        for (name, text) in files { try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8) }
        return folder
    }

    private func entries(_ count: Int, _ folder: TemporaryFolder) -> String {
        let entries = (0..<count).map { index in
            """
              - name: d\(index)
                url: https://d\(index).eu1.alta.avigilon.com
                username: archiver@example.com
                passwordFile: \(folder.file("password"))
            """
        }
        return "deployments:\n" + entries.joined(separator: "\n")
    }

    private func settings(_ text: String, _ folder: TemporaryFolder, _ flags: [String] = []) throws -> Settings {
        let file = folder.file("d1.yaml")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return try Settings(SettingOptions.parse(["--config", file] + flags), environment: [:])
    }
}
