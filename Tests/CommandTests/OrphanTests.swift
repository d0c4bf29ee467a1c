import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("The archiver as the first process of a container")
struct OrphanTests {
    /// Whether this machine lets a test have process numbers of its own.
    static let canUnshare =
        (try? run(["/usr/bin/unshare", "--pid", "--fork", "--mount-proc", "/bin/true"]).status) == 0

    @Test("reaps what webhook commands leave behind, and tells how each command ended", .enabled(if: canUnshare))
    func orphans() throws {
        let port = try freePort()
        let scene = try Scene("--seed", "5", "--quiet-after", "0s")
        let file = scene.folder.file("orphans.yaml")
        // One is ended with its group, one went into a session of its own.
        let command = "sleep 100 & setsid sleep 0.1 & exit 3"
        try "webhookListen: 127.0.0.1:\(port)\nwebhookCommands: [{name: leave, command: '\(command)'}]\n"
            .write(toFile: file, atomically: true, encoding: .utf8)
        let archiver = RunningProgram.url("alarm-archiver").path
        let container = try RunningProgram(
            ["/usr/bin/unshare", "--pid", "--fork", "--mount-proc", "--kill-child", archiver, "run", "--config", file]
                + scene.deployment, errorPath: scene.folder.file("container.log"))
        let script = """
            import sys, time, urllib.request
            for _ in range(3):
                for _ in range(100):
                    try: urllib.request.urlopen(urllib.request.Request(sys.argv[1], b"{}")); break
                    except OSError: time.sleep(0.1)
            """
        _ = try run(["/usr/bin/env", "python3", "-c", script, "http://127.0.0.1:\(port)/webhooks/hq"])
        try eventually("the end of three commands") {
            try scene.events("--type", "command-ended.v1").count == 3
        }
        let ends = try scene.events("--type", "command-ended.v1").compactMap { $0["data"] }
        #expect(
            ends.allSatisfy { $0["outcome"]?.string == "exited" && $0["exit"]?.integer == 3 }, "\(container.errors)")
        try eventually("that nothing is left") { try Self.zombies(below: archiver).isEmpty }
    }

    /// Zombies whose parent runs that program within process numbers of its own.
    private static func zombies(below program: String) throws -> [String] {
        let entries = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { Int($0) != nil }
        let parents = entries.filter { entry in
            let line = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") ?? Data()
            return String(decoding: line, as: UTF8.self).hasPrefix(program + "\0run\0")
        }
        return entries.filter { entry in
            let stat = String(
                decoding: FileManager.default.contents(atPath: "/proc/\(entry)/stat") ?? Data(), as: UTF8.self)
            let fields = stat.split(separator: ")").last?.split(separator: " ").map(String.init) ?? []
            return fields.count > 1 && fields[0] == "Z" && parents.contains(fields[1])
        }
    }
}
