import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Proofs, as somebody checks them who trusts only public tools")
struct ProofTests {
    @Test("each event's proof passes tools/check-proof with the key, and no other event's line passes with it")
    func positions() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let key = try scene.ask("checkpoint", "--key").text
        let size = try #require(try document(scene.ask("checkpoint", "--json"))["size"]?.integer)
        for position in [0, 1, 255, 256, Int(size) - 1] {
            let (proof, event) = (scene.folder.file("\(position).proof"), scene.folder.file("\(position).json"))
            let proven = try scene.ask("prove", "\(position)", "--output", proof, "--event", event)
            #expect(proven.status == 0 && proven.output.isEmpty, "\(proven.errors)")
            #expect(proven.errors.contains("event \(position), "), "\(proven.errors)")
            let piped = try scene.ask("prove", "\(position)")
            #expect(piped.output == FileManager.default.contents(atPath: proof))
            let checked = try run([repositoryFile("tools/check-proof"), proof, event, key])
            #expect(checked.status == 0, "\(checked.errors)")
            #expect(checked.text.contains("event \(position) of the \(size)"))
        }
        let mixed = try run([
            repositoryFile("tools/check-proof"), scene.folder.file("0.proof"), scene.folder.file("1.json"), key,
        ])
        #expect(mixed.status == 1 && mixed.errors.contains("NOT proven"))
    }

    @Test("an alarm's guid stands for the newest event that holds its record")
    func guid() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let alarms = try document(scene.ask("alarms", "--json"))["alarms"].map { Array($0.elements) } ?? []
        for alarm in alarms.prefix(3) {
            let guid = try #require(alarm["guid"]?.string)
            let event = scene.folder.file("\(guid).json")
            let proof = scene.folder.file("\(guid).proof")
            #expect(try scene.ask("prove", guid.uppercased(), "--output", proof, "--event", event).status == 0)
            let line = try String(contentsOfFile: event, encoding: .utf8)
            let lines = try scene.ask("events", "--jsonl", "--subject", "hq/alerts/\(guid)").text.split(separator: "\n")
            let newest = lines.last { $0.contains(#""type":"record-seen"#) || $0.contains(#""type":"record-changed"#) }
            #expect(line == newest.map { $0 + "\n" })
            let key = try scene.ask("checkpoint", "--key").text
            #expect(try run([repositoryFile("tools/check-proof"), proof, event, key]).status == 0)
        }
    }

    @Test("openssl accepts the checkpoint's signature with the log's key, and no other text")
    func openssl() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let note = scene.folder.file("checkpoint")
        #expect(try scene.ask("checkpoint", "--output", note).status == 0)
        #expect(try scene.ask("checkpoint").output == FileManager.default.contents(atPath: note))
        let key = try scene.ask("checkpoint", "--key").text.trimmingCharacters(in: .newlines)
        // The key's 32 bytes stand behind one byte for its kind, in base64 behind the second plus sign.
        let script = """
            cd '\(scene.folder.path)'
            printf '\\x30\\x2a\\x30\\x05\\x06\\x03\\x2b\\x65\\x70\\x03\\x21\\x00' > log.der
            printf %s "$1" | cut -d+ -f3- | base64 -d | tail -c 32 >> log.der
            sed '/^$/,$d' checkpoint > text
            sed -n 's/^— [^ ]* //p' checkpoint | head -1 | base64 -d | tail -c 64 > sig
            openssl pkeyutl -verify -pubin -keyform DER -inkey log.der -rawin -in text -sigfile sig || exit 1
            sed -i '2s/^/1/' text
            ! openssl pkeyutl -verify -pubin -keyform DER -inkey log.der -rawin -in text -sigfile sig
            """
        let checked = try run(["/bin/bash", "-c", script, "bash", key])
        #expect(checked.status == 0, "\(checked.text) \(checked.errors)")
        #expect(checked.text.contains("Signature Verified Successfully"))
        let head = try document(scene.ask("checkpoint", "--json"))
        #expect(head["key"]?.string == key)
        #expect(head["note"]?.string == (try String(contentsOfFile: note, encoding: .utf8)))
        #expect(head["root"]?.string == (try document(scene.ask("verify", "--json"))["root"]?.string))
    }

    @Test("a checkpoint kept elsewhere finds an archive that was put back whole")
    func rollBack() throws {
        let scene = try Scene("--seed", "5", "--speed", "300")
        try #require(try scene.archiveOnce().status == 0)
        let old = scene.folder.file("old")
        try FileManager.default.copyItem(atPath: scene.archive, toPath: old)
        let first = scene.folder.file("first.checkpoint")
        try #require(try scene.ask("checkpoint", "--output", first).status == 0)
        let size = try document(scene.ask("status", "--json"))["size"]?.integer
        while try document(scene.ask("status", "--json"))["size"]?.integer == size {
            try #require(try scene.archiveOnce().status == 0)
        }
        let kept = scene.folder.file("kept.checkpoint")
        try #require(try scene.ask("checkpoint", "--output", kept).status == 0)
        for flags in [[], ["--quick"]] {
            #expect(try scene.verify(flags + ["--since", first, "--since", kept]).status == 0)
        }
        try FileManager.default.removeItem(atPath: scene.archive)
        try FileManager.default.moveItem(atPath: old, toPath: scene.archive)
        for flags in [[], ["--quick"]] {
            #expect(try scene.verify(flags).status == 0, "by itself it looks sound")
            #expect(try scene.verify(flags + ["--since", first]).status == 0)
            let found = try scene.verify(flags + ["--since", kept, "--json"])
            #expect(found.status == 12)
            let finding = try #require(try document(found)["findings"]?.elements.first { _ in true })
            #expect(finding["code"]?.string == "checkpoint" && finding["where"]?.string == kept)
        }
    }

    @Test("rubbish ends with its code and one sentence, and writes nothing")
    func rubbish() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let mine = scene.folder.file("mine")
        let other = scene.folder.file("other")
        try "mine".write(toFile: mine, atomically: true, encoding: .utf8)
        let cases: [(arguments: [String], status: Int32, words: String)] = [
            (["prove", "99999999"], 1, "there is no event 99999999: the last one is"),
            (["prove", "99999999999999999999"], 64, "larger than any position"),
            (["prove", "no-such-guid"], 1, "no alarm no-such-guid"), (["prove", ""], 1, "no alarm"),
            (["prove"], 64, "<event>"), (["prove", "0", "--output", mine], 1, "exists and is not replaced"),
            (["prove", "0", "--output", other, "--event", mine], 1, "exists and is not replaced"),
            (["prove", "0", "--event", "-"], 64, "--output"),
            (["prove", "0", "--output", "/no/such/folder/file"], 1, "check the name"),
            (["checkpoint", "--output", mine], 1, "exists and is not replaced"),
            (["checkpoint", "--key", "--json"], 64, "--key"),
            (["verify", "--since", scene.folder.file("none")], 1, "cannot be read"),
            (["verify", "--since", mine], 64, "holds no checkpoint"),
            (["verify", "--since", mine, "--quick"], 64, "holds no checkpoint"),
        ]
        for (arguments, status, words) in cases {
            let result = try run(["alarm-history"] + arguments + ["--archive", scene.archive])
            #expect(result.status == status, "\(arguments): \(result.errors)")
            #expect(words.isEmpty || result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(status == 12 || result.output.isEmpty, "\(arguments): \(result.text)")
        }
        #expect(try String(contentsOfFile: mine, encoding: .utf8) == "mine")
        #expect(!FileManager.default.fileExists(atPath: other))
        #expect(try run(["alarm-history", "prove", "0", "--archive", scene.folder.file("none")]).status == 10)
    }
}

extension Scene {
    fileprivate func verify(_ options: [String]) throws -> Run {
        try run(["alarm-history", "verify", "--archive", archive] + options)
    }
}
