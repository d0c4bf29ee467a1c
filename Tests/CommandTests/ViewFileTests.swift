import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("A file of views that is not what it should be")
struct ViewFileTests {
    /// Enough alarms for a file of many pages.
    private func archive() async throws -> MadeArchive {
        let archive = try await MadeArchive([
            (0, [.made(.recordSeen, "hq/zones/z1", endpoint: "zones", #"{"id":"z1","name":"Dock"}"#)]),
            (1, (0..<400).map { .alarm("a\($0)", zone: "z\($0 % 7)", began: 0) }),
        ])
        try expectAnswers(archive, "as it is made")
        return archive
    }

    private func expectAnswers(_ archive: MadeArchive, _ what: String) throws {
        let answer = try archive.ask("alarms", "--zone", "z1", "--limit", "2", "--json")
        try #require([0, 3].contains(answer.status), "\(what): \(answer.errors)")
        #expect(try document(answer)["total"]?.integer == 57, "\(what)")
    }

    private func expectSame(_ archive: MadeArchive, _ what: String) throws {
        let compared = try archive.ask("rebuild", "--compare", "--json")
        #expect(compared.status == 0, "\(what): \(compared.text)\(compared.errors)")
    }

    @Test(
        "of an older or a newer version, of another log, or of other tables is made anew",
        arguments: [
            "UPDATE progress SET version = 3; DELETE FROM transition; DELETE FROM alarm",
            "UPDATE progress SET version = 3; DROP TABLE transition",
            "UPDATE progress SET version = 99; CREATE TABLE more (x); CREATE VIEW v9 AS SELECT x FROM more",
            "UPDATE progress SET origin = 'another/log'; UPDATE alarm SET guid = guid || 'x'",
            "UPDATE progress SET position = 100000", "DELETE FROM progress", "DROP TABLE progress",
            "DROP TABLE progress; CREATE TABLE progress (name TEXT, place INTEGER)",
            "DROP TABLE progress; CREATE VIEW progress AS SELECT 1 AS origin",
        ])
    func foreign(sql: String) async throws {
        let archive = try await archive()
        try archive.changeViews(sql)
        try expectAnswers(archive, sql)
        try expectSame(archive, sql)
    }

    @Test(
        "whose bytes are no rows is made anew",
        arguments: ["rubbish", "", "rubbish over the header", "rubbish over the schema", "half of it"])
    func unreadable(what: String) async throws {
        let archive = try await archive()
        try archive.damageViews { bytes in
            switch what {
            case "rubbish over the header": bytes.replaceSubrange(0..<60, with: Data(repeating: 0x41, count: 60))
            case "rubbish over the schema":
                bytes.replaceSubrange(100..<4096, with: Data(repeating: 0xA5, count: 3996))
            case "half of it": bytes.removeLast(bytes.count / 2)
            default: bytes = Data(what.utf8)
            }
        }
        try expectAnswers(archive, what)
        try expectSame(archive, what)
    }

    @Test("some of whose pages are rubbish never makes a program crash, and a rebuild mends it", arguments: 0..<6)
    func damagedPages(seed: Int) async throws {
        let archive = try await archive()
        var random = SeededGenerator(seed: UInt64(seed))
        try archive.damageViews { bytes in
            for _ in 0..<3 {
                let page = Int.random(in: 1..<bytes.count / 4096, using: &random)
                bytes.replaceSubrange(page * 4096..<page * 4096 + 512, with: random.bytes(512))
            }
        }
        for command in [
            ["alarms", "--json"], ["zones"], ["status"], ["stats", "--by", "zone,day"],
            ["stats", "--by", "device,hour"],
            ["sql", "SELECT * FROM v1_alarms", "--json"], ["rebuild", "--compare"],
        ] {
            let answer = try archive.ask(command[0], Array(command.dropFirst()))
            #expect([0, 1, 3, 12].contains(answer.status), "seed \(seed), \(command): \(answer.status)")
            let isTold = "\(answer.text)\(answer.errors)".contains("alarm-history rebuild`")
            #expect([0, 3].contains(answer.status) || isTold, "seed \(seed), \(command): \(answer.errors)")
        }
        #expect(try archive.ask("rebuild").status == 0, "seed \(seed)")
        try expectAnswers(archive, "seed \(seed)")
        try expectSame(archive, "seed \(seed)")
    }

    @Test("rows that say what no event can never make a program crash")
    func nonsense() async throws {
        let archive = try await archive()
        try archive.changeViews("UPDATE transition SET former = -5; UPDATE alarm SET last_position = -1, events = -3")
        #expect(try archive.ask("alarms", "--as-of", "1h", "--json").status != 132)
        let answer = try archive.ask("alarm", "a1", "--json")
        #expect([0, 1, 12].contains(answer.status), "\(answer.errors)")
        #expect(try archive.ask("rebuild", "--compare").status == 12)
    }

    @Test("in a folder that cannot be written: what is there answers, and what is missing or too old is said")
    func readOnly() async throws {
        let archive = try await archive()
        let reader = try ReadOnlyCopy(of: archive)
        let answer = try reader.ask("alarms", "--zone", "z1", "--limit", "2", "--json")
        #expect([0, 3].contains(answer.status), "\(answer.errors)")
        #expect(try document(answer)["total"]?.integer == 57)
        let rebuilt = try reader.ask("rebuild")
        #expect(rebuilt.status == 1 && rebuilt.errors.contains("cannot be written"), "\(rebuilt.errors)")
        #expect(!answer.errors.contains("lack the last"), "\(answer.errors)")

        try archive.changeViews("UPDATE progress SET position = position - 3")
        let behind = try ReadOnlyCopy(of: archive).ask("alarms")
        #expect(behind.errors.contains("lack the last 3 events of the log"), "\(behind.errors)")

        for change in ["UPDATE progress SET version = 3; DROP TABLE alarm", "DROP VIEW v1_alarms"] {
            try archive.changeViews(change)
            try expectFolded(ReadOnlyCopy(of: archive), change)
        }
        try FileManager.default.removeItem(atPath: archive.path + "/views.sqlite")
        try expectFolded(ReadOnlyCopy(of: archive), "missing")
    }

    /// Answered from the log itself, which is said.
    private func expectFolded(_ reader: ReadOnlyCopy, _ what: String) throws {
        let answer = try reader.ask("alarms", "--zone", "z1", "--limit", "2", "--json")
        #expect([0, 3].contains(answer.status), "\(what): \(answer.errors)")
        #expect(try document(answer)["total"]?.integer == 57, "\(what)")
        #expect(answer.errors.contains("were folded from the log for this answer alone"), "\(what): \(answer.errors)")
        let rows = try reader.ask("sql", "SELECT count(*) AS n FROM v1_alarms WHERE zone_id = 'z1'", "--csv")
        #expect(rows.text == "n\r\n57\r\n", "\(what): \(rows.text)\(rows.errors)")
    }

    @Test(
        "from a folder that cannot be written, where no archiver runs: nothing lies beside the files, and all is answered"
    )
    func atRest() async throws {
        let archive = try await archive()
        let reader = try ReadOnlyCopy(of: archive, isInUse: false)
        try expectEverything(reader.ask)
    }

    @Test(
        "on a read-only medium all is answered: at rest, and after a crash that left write-ahead logs behind",
        .enabled(if: geteuid() == 0, "only root can mount a medium"), arguments: [true, false])
    func medium(hasCrashed: Bool) async throws {
        let archive = try await archive()
        let copy = try ReadOnlyCopy(of: archive, isInUse: hasCrashed)
        if hasCrashed {
            for name in ["log.sqlite-shm", "views.sqlite-shm"] {
                try FileManager.default.removeItem(atPath: copy.archive + "/" + name)
            }
        }
        try expectEverything { command, options in
            let script = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\" --archive \"$0\""
            let program = RunningProgram.url("alarm-history").path
            return try run(
                ["/usr/bin/env", "unshare", "-m", "sh", "-c", script, copy.archive, program, command] + options)
        }
    }

    /// Each command that reads gives what it should, without a word of SQLite's.
    private func expectEverything(_ ask: (String, [String]) throws -> Run) throws {
        for command in [
            ["status"], ["alarms", "--limit", "1"], ["alarm", "a1"], ["zones"], ["zone", "z1"],
            ["stats", "--by", "zone"],
            ["kpi"], ["report", "--output", "-"], ["coverage"], ["events", "--limit", "1"],
            ["sql", "SELECT 1 FROM v1_zones"],
            ["drift"], ["reconcile"], ["actions"], ["verify"], ["checkpoint"], ["prove", "3"],
            ["export", "--output", "-"],
        ] {
            let answer = try ask(command[0], Array(command.dropFirst()))
            #expect([0, 3].contains(answer.status), "\(command): \(answer.status) \(answer.errors)")
            #expect(!answer.errors.contains("SQLite error") && !answer.errors.contains("lack the last"), "\(command)")
        }
        let answer = try ask("alarms", ["--zone", "z1", "--limit", "2", "--json"])
        #expect(try document(answer)["total"]?.integer == 57)
    }
}

/// A copy of an archive that is in use, which whoever asks may read and not write: root asks as nobody.
private struct ReadOnlyCopy {
    private let folder: TemporaryFolder
    let archive: String

    /// Unless it is in use, nothing lies beside its files.
    init(of original: MadeArchive, isInUse: Bool = true) throws {
        folder = try TemporaryFolder()
        archive = folder.file("archive")
        // What SQLite keeps beside a file that is open: without it, nobody could read who may not write.
        let script = """
            import os, sqlite3, sys, shutil
            files = [sys.argv[1] + "/" + name for name in ("log.sqlite", "views.sqlite")]
            open_files = [sqlite3.connect(file) for file in files if os.path.exists(file)]
            for file in open_files: file.execute("SELECT count(*) FROM sqlite_schema").fetchall()
            if sys.argv[3] == "no":
                for file in open_files: file.close()
            else:
                for file in open_files: file.execute("PRAGMA user_version = %d" % file.execute("PRAGMA user_version").fetchone()[0])
            shutil.copytree(sys.argv[1], sys.argv[2])
            """
        let copied = try run(
            ["/usr/bin/env", "python3", "-c", script, original.path, archive, isInUse ? "yes" : "no"])
        try #require(copied.status == 0, "\(copied.errors)")
        try #require(try run(["/bin/chmod", "-R", "a-w,a+rX", folder.path]).status == 0)
    }

    func ask(_ command: String, _ options: String...) throws -> Run { try ask(command, options) }

    func ask(_ command: String, _ options: [String]) throws -> Run {
        let nobody = ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let program = RunningProgram.url("alarm-history").path
        return try run(
            (geteuid() == 0 ? nobody + [program] : [program]) + [command] + options + ["--archive", archive])
    }
}
