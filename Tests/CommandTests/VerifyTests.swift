import ArchiveEvents
import EventStorage
import ExactJSON
import Foundation
import TestSupport
import Testing
import TransparencyLog

@Suite("verify, as an operator or an attacker meets it")
struct VerifyTests {
    @Test("says whose log it is; a key from elsewhere, as a file or a word, pins it, and another one refuses it")
    func key() async throws {
        let made = try await MadeArchive([(1, [.alarm("a", zone: "z", began: 1)])])
        let key = try made.ask("checkpoint", "--key").text.trimmingCharacters(in: .newlines)
        let file = made.file("log.vkey")
        for spelled in [key, key + "\n", "\u{FEFF}" + key + "\r\n"] {
            try spelled.write(toFile: file, atomically: true, encoding: .utf8)
            let pinned = try made.ask("verify", "--key", file)
            #expect(pinned.status == 0 && pinned.text.contains("the one that was given"), "\(pinned.text)")
        }
        let alone = try made.ask("verify")
        #expect(alone.status == 0 && alone.text.contains("only the log itself names"), "\(alone.text)")
        let json = try document(made.ask("verify", "--key", key, "--json"))
        #expect(json["origin"]?.string == "test.example/log" && json["key"]?.string == key)
        #expect(json["key_source"]?.string == "given" && key.contains("+\(json["key_id"]?.string ?? "-")+"))
        #expect(json["kept_checkpoints"]?.integer == 0 && json["notices"]?.kind == .array)
        #expect(try document(made.ask("verify", "--json"))["key_source"]?.string == "log")

        let other = try NoteSigner(name: "test.example/log", seed: [UInt8](repeating: 9, count: 32)).verifier
        for flags in [[], ["--quick"]] {
            let refused = try made.ask("verify", ["--json", "--key", other.verifierKey] + flags)
            #expect(refused.status == 12, "\(refused.text)")
            #expect(try document(refused)["findings"]?.elements.map { $0["code"]?.string } == ["key"])
        }
        try "no key".write(toFile: file, atomically: true, encoding: .utf8)
        for (wrong, status) in [(file, Int32(64)), (made.file("none"), 1), (made.path, 1)] {
            let result = try made.ask("verify", "--key", wrong)
            #expect(result.status == status && result.output.isEmpty, "\(wrong): \(result.errors)")
        }
    }

    @Test("takes a checkpoint that other systems handed on, and calls a file that is none what it is")
    func since() async throws {
        let made = try await MadeArchive([(1, [.alarm("a", zone: "z", began: 1)])])
        let note = try made.ask("checkpoint").text
        let file = made.file("kept")
        for spelled in [
            note, "\u{FEFF}" + note, note.replacing("\n", with: "\r\n"), String(note.dropLast()), note + "\n\n",
            "\u{FEFF}" + String(note.replacing("\n", with: "\r\n").dropLast()),
        ] {
            try spelled.write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try made.ask("verify", "--since", file).status == 0, "\(spelled.debugDescription)")
        }
        try note.replacing("test.example", with: "evil.example").write(toFile: file, atomically: true, encoding: .utf8)
        #expect(try made.ask("verify", "--since", file).status == 12, "it is a checkpoint, and not this log's")
        for (content, words) in [
            (Data("letter".utf8), "holds no checkpoint"), (Data([0xFF, 0xFE, 0]), "holds no text"),
        ] {
            try content.write(to: URL(fileURLWithPath: file))
            let result = try made.ask("verify", "--since", file)
            #expect(result.status == 64 && result.errors.contains(words), "\(result.errors)")
        }
        for missing in [made.file("none"), made.path, made.file("kept/below")] {
            let result = try made.ask("verify", "--quick", "--since", missing)
            #expect(result.status == 1 && result.errors.contains("cannot be read"), "\(result.errors)")
        }
    }

    @Test("with too few descriptors says that it could not read, and never that the log is not sound")
    func fewDescriptors() async throws {
        let made = try await MadeArchive([(1, [.alarm("a", zone: "z", began: 1)])])
        let command = "\(RunningProgram.url("alarm-history").path) verify --archive \(made.path)"
        var refused = 0
        for limit in 4...12 {
            let result = try run(["/bin/bash", "-c", "ulimit -n \(limit); exec \(command)"])
            #expect(result.status != 12 && !result.text.contains("NOT SOUND"), "\(limit): \(result.text)")
            guard result.status == 1 else { continue }
            refused += 1
            #expect(
                result.errors.contains("could not be read") && result.errors.contains("ulimit -n"), "\(result.errors)")
        }
        #expect(refused > 0)
    }

    @Test("tells of the statistics that another program made, by name and with what to do, and is content")
    func statistics() async throws {
        let made = try await MadeArchive([(1, [.alarm("a", zone: "z", began: 1)])])
        try #require(try run(["/usr/bin/env", "sqlite3", made.file("log.sqlite"), "ANALYZE"]).status == 0)
        let result = try made.ask("verify")
        #expect(result.status == 0 && result.text.hasPrefix("sound:"), "\(result.text)")
        #expect(result.text.contains("statistics") && result.text.contains("DROP TABLE sqlite_stat1"))
        try #require(
            try run(["/usr/bin/env", "sqlite3", made.file("log.sqlite"), "DROP TABLE sqlite_stat1"]).status == 0)
        #expect(try !made.ask("verify").text.contains("sqlite_stat1"))
    }

    @Test("and the public tools accept a line without its data only where a data-erased event names it")
    func erased() async throws {
        let alarms = (0..<300).map { NewEvent.alarm("a\($0)", zone: "z", began: 1) }
        let ground = #""ground":"GDPR 17","actor":"dpo","approved_by":null,"purpose":"p"}"#
        let erasure = NewEvent.made(.dataErased, "archive", #"{"positions":[[5,1],[280,2]],"# + ground)
        let made = try await MadeArchive([(1, alarms), (2, [erasure])])
        try made.rewrite { $0.erase([5, 280, 281]) }
        #expect(try made.ask("verify").status == 0)
        #expect(try made.recomputed("right").status == 0)
        let key = try made.ask("checkpoint", "--key").text
        let checkProof = repositoryFile("tools/check-proof")
        let erased = try made.proof(of: 5)
        #expect(erased.errors.contains("which event 301 authorises"), "\(erased.errors)")
        let event = try made.proof(of: 301)
        let other = try made.proof(of: 6)
        #expect(try run([checkProof] + other.files + [key]).status == 0)
        let alone = try run([checkProof] + erased.files + [key])
        #expect(alone.status == 1 && alone.errors.contains("--erased-by"), "\(alone.errors)")
        let whole = try run([checkProof] + erased.files + [key, "--erased-by"] + event.files)
        #expect(whole.status == 0 && whole.text.contains("event 301 authorises"), "\(whole.errors)")
        #expect(try run([checkProof] + erased.files + [key, "--erased-by"] + other.files).status == 1)
        #expect(try run([checkProof] + other.files + [key, "--erased-by"] + event.files).status == 1)

        try made.rewrite { $0.takeData(at: [7, 299]) }
        let found = try made.ask("verify", "--json")
        #expect(found.status == 12)
        let places = try document(found)["findings"]?.elements.map { $0["where"]?.string } ?? []
        #expect(places == ["7", "299", "7", "299"])
        #expect(try made.ask("verify", "--quick").status == 12)
        #expect(try made.ask("snapshot", "--output", made.file("s.sqlite")).status == 12)
        for name in ["views.sqlite", "views.sqlite-wal", "views.sqlite-shm"] {
            try? FileManager.default.removeItem(atPath: made.file(name))
        }
        let compared = try made.ask("rebuild", "--compare", "--json")
        #expect(try compared.status == 12 && !made.ask("events", "--jsonl").text.contains("view-attested"))
        let comparison = try document(compared)
        #expect(comparison["same"]?.bool == true && comparison["log_sound"]?.bool == false)
        let page = try made.ask("report", "--compare-views", "--output", made.file("report.html"))
        #expect(page.status == 12 && page.errors.contains("the log is not sound (4 findings; 7: "), "\(page.errors)")
        #expect(try made.ask("prove", "7").status == 12)
        #expect(try made.ask("prove", "5").status == 0)
        let recomputed = try made.recomputed("wrong")
        #expect(
            recomputed.status == 1 && recomputed.text.contains("event 7: its data is gone, and no"),
            "\(recomputed.text)")
        #expect(recomputed.text.contains("event 299: its data is gone, but its salt still stands"))
        #expect(!recomputed.text.contains("event 5:") && !recomputed.text.contains("NOT the checkpoint"))
    }
}

extension MadeArchive {
    /// Rewrites the log as somebody can who has no key.
    fileprivate func rewrite(_ change: (inout RewrittenLog) throws -> Void) throws {
        var log = try RewrittenLog(file("log.sqlite"))
        try change(&log)
        try log.write(to: file("log.sqlite"))
    }

    /// What `tools/recompute-root` says to an export.
    fileprivate func recomputed(_ name: String) throws -> Run {
        try #require(try ask("export", "--output", file("\(name).jsonl.gz")).status == 0)
        return try run([repositoryFile("tools/recompute-root"), file("\(name).jsonl.gz"), file("log.sqlite")])
    }

    /// The files of an event's proof, and what was said beside them.
    fileprivate func proof(of position: Int) throws -> (files: [String], errors: String) {
        let files = [file("\(position).proof"), file("\(position).json")]
        let proven = try ask("prove", "\(position)", "--output", files[0], "--event", files[1])
        try #require(proven.status == 0, "\(proven.errors)")
        return (files, proven.errors)
    }
}
