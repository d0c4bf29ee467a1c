import Foundation
import Simulation
import Testing

@Suite("Two hundred simulated archives")
struct CampaignTests {
    /// Each with a vendor, faults, crashes and a disk of its own; `tools/simulate --seed N` runs one again, `--seeds N` many.
    @Test("say nothing that is not so, lose nothing that was shown, and know in the end what became of each alarm")
    func seeds() async throws {
        let steps = 40
        let total = try await withThrowingTaskGroup(of: Simulation.Report.self) { group in
            var next: UInt64 = 1
            func start() {
                guard next <= 200 else { return }
                let seed = next
                next += 1
                group.addTask {
                    var simulation = try await Simulation(seed: seed, steps: steps)
                    return try await simulation.run()
                }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { start() }
            var total = Simulation.Report()
            for try await report in group {
                total.add(report)
                start()
            }
            return total
        }
        // What never happens is not tested: the runs are not empty.
        #expect(total.events > 2_000)
        #expect(total.gaps > 200)
        #expect(total.storageGaps > 3)
        #expect(total.crashes > 60)
    }
}
