import Foundation
import Testing

/// The short form of `tools/fault-campaign`; the whole of it takes too long for every change.
@Suite("A fault")
struct FaultTests {
    @Test(
        "of any kind, of which a sample is tried, loses nothing that was acknowledged, and is found where it changes a bit",
        arguments: ["system-calls", "kill-loop", "crash-images", "tamper-matrix", "full-disk", "running-archiver"])
    func campaign(name: String) throws {
        let programs = RunningProgram.url("log-exerciser").deletingLastPathComponent().path
        let seed = "\(UInt32.random(in: .min ... .max))"
        let run = try run([
            repositoryFile("tools/fault-campaign"), "--short", "--only", name, "--seed", seed, "--jobs", "1",
            "--programs", programs,
        ])
        #expect(run.status == 0, "seed \(seed): \(run.text)\(run.errors)")
    }
}
