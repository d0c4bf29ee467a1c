import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Killing the archiver")
struct KillTests {
    @Test("twenty times in the middle of polling loses nothing that was acknowledged")
    func killLoop() throws {
        let seed = UInt64(77)
        var generator = SeededGenerator(seed: seed)
        let scene = try Scene("--seed", "8", "--speed", "600")
        var acknowledged = 1
        for kill in 1...20 {
            let archiver = try scene.startArchiver()
            try waitForAppends(archiver, scene)
            // From the middle of the first list to a few cycles later.
            Thread.sleep(forTimeInterval: Double.random(in: 0...0.4, using: &generator))
            archiver.signal(SIGKILL)
            #expect(archiver.wait() == 128 + SIGKILL, "kill \(kill), seed \(seed): \(archiver.errors)")
            acknowledged += newEvents(archiver.errors)
            let verified = try scene.ask("verify", "--json")
            #expect(verified.status == 0, "kill \(kill), seed \(seed): \(verified.text)")
            let size = try Int(document(verified)["size"]?.integer ?? 0)
            #expect(size >= acknowledged, "kill \(kill), seed \(seed)")
            // What was committed without the word getting out is there, too.
            acknowledged = size
        }
    }

    /// Returns once the archiver has told of its first append.
    private func waitForAppends(_ archiver: RunningProgram, _ scene: Scene) throws {
        for _ in 0..<1000 {
            if newEvents(archiver.errors) > 0 { return }
            Thread.sleep(forTimeInterval: 0.01)
        }
        Issue.record("the archiver recorded nothing: \(archiver.errors)")
    }

    /// The archiver tells `<stream>: <n> new` after the append of n events was acknowledged.
    private func newEvents(_ log: String) -> Int {
        log.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            return words.last == "new" ? words.dropLast().last.flatMap { Int($0) } : nil
        }.reduce(0, +)
    }
}
