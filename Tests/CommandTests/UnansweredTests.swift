import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("An action whose answer says little")
struct UnansweredTests {
    @Test("is unanswered where the answer is lost, and done where its effect is seen all the same")
    func answerLost() throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s", "--fault", "action-unanswered@0s")
        try #require(try scene.archiveOnce().status == 0)
        let guid = try scene.ongoing()[0]
        let done = try scene.act("respond", "end", guid, "--yes")
        #expect(done.status == 0 && done.text.contains("unanswered, confirmed"), "\(done.text)\(done.errors)")
        #expect(try scene.orders().count == 1, "it is never sent again")
        #expect(try scene.actionLines() == ["end unanswered confirmed"])
    }

    @Test("is not seen where the deployment accepts and does nothing, and ends with 1")
    func ignored() throws {
        let scene = try Scene(staging: "--fault", "alarm-lasts@0s", "--fault", "action-ignored@0s")
        try #require(try scene.archiveOnce().status == 0)
        let guid = try scene.ongoing()[0]
        let failed = try scene.act("respond", "end", guid, "--yes")
        #expect(failed.status == 1 && failed.errors.contains("not-seen: the alarm goes on"), "\(failed.errors)")
        #expect(try scene.actionLines() == ["end accepted not-seen"])
        #expect(try scene.ongoing() == [guid])
    }

    @Test("is unanswered where the command is killed before the answer comes")
    func killed() throws {
        let folder = try TemporaryFolder()
        let server = try RunningProgram(
            ["/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/hostile-server.py"), "silent"],
            errorPath: folder.file("server.log"))
        defer { server.signal(SIGKILL) }
        let port = try #require(server.line())
        let password = folder.file("password")
        try "p\n".write(toFile: password, atomically: true, encoding: .utf8)
        let deployment = [
            "--archive", folder.file("archive"), "--url", "http://127.0.0.1:\(port)", "--username", "u",
            "--password-file", password,
        ]
        try #require(try run(["alarm-archiver", "run", "--once"] + deployment).status == 0)
        let command = try RunningProgram(
            ["alarm-history", "respond", "end", "a", "--yes"] + deployment, errorPath: folder.file("command.log"))
        #expect(server.line() == "silent: /api/v1/alerts/a/end", "\(command.errors)")
        command.signal(SIGKILL)
        #expect(command.wait() == 128 + SIGKILL)
        let listed = try run(["alarm-history", "actions", "--json", "--archive", folder.file("archive")])
        let actions = try #require(try document(listed)["actions"].map { Array($0.elements) })
        #expect(actions.map { $0["action"]?.string } == ["end"])
        #expect(actions.map { $0["outcome"]?.string } == ["unanswered"])
        #expect(actions.allSatisfy { $0["answered_at"]?.kind == .null && $0["effect"]?.kind == .null })
        #expect(try run(["alarm-history", "verify", "--archive", folder.file("archive")]).status == 0)
    }
}
