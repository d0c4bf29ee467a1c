import Foundation
import TestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
    /// What goes wrong, how the program ends, and a word of the sentence that says so.
    struct Case: Sendable, CustomTestStringConvertible {
        let mode: String
        let status: Int32
        let words: String
        var kept = ""

        var testDescription: String { mode }
    }

    @Test(
        "from a deployment ends with the code and a sentence that names it; what was served is kept",
        arguments: [
            Case(mode: "wrong-password", status: 4, words: "check the user name and the password file"),
            Case(mode: "forbidden", status: 4, words: "may not see this"),
            Case(mode: "html", status: 3, words: "not JSON", kept: "record-unreadable.v1"),
            Case(mode: "empty", status: 3, words: "the answer is empty"),
            Case(mode: "truncated", status: 3, words: "broke off", kept: "record-unreadable.v1"),
            Case(mode: "huge", status: 3, words: "larger than 32 MiB", kept: "record-unreadable.v1"),
            Case(mode: "bomb", status: 3, words: "larger than 32 MiB", kept: "record-unreadable.v1"),
            Case(mode: "no-guid", status: 0, words: "", kept: "hq/alerts/unidentified"),
        ])
    func hostileServer(_ fault: Case) throws {
        let folder = try TemporaryFolder()
        let server = try RunningProgram(
            ["/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/hostile-server.py"), fault.mode],
            errorPath: folder.file("server.log"))
        defer { server.signal(SIGKILL) }
        let port = try #require(server.line())
        let archive = folder.file("archive")
        let result = try archiveOnce(folder, "http://127.0.0.1:\(port)")
        #expect(result.status == fault.status, "\(result.errors)")
        #expect(fault.words.isEmpty || result.errors.contains(fault.words), "\(result.errors)")
        let events = try run(["alarm-history", "events", "--jsonl", "--archive", archive])
        #expect(fault.kept.isEmpty || events.text.contains(fault.kept), "\(events.text)")
        #expect(fault.status == 0 || events.text.contains("gap-opened.v1"))
        #expect(!events.text.contains("PLANTED-TOKEN") && !events.text.contains(plantedInBase64))
        #expect(!result.errors.contains("the-password"))
        #expect(try run(["alarm-history", "verify", "--archive", archive]).status == 0)
    }

    private var plantedInBase64: String { String(Data("PLANTED-TOKEN".utf8).base64EncodedString().prefix(14)) }

    @Test(
        "of an address ends with 5 where nothing answers there, and with 64 where the password would go in clear",
        arguments: [
            ("http://127.0.0.1:1", Int32(5), "cannot be reached"),
            ("https://no-such-host.invalid", 5, "cannot be reached"),
            ("http://example.com", 64, "unencrypted"), ("http://127.evil.example", 64, "unencrypted"),
            ("https://me:secret@example.com", 64, "must not hold"),
            ("no address", 64, "is no address"),
        ])
    func address(url: String, status: Int32, words: String) throws {
        let folder = try TemporaryFolder()
        let result = try archiveOnce(folder, url)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
    }

    @Test("TLS that cannot be trusted ends with 5 and says so")
    func untrustedTLS() throws {
        let folder = try TemporaryFolder()
        let server = try RunningProgram(
            ["/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/hostile-server.py"), "html"],
            errorPath: folder.file("server.log"))
        defer { server.signal(SIGKILL) }
        let port = try #require(server.line())
        let result = try archiveOnce(folder, "https://127.0.0.1:\(port)")
        #expect(result.status == 5, "\(result.errors)")
        #expect(result.errors.contains("TLS"), "\(result.errors)")
    }

    @Test("an archive that is none, is missing or is locked ends with its code and touches nothing")
    func archives() throws {
        let scene = try Scene("--seed", "3")
        try FileManager.default.createDirectory(atPath: scene.archive, withIntermediateDirectories: true)
        try "mine".write(toFile: scene.archive + "/letter.txt", atomically: true, encoding: .utf8)
        let refused = try scene.archiveOnce()
        #expect(refused.status == 10 && refused.errors.contains("is no archive"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scene.archive) == ["letter.txt"])
        #expect(try scene.ask("status").status == 10)
        try FileManager.default.removeItem(atPath: scene.archive)
        #expect(try scene.ask("alarms").status == 10)

        let archiver = try scene.startArchiver()
        for _ in 0..<1000 where !archiver.errors.contains("archiving into") { Thread.sleep(forTimeInterval: 0.01) }
        let second = try scene.archiveOnce()
        #expect(second.status == 11 && second.errors.contains("in use by another writer"), "\(second.errors)")
        archiver.signal(SIGINT)
        #expect(archiver.wait() == 0)
    }

    @Test(
        "of settings ends with 64 and names file, key and value",
        arguments: [
            ("ongoingInterval: soon", "ongoingInterval: soon"), ("interval: 5s", "interval is no setting"),
            ("- a list", "should hold names"), ("deployments:\n  - name: hq", "deployments[0] needs a name and a url"),
            ("url: [", "is not YAML"), ("deployment: HQ", "HQ is no name"),
            ("passwordFile: /no/such/file", "/no/such/file"),
        ])
    func settings(text: String, words: String) throws {
        let folder = try TemporaryFolder()
        let file = folder.file("archiver.yaml")
        let common = "username: u\n" + (text.contains("passwordFile") ? "" : "passwordFile: \(file)\n")
        let url = text.contains("url") || text.hasPrefix("-") ? "" : "url: http://127.0.0.1:1\n"
        let yaml = text.hasPrefix("-") ? text : (text.contains("deployments") ? text : url + common + text)
        try yaml.write(toFile: file, atomically: true, encoding: .utf8)
        let result = try run(["alarm-archiver", "run", "--once", "--config", file, "--archive", folder.file("a")])
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains(words), "\(result.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.file("a")))
    }

    private func archiveOnce(_ folder: TemporaryFolder, _ url: String) throws -> Run {
        let password = folder.file("password")
        try "the-password".write(toFile: password, atomically: true, encoding: .utf8)
        return try run([
            "alarm-archiver", "run", "--once", "--archive", folder.file("archive"), "--deployment", "hq", "--url", url,
            "--username", "u", "--password-file", password,
        ])
    }
}
