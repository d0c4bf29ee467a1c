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
        // The log's newest events stand in the write-ahead log yet.
        #expect(try hunt.findings(below: stage.scene.archive) == [:])
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        said["log of the archiver"] = Data(archiver.errors.utf8)
        said["events"] = try stage.scene.ask("events", "--jsonl").output
        said["actions"] = try stage.scene.ask("actions", "--json").output
        #expect(try hunt.findings(below: stage.scene.archive) == [:])
        for (place, data) in said {
            #expect(!data.isEmpty, "\(place)")
            #expect(hunt.findings(in: data) == [], "\(place)")
        }
        try expectHunter(hunt, stage)
    }

    /// What was looked for did pass by, and where it has to stand it is found.
    private func expectHunter(_ hunt: SecretHunt, _ stage: SecretStage) throws {
        #expect(
            Set(hunt.secrets.keys) == [
                "password", "wrong password", "second factor", "webhook secret", "bearer token", "typed token",
                "cookie", "guesttoken", "phone", "url",
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
