import AlarmHistory
import AltaSimulator
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Secrets")
struct SecretsTests {
    @Test("are neither in the archive nor in what the programs say, whatever is done and goes wrong")
    func nowhere() throws {
        let stage = try SecretStage()
        let archiver = try stage.startArchiver()
        try eventually("the end of the command") {
            try !stage.scene.events("--type", "command-ended.v1").isEmpty
        }
        var said = try SecretDeeds(stage).said()
        said["arguments of the archiver"] = try Data(contentsOf: URL(fileURLWithPath: archiver.argumentsPath))
        said["arguments of the command"] = try Data(contentsOf: URL(fileURLWithPath: stage.arguments))
        let hunt = try stage.hunt()
        try expectEchoes(stage)
        // The log's newest events stand in the write-ahead log yet.
        #expect(try hunt.findings(below: stage.scene.archive) == [:])
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        said["log of the archiver"] = Data(archiver.errors.utf8)
        said["events"] = try stage.scene.ask("events", "--jsonl").output
        said["actions"] = try stage.scene.ask("actions", "--json").output
        said["zones"] = try stage.scene.ask("zones", "--json").output
        said["status"] = try stage.scene.ask("status").output
        said["coverage"] = try stage.scene.ask("coverage", "--json").output
        #expect(try hunt.findings(below: stage.scene.archive) == [:])
        for (place, data) in said {
            #expect(!data.isEmpty, "\(place)")
            #expect(hunt.findings(in: data) == [], "\(place)")
        }
        try expectHunter(hunt, stage)
    }

    /// What the deployment echoed is in the archive, masked.
    private func expectEchoes(_ stage: SecretStage) throws {
        let about = try stage.scene.events("--subject", "hq/about/deployment").compactMap { $0["data"] }
        let echo = try #require(about.last { $0["echo"] != nil })
        #expect(echo["api_token"]?.string?.hasPrefix("redacted:") == true)
        #expect(
            echo["echo"]?.elements.allSatisfy { String(decoding: $0.bytes, as: UTF8.self).contains("redacted:") }
                == true)
        let pages = try stage.scene.events("--type", "record-unreadable.v1")
        #expect(
            pages.contains { page in
                let kept = page["data"]?["base64"]?.string.flatMap { Data(base64Encoded: $0) } ?? Data()
                return String(decoding: kept, as: UTF8.self).contains("<html>redacted:")
            },
            "\(pages.map { $0["data"]?["base64"]?.string.flatMap { Data(base64Encoded: $0) }.map { String(decoding: $0, as: UTF8.self) } ?? "" })"
        )
        let zones = try stage.scene.events("--subject", "hq/zones").compactMap { $0["data"]?["name"]?.string }
        #expect(!zones.isEmpty && zones.allSatisfy { $0.contains("redacted:") })
    }

    /// What was looked for did pass by, and where it has to stand it is found.
    private func expectHunter(_ hunt: SecretHunt, _ stage: SecretStage) throws {
        #expect(
            Set(hunt.secrets.keys) == [
                "password", "wrong password", "second factor", "webhook secret", "bearer token", "typed token",
                "cookie", "guesttoken", "phone", "url", "planted",
            ])
        func data(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }
        #expect(hunt.findings(in: try data(stage.links)).contains("guesttoken, plain"))
        #expect(hunt.findings(in: try data(stage.scene.folder.file("password"))).contains("password, plain"))
        #expect(
            hunt.findings(in: try stage.vendor(["contacts", "--reveal", "--json"]).output).contains("phone, plain"))
        #expect(hunt.findings(in: try stage.vendor(["webhooks", "--reveal", "--json"]).output).contains("url, plain"))
        try data(stage.links).write(to: URL(fileURLWithPath: stage.scene.archive + "/left-behind"))
        #expect(try hunt.findings(below: stage.scene.archive).keys.sorted() == ["left-behind"])
    }

    @Test("are found by the hunt in every form, wherever they begin")
    func forms() {
        var hunt = SecretHunt()
        hunt.seek("it", SecretStage.password)
        for (form, bytes) in SecretHunt.forms(of: SecretStage.password) {
            let data = Data("noise ".utf8) + bytes + Data(" noise".utf8)
            #expect(hunt.findings(in: data).contains("it, \(form)"))
        }
        for count in 0..<6 {
            let text = String(repeating: "x", count: count) + SecretStage.password + "yz"
            #expect(!hunt.findings(in: Data(Data(text.utf8).base64EncodedString().utf8)).isEmpty, "after \(count)")
        }
        #expect(hunt.findings(in: Data("it is not here".utf8)) == [])
    }
}
