import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Copying and restoring an archive, as an operator would")
struct SnapshotTests {
    @Test("a snapshot taken while the archiver runs is sound to SQLite and to verify, and restores elsewhere")
    func whileRunning() throws {
        let scene = try Scene("--seed", "5", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let archiver = try scene.startArchiver()
        defer { archiver.signal(SIGKILL) }
        let file = scene.folder.file("copy.sqlite")
        let made = try scene.ask("snapshot", "--output", file, "--json")
        #expect(made.status == 0, "\(made.errors)")
        #expect(made.errors.isEmpty, "a pipe gets no progress bar")
        let size = try #require(try document(made)["size"]?.integer)
        #expect(size > 300)
        let bytes = try #require(FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
        #expect(try document(made)["bytes"]?.integer == Int64(bytes))
        let checked = try run([
            "/usr/bin/env", "sqlite3", "-readonly", file, "PRAGMA integrity_check; PRAGMA journal_mode",
        ])
        #expect(checked.text == "ok\ndelete\n")
        let verified = try run(["alarm-history", "verify", file, "--json"])
        #expect(verified.status == 0)
        #expect(try document(verified)["root"]?.string == document(made)["root"]?.string)

        let fresh = scene.folder.file("fresh")
        let restored = try run(["alarm-history", "restore", file, "--archive", fresh])
        #expect(restored.status == 0)
        #expect(restored.text.contains("\(size) events"))
        #expect(restored.errors.contains("keys is missing") && restored.errors.contains("can be read"))
        let events = try run(["alarm-history", "events", "--jsonl", "--archive", fresh])
        #expect(try scene.ask("events", "--jsonl").output.starts(with: events.output))
        #expect(try run(["alarm-history", "alarms", "--json", "--archive", fresh]).status != 10)
    }

    @Test("a lost log is restored, and the archiver goes on; a log that is there is never replaced")
    func lostLog() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let file = scene.folder.file("copy.sqlite")
        try #require(try scene.ask("snapshot", "--output", file).status == 0)
        let refused = try scene.ask("restore", file)
        #expect(refused.status == 1 && refused.errors.contains("log.sqlite exists"))
        let before = try scene.ask("events", "--jsonl").output
        try FileManager.default.removeItem(atPath: scene.archive + "/log.sqlite")
        let restored = try scene.ask("restore", file)
        #expect(restored.status == 0 && restored.errors.isEmpty, "\(restored.errors)")
        #expect(try scene.ask("events", "--jsonl").output == before)
        #expect(try scene.archiveOnce().status == 0)
        #expect(try scene.ask("verify").status == 0)
    }

    @Test("an older snapshot is refused with both sizes and what to do, until head.note is moved away")
    func older() throws {
        let scene = try Scene("--seed", "5", "--speed", "300")
        try #require(try scene.archiveOnce().status == 0)
        let file = scene.folder.file("copy.sqlite")
        let size = try #require(try document(scene.ask("snapshot", "--output", file, "--json"))["size"]?.integer)
        while try document(scene.ask("status", "--json"))["size"]?.integer == size {
            try #require(try scene.archiveOnce().status == 0)
        }
        let newer = try #require(try document(scene.ask("status", "--json"))["size"]?.integer)
        try FileManager.default.removeItem(atPath: scene.archive + "/log.sqlite")
        let refused = try scene.ask("restore", file)
        #expect(refused.status == 12)
        for words in ["\(size) events", "had \(newer)", "find a newer snapshot", "moves head.note away"] {
            #expect(refused.errors.contains(words), "\(refused.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: scene.archive + "/log.sqlite"))
        try FileManager.default.moveItem(
            atPath: scene.archive + "/head.note", toPath: scene.folder.file("head.note.kept"))
        #expect(try scene.ask("restore", file).status == 0)
        // What was kept goes on proving what is missing.
        let since = try scene.ask("verify", "--since", scene.folder.file("head.note.kept"))
        #expect(since.status == 12 && since.text.contains("knows of more events"), "\(since.text)")
    }

    @Test("rubbish ends with its code and one sentence, and leaves nothing behind")
    func rubbish() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let folder = scene.folder
        let file = folder.file("copy.sqlite")
        try #require(try scene.ask("snapshot", "--output", file).status == 0)
        try "no log".write(toFile: folder.file("letter"), atomically: true, encoding: .utf8)
        try damage(file, into: folder.file("damaged.sqlite"))
        let foreign = ["/usr/bin/env", "sqlite3", folder.file("other.sqlite"), "CREATE TABLE t (x)"]
        try #require(try run(foreign).status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()

        let fresh = folder.file("fresh")
        let cases: [(arguments: [String], status: Int32, words: String)] = [
            (["snapshot", "--output", file, "--archive", scene.archive], 1, "exists and is not replaced"),
            (["snapshot", "--output", folder.file("no/such/file"), "--archive", scene.archive], 1, "check the name"),
            (["snapshot", "--output", "/proc/copy", "--archive", scene.archive], 1, "check the name"),
            (["snapshot", "--output", folder.file("x"), "--archive", folder.file("none")], 10, "there is no archive"),
            (["snapshot", "--archive", scene.archive], 64, "--output"),
            (["restore", folder.file("none"), "--archive", fresh], 10, "there is no file"),
            (["restore", folder.path, "--archive", fresh], 10, "is no snapshot"),
            (["restore", folder.file("letter"), "--archive", fresh], 10, "is no snapshot"),
            (["restore", folder.file("other.sqlite"), "--archive", fresh], 10, "is no snapshot"),
            (["restore", folder.file("damaged.sqlite"), "--archive", fresh], 12, "does not verify"),
            (["restore", file, "--archive", folder.file("letter")], 10, "is no archive"),
            (["restore", file, "--archive", folder.file("letter/x")], 1, "cannot be made"),
            (["restore", "--archive", fresh], 64, "<file>"),
            (["verify", folder.file("letter")], 10, "is no snapshot"),
            (["verify", folder.file("damaged.sqlite")], 12, ""),
        ]
        for (arguments, status, words) in cases {
            let result = try run(["alarm-history"] + arguments)
            #expect(result.status == status, "\(arguments): \(result.errors)")
            #expect(words.isEmpty || result.errors.contains(words), "\(arguments): \(result.errors)")
            #expect(status == 64 || result.errors.filter { $0 == "\n" }.count <= 1, "\(arguments): \(result.errors)")
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == names)
    }

    @Test("a copy that cannot be written to its end says so and leaves nothing behind")
    func noRoom() throws {
        let scene = try Scene("--seed", "5", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let file = scene.folder.file("copy.sqlite")
        let names = try FileManager.default.contentsOfDirectory(atPath: scene.folder.path).sorted()
        // The signal that comes with the limit, of 64 KiB, would kill.
        let command = "\(RunningProgram.url("alarm-history").path) snapshot --archive \(scene.archive) --output \(file)"
        let refused = try run(["/bin/bash", "-c", "trap '' XFSZ; ulimit -f 64; exec \(command)"])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("could not be copied to \(file): disk I/O error"), "\(refused.errors)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scene.folder.path).sorted() == names)
    }

    /// Flips one byte in the middle of the first block's lines.
    private func damage(_ file: String, into path: String) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        let sql = "SELECT hex(substr(body, 200, 16)) FROM block WHERE first_position = 0"
        let digits = try run(["/usr/bin/env", "sqlite3", "-readonly", file, sql]).text
        let pattern = stride(from: 0, to: 32, by: 2).compactMap { UInt8(digits.dropFirst($0).prefix(2), radix: 16) }
        bytes[try #require(bytes.range(of: Data(pattern))).lowerBound] ^= 1
        try bytes.write(to: URL(fileURLWithPath: path))
    }
}
