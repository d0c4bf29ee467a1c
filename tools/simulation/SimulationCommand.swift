import ArgumentParser
import Dispatch
import Foundation
import Simulation

/// Runs simulated archives, each from its seed, until one says what is not so.
@main
struct SimulationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulation",
        abstract: "Runs whole archives over a simulated vendor, clock and disk, and checks what they say.",
        discussion: """
            EXAMPLES
              simulation --seeds 1000
                  the seeds 1 to 1000
              simulation --seed 4711 --steps 200
                  one of them again, or longer
              simulation --hours 1
                  seeds that nobody has tried, for an hour
            """)

    @Option(help: "Only this seed.") var seed: UInt64?
    @Option(help: "How many seeds.") var seeds: UInt64?
    @Option(help: "The first of them (default: 1, with --hours one drawn by the time of day).") var from: UInt64?
    @Option(help: "Go on for so many hours.") var hours: Double?
    @Flag(help: "Go on after a violation, and list the seeds of all.") var keepGoing = false
    @Flag(help: "With --seed: print the log that came of it, one event a line.") var events = false
    @Option(help: "Looks of each run before its world comes to rest.") var steps = SimulationPlan.usualSteps

    func validate() throws {
        guard seed != nil || seeds != nil || hours != nil else {
            throw ValidationError("give --seed N, --seeds N or --hours H")
        }
    }

    func run() async throws {
        if let seed, events { return try await printEvents(of: seed) }
        let first = seed ?? from ?? (hours == nil ? 1 : UInt64(Date().timeIntervalSince1970) << 20)
        let count = seed == nil ? seeds ?? .max : 1
        let end = hours.map { ContinuousClock.now + .seconds($0 * 3600) }
        let began = ContinuousClock.now
        var campaign = Campaign(first: first, count: count, steps: steps, end: end, keepsGoing: keepGoing)
        await campaign.run()
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        let total = campaign.total
        print(
            "\(campaign.done) seeds from \(first) in \(Int(seconds)) s: \(total.looks) looks, \(total.events) events, "
                + "\(total.gaps) gaps, \(total.crashes) crashes")
        for (seed, failure) in campaign.failures {
            print("VIOLATION \(failure)")
            print("again: tools/simulate --seed \(seed) --steps \(steps)")
        }
        if !campaign.failures.isEmpty { throw ExitCode(1) }
    }

    private func printEvents(of seed: UInt64) async throws {
        var simulation = try await Simulation(seed: seed, steps: steps)
        let result: Result<Simulation.Report, any Error>
        do { result = .success(try await simulation.run()) } catch { result = .failure(error) }
        for line in try simulation.lines() { print(line) }
        _ = try result.get()
    }
}

/// Seeds one after the other, on as many threads as there are processors.
struct Campaign {
    let first: UInt64
    let count: UInt64
    let steps: Int
    let end: ContinuousClock.Instant?
    private(set) var done = 0
    private(set) var total = Simulation.Report()
    private(set) var failures: [(seed: UInt64, error: any Error)] = []
    private let keepsGoing: Bool

    init(first: UInt64, count: UInt64, steps: Int, end: ContinuousClock.Instant?, keepsGoing: Bool) {
        self.keepsGoing = keepsGoing
        self.first = first
        self.count = count
        self.steps = steps
        self.end = end
    }

    private typealias Outcome = (seed: UInt64, result: Result<Simulation.Report, any Error>)

    /// Runs to the end, or to the first failure.
    mutating func run() async {
        let steps = steps
        await withTaskGroup(of: Outcome.self) { group in
            var next: UInt64 = 0
            func start() {
                guard next < count, end.map({ ContinuousClock.now < $0 }) ?? true else { return }
                let seed = first &+ next
                next += 1
                group.addTask { (seed, await Self.outcome(seed, steps)) }
            }
            for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { start() }
            while let (seed, result) = await group.next() {
                switch result {
                case .success(let report): note(report)
                case .failure(let error):
                    failures.append((seed, error))
                    guard keepsGoing, failures.count < Self.failureLimit else { return group.cancelAll() }
                }
                start()
            }
        }
    }

    /// What a person looks at in one go.
    private static let failureLimit = 20

    private mutating func note(_ report: Simulation.Report) {
        done += 1
        total.add(report)
        if done % 1000 == 0 { FileHandle.standardError.write(Data("\(done) seeds\n".utf8)) }
    }

    private static func outcome(_ seed: UInt64, _ steps: Int) async -> Result<Simulation.Report, any Error> {
        do {
            var simulation = try await Simulation(seed: seed, steps: steps)
            return .success(try await simulation.run())
        } catch {
            return .failure(error)
        }
    }
}
