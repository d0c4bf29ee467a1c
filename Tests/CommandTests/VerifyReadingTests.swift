import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("verify and restore where the log is in use", .timeLimit(.minutes(2)))
struct VerifyReadingTests {
    @Test(
        "say of a log that another program holds that it could not be read, and never that it is not sound",
        arguments: [[], ["--quick"], ["--json"]])
    func held(flags: [String]) async throws {
        let made = try await MadeArchive([(1, [.alarm("a", zone: "z", began: 1)])])
        let script = """
            import sqlite3, sys, time
            log = sqlite3.connect(sys.argv[1], isolation_level=None)
            log.execute("PRAGMA locking_mode = EXCLUSIVE")
            log.execute("BEGIN IMMEDIATE"); log.execute("CREATE TABLE other (x)")
            print("held", flush=True)
            time.sleep(600)
            """
        let holder = try RunningProgram(
            ["/usr/bin/env", "python3", "-c", script, made.file("log.sqlite")], errorPath: made.file("holder.log"))
        #expect(holder.line() == "held")
        let result = try made.ask("verify", flags)
        #expect(result.status == 1 && !result.text.contains("NOT SOUND"), "\(result.text)\(result.errors)")
        for words in ["could not be read", "database is locked", "end the program that holds it", "try again"] {
            #expect(result.errors.contains(words), "\(result.errors)")
        }
        holder.signal(SIGKILL)
        _ = holder.wait()
        let free = try made.ask("verify", flags)
        #expect(free.status == 0, "what was not committed is gone: \(free.text)\(free.errors)")
    }

    @Test(
        "works for a reader who may not write, while an archiver has the log",
        .enabled(if: geteuid() == 0, "only root can be two users"))
    func reader() throws {
        let scene = try Scene("--seed", "6")
        try #require(try scene.archiveOnce().status == 0)
        let archiver = try scene.startReadyArchiver()
        // As an operator lets an auditor read: the log and its note, and none of the keys.
        try #require(try run(["/usr/bin/env", "chmod", "a+rX", scene.folder.path, scene.archive]).status == 0)
        for name in ["log.sqlite", "log.sqlite-wal", "log.sqlite-shm", "head.note"] {
            try #require(try run(["/usr/bin/env", "chmod", "a+r", scene.archive + "/" + name]).status == 0)
        }
        // The note is another file with each event, such as that of a comparison.
        try #require(try scene.ask("rebuild", "--compare").status == 0)
        for flags in [[], ["--quick"]] {
            let result = try run(
                ["/usr/bin/env", "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
                    + [RunningProgram.url("alarm-history").path, "verify", "--archive", scene.archive] + flags)
            #expect(result.status == 0 && result.text.hasPrefix("sound:"), "\(result.text)\(result.errors)")
        }
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
    }

    @Test("says of a log.sqlite that was copied alone from a running archive that it is possibly older")
    func loneCopy() throws {
        let scene = try Scene("--seed", "7")
        try #require(try scene.archiveOnce().status == 0)
        let archiver = try scene.startReadyArchiver()
        let copy = scene.folder.file("copy.sqlite")
        try FileManager.default.copyItem(atPath: scene.archive + "/log.sqlite", toPath: copy)
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")

        for flags in [[], ["--quick"]] {
            let verified = try run(["alarm-history", "verify", copy] + flags)
            #expect(verified.status == 0, "\(verified.text)\(verified.errors)")
            #expect(verified.text.contains("it is older than the archive was"), "\(verified.text)")
            let notices = try document(run(["alarm-history", "verify", copy, "--json"] + flags)).list("notices")
            #expect(notices.map { $0["code"]?.string } == ["older-copy", "no-head-note"])
        }
        let restored = try run(["alarm-history", "restore", copy, "--archive", scene.folder.file("first")])
        #expect(restored.status == 0 && restored.errors.contains("newer events are missing"), "\(restored.errors)")
        let json = try run(["alarm-history", "restore", copy, "--archive", scene.folder.file("second"), "--json"])
        #expect(json.status == 0 && json.errors.contains("it is older than the archive was"), "\(json.errors)")
        #expect(try document(json)["possibly_older"]?.bool == true)

        let snapshot = scene.folder.file("snapshot.sqlite")
        #expect(try scene.ask("snapshot", "--output", snapshot).status == 0)
        let whole = try run(["alarm-history", "restore", snapshot, "--archive", scene.folder.file("third"), "--json"])
        #expect(try document(whole)["possibly_older"]?.bool == false)
        #expect(!whole.errors.contains("older"), "\(whole.errors)")
    }
}
