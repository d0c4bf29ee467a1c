import Foundation
import TestSupport
import Testing

@testable import WebhookCommands

@Suite("Running one command")
struct CommandExecutionTests {
    private func run(
        _ command: String, _ environment: [String: String] = [:], limit: Duration = .seconds(60)
    ) async -> (end: CommandEnd, output: CommandOutput) {
        let variables = environment.merging(["PATH": "/usr/bin:/bin"]) { one, _ in one }
        return await CommandExecution(command: command, environment: variables, timeLimit: limit).run()
    }

    @Test(
        "tells how it ended",
        arguments: [
            ("true", .exited, 0), ("exit 7", .exited, 7), ("kill -9 $$", .signalled, nil),
            ("no-such-program", .exited, 127), ("(", .exited, 2), ("cat; exit 3", .exited, 3),
        ] as [(String, CommandEnd.Outcome, Int32?)])
    func ends(command: String, outcome: CommandEnd.Outcome, exit: Int32?) async {
        let end = await run(command).end
        #expect(end.outcome == outcome && end.exit == exit, "\(command): \(end)")
    }

    @Test("what cannot be started is told, too")
    func notStarted() async {
        // More than the system takes.
        let environment = Dictionary(
            uniqueKeysWithValues: (0..<40).map { ("V\($0)", String(repeating: "x", count: 100_000)) })
        let end = await run("true", environment).end
        #expect(end.outcome == .notStarted && end.exit == nil, "\(end)")
    }

    @Test("shell signs in a value do nothing")
    func metacharacters() async throws {
        let folder = try TemporaryFolder()
        let name = #"Dock"; touch \#(folder.file("planted")); $(touch \#(folder.file("planted"))) `id` '\''"#
        let command = #"printf %s "$ALARM_ZONE_NAME" > "$OUT""#
        let end = await run(command, ["ALARM_ZONE_NAME": name, "OUT": folder.file("out")]).end
        #expect(end.isSuccess)
        #expect(try String(contentsOfFile: folder.file("out"), encoding: .utf8) == name)
        #expect(!FileManager.default.fileExists(atPath: folder.file("planted")))
    }

    @Test("of the daemon's files none is inherited, and standard input is empty")
    func descriptors() async throws {
        let folder = try TemporaryFolder()
        // One that would be inherited, were it not closed.
        let open = open(folder.path, O_RDONLY)
        defer { close(open) }
        try #require((3..<2048).contains(open) && fcntl(open, F_GETFD) == 0)
        // By the shell alone: a program, a redirection or a pattern would open descriptors of their own.
        let command = """
            n=0; found=; while [ $n -lt 2048 ]; do [ -e /proc/$$/fd/$n ] && found="$found $n"; n=$((n + 1)); done
            { echo $found; readlink /proc/$$/fd/0; cat; } > "$OUT"
            """
        let end = await run(command, ["OUT": folder.file("out")]).end
        #expect(end.isSuccess)
        #expect(try String(contentsOfFile: folder.file("out"), encoding: .utf8) == "0 1 2\n/dev/null\n")
    }

    @Test("the time limit ends grandchildren, too, also those that ignore SIGTERM")
    func timeLimit() async throws {
        let folder = try TemporaryFolder()
        let pids = folder.file("pids")
        let command = """
            (trap '' TERM; echo a >> "$OUT.trapped"; while :; do sleep 0.1; done) & echo $! >> "$OUT"
            sleep 1000 & echo $! >> "$OUT"; wait
            """
        let end = await run(command, ["OUT": pids], limit: .milliseconds(500)).end
        #expect(end.outcome == .timedOut && end.exit == nil)
        #expect(end.duration >= 5_000 && end.duration < 60_000, "\(end)")
        #expect(FileManager.default.fileExists(atPath: pids + ".trapped"))
        try expectDead(pids, 2)
    }

    @Test("what it leaves running in the background is ended with it")
    func background() async throws {
        let folder = try TemporaryFolder()
        let end = await run(#"sleep 1000 & echo $! > "$OUT"; exit 4"#, ["OUT": folder.file("pids")]).end
        #expect(end.outcome == .exited && end.exit == 4)
        try expectDead(folder.file("pids"), 1)
    }

    @Test("a command that closes its output is bound in time all the same")
    func closedOutput() async {
        let end = await run("exec >&- 2>&-; sleep 1000", limit: .milliseconds(200)).end
        #expect(end.outcome == .timedOut)
    }

    @Test("more than a mebibyte of output ends it, on either stream", arguments: ["", ">&2"])
    func tooMuchOutput(stream: String) async {
        let (end, output) = await run("yes 'a line' \(stream)")
        #expect(end.outcome == .tooMuchOutput && end.outputBytes > 1 << 20)
        #expect(output.lastWords { $0 }.utf8.count <= 2 << 10)
        let justEnough = await run("head -c 1048576 /dev/zero \(stream)").end
        #expect(justEnough.isSuccess && justEnough.outputBytes == 1 << 20, "\(justEnough)")
    }

    @Test("a command that is told to stop has time for it")
    func cancelled() async throws {
        let folder = try TemporaryFolder()
        let command = #"trap 'sleep 0.3; echo done > "$OUT"; exit 9' TERM; : > "$OUT.started"; sleep 1000 & wait"#
        let task = Task { await run(command, ["OUT": folder.file("out")]).end }
        while !FileManager.default.fileExists(atPath: folder.file("out.started")) { await Task.yield() }
        task.cancel()
        let end = await task.value
        #expect(end.outcome == .exited && end.exit == 9, "\(end)")
        #expect(FileManager.default.fileExists(atPath: folder.file("out")))
    }

    @Test("of standard error the last words are kept, of standard output nothing")
    func lastWords() async {
        let (end, output) = await run("echo hidden; echo first >&2; printf 'second\\033[2J\\n' >&2")
        #expect(end.outputBytes == 7 + 6 + 11)
        #expect(output.lastWords { $0 } == "first; second [2J")
    }

    private func expectDead(_ list: String, _ count: Int) throws {
        let pids = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").compactMap { pid_t($0) }
        #expect(pids.count == count)
        for pid in pids {
            let state = (try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8))?
                .split(separator: ")").last?.split(separator: " ").first
            // Whoever adopted it may not have reaped it yet.
            #expect(state == nil || state == "Z" || state == "X", "\(pid) is \(state ?? "")")
        }
    }
}
