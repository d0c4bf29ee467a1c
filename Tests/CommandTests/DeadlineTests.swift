import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("A deployment that takes its time, or is elsewhere")
struct DeadlineTests {
    @Test("holds up no single cycle: what drips is a gap, the others are observed, and each cycle says so")
    func drip() throws {
        let stage = try HostileStage("drip")
        for _ in 0..<2 {
            let result = try stage.run("alarm-archiver", "run", "--once", "--exchange-deadline", "5s")
            #expect(result.status == 3)
            #expect(
                result.errors.contains("hq/coverage/alerts: the answer took longer than 5000 ms"), "\(result.errors)")
        }
        let coverage = try document(run(["alarm-history", "status", "--json", "--archive", stage.archive]))
        let deployments = coverage["deployments"].map { Array($0.elements) } ?? []
        let endpoints = try #require(deployments.first?["endpoints"].map { Array($0.elements) })
        let open = endpoints.filter { $0["open_gap"]?.kind == .object }.compactMap { $0["endpoint"]?.string }
        #expect(open == ["alerts"])
    }

    @Test("leaves an act unanswered that is not answered within the deadline")
    func act() throws {
        let stage = try HostileStage("silent")
        try #require(try stage.run("alarm-archiver", "run", "--once").status == 0)
        let result = try stage.run("alarm-history", "respond", "end", "a", "--yes", "--exchange-deadline", "5s")
        #expect((result.text + result.errors).contains("unanswered"), "\(result.text)\(result.errors)")
        #expect(result.status == 1)
    }

    @Test("is named where it has moved for good, by check and by run, and not followed")
    func moved() throws {
        let stage = try HostileStage("moved")
        for command in [["check"], ["run", "--once"]] {
            let result = try stage.run("alarm-archiver", command)
            #expect(result.status == 5, "\(result.text)\(result.errors)")
            let told = result.text + result.errors
            #expect(told.contains("has moved to https://new.example") && told.contains("--url"), "\(told)")
        }
    }
}

/// A deployment that misbehaves in one way, and an archive of it.
private struct HostileStage {
    private let server: RunningProgram
    private let folder: TemporaryFolder
    private let options: [String]
    let archive: String

    init(_ mode: String) throws {
        folder = try TemporaryFolder()
        archive = folder.file("archive")
        server = try RunningProgram(
            ["/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/hostile-server.py"), mode],
            errorPath: folder.file("server.log"))
        let port = try #require(server.line())
        try "p\n".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
        options = [
            "--archive", archive, "--deployment", "hq", "--url", "http://127.0.0.1:\(port)", "--username", "u",
            "--password-file", folder.file("password"),
        ]
    }

    func run(_ program: String, _ arguments: String...) throws -> Run { try run(program, arguments) }

    func run(_ program: String, _ arguments: [String]) throws -> Run {
        try CommandTests.run([program] + arguments + options)
    }
}
