import Foundation
import TestSupport
import Testing

@Suite("Following the log")
struct FollowTests {
    @Test("events --follow gives each event once, in order, also those that come later, until it is interrupted")
    func follow() throws {
        let scene = try Scene("--seed", "5", "--speed", "300")
        try #require(try scene.archiveOnce().status == 0)
        let size = try scene.ask("events", "--jsonl").text.split(separator: "\n").count
        let follower = try RunningProgram(
            ["alarm-history", "events", "--jsonl", "--follow", "--from", "\(size - 3)", "--archive", scene.archive],
            errorPath: scene.folder.file("follower.log"))
        let first = (0..<3).map { _ in follower.line() }
        while try scene.ask("events", "--jsonl").text.split(separator: "\n").count < size + 2 {
            try #require(try scene.archiveOnce().status == 0)
        }
        let lines = first + (0..<2).map { _ in follower.line() }
        let stored = try scene.ask("events", "--jsonl", "--from", "\(size - 3)").text.split(separator: "\n").prefix(5)
        #expect(lines == stored.map(String.init))
        follower.signal(SIGINT)
        #expect(follower.wait() == 130)
    }
}
