import Foundation
import TestSupport
import Testing

@Suite("Memory and disk for what is served")
struct MemoryTests {
    /// What is served, how many bytes that is, and whether it is beyond the limits.
    struct Case: Sendable, CustomTestStringConvertible {
        let mode: String
        let bytes: Int
        var isTooLarge = true

        var testDescription: String { mode }
    }

    @Test(
        "stay below eight bytes for each byte, and of what is too large nothing is stored but its beginning",
        arguments: [
            Case(mode: "numbers", bytes: 8 << 20), Case(mode: "objects", bytes: 3_000_003),
            Case(mode: "guids", bytes: 16_888_891), Case(mode: "members", bytes: 10_888_891),
            Case(mode: "string", bytes: 30 << 20), Case(mode: "brackets", bytes: 8 << 20),
            Case(mode: "inside", bytes: 4 << 20), Case(mode: "alerts", bytes: 3_900_000, isTooLarge: false),
        ])
    func peak(_ served: Case) throws {
        let base = try peak(mode: "none").kilobytes
        let run = try peak(mode: served.mode)
        // What is recorded takes caches of the database besides, however much it is.
        let bytes = (run.kilobytes - base) * 1024 - (served.isTooLarge ? 0 : 16 << 20)
        #expect(bytes < 8 * served.bytes, "\(bytes) bytes for \(served.bytes): \(bytes / served.bytes) for each")
        guard served.isTooLarge else { return }
        #expect(run.status == 3 && run.events.contains(#""cause":"too-large""#), "\(run.events.prefix(2000))")
        #expect(run.logSize < 2 << 20, "\(run.logSize) bytes: 64 KiB for each of a few endpoints")
    }

    @Test("stay below the 200 MiB that are announced, or that 200 KiB unpack to", arguments: ["huge", "bomb"])
    func beyondLimits(mode: String) throws {
        let base = try peak(mode: "none").kilobytes
        let run = try peak(mode: mode)
        let kilobytes = run.kilobytes - base
        #expect(kilobytes < 200 << 10, "\(kilobytes) KiB")
        #expect(run.status == 3 && run.events.contains(#""cause":"too-large""#), "\(run.events.prefix(2000))")
        #expect(run.logSize < 2 << 20, "\(run.logSize) bytes")
    }

    private func peak(mode: String) throws -> (kilobytes: Int, status: Int32, events: String, logSize: Int) {
        let folder = try TemporaryFolder()
        let server = try RunningProgram(
            ["/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/hostile-server.py"), mode],
            errorPath: folder.file("server.log"))
        defer { server.signal(SIGKILL) }
        let port = try #require(server.line())
        let password = folder.file("password")
        try "the-password".write(toFile: password, atomically: true, encoding: .utf8)
        let archive = folder.file("archive")
        let result = try run([
            "/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/peak-memory.py"),
            RunningProgram.url("alarm-archiver").path, "run", "--once", "--archive", archive, "--deployment", "hq",
            "--url", "http://127.0.0.1:\(port)", "--username", "u", "--password-file", password,
        ])
        let kilobytes = try #require(
            Int(result.text.trimmingCharacters(in: .whitespacesAndNewlines)), "\(result.text) \(result.errors)")
        let events = try run(["alarm-history", "events", "--type", "gap-opened", "--jsonl", "--archive", archive])
        let size = try FileManager.default.attributesOfItem(atPath: archive + "/log.sqlite")[.size] as? Int
        return (kilobytes, result.status, events.text, size ?? 0)
    }
}
