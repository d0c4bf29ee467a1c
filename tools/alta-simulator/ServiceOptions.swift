import AltaSimulator
import ArgumentParser

/// Where, how fast and how many.
struct ServiceOptions: ParsableArguments {
    @Option(help: "The port; 0 takes any free one.")
    var port: UInt16 = 8786

    @Option(help: "Simulated seconds per real second, up to 100000.")
    var speed: Double = 1

    @Option(
        help: ArgumentHelp(
            "Serve so many deployments, below /d1, /d2 and so on, each with the next seed.", valueName: "number"))
    var deployments: Int?

    @Option(
        help: ArgumentHelp(
            "Append each content to this file when it is first shown; with --deployments, to FILE.d1 and so on.",
            valueName: "file"))
    var truth: String?

    @Option(
        help: ArgumentHelp(
            "Append each request to this file, without its secrets; with --deployments, to FILE.d1 and so on.",
            valueName: "file"))
    var requests: String?

    /// One process holds all worlds in memory.
    private static let deploymentLimit = 1000

    func validate() throws {
        guard speed > 0, speed <= 100_000 else { throw ValidationError("--speed lies above 0 and up to 100000.") }
        guard (1...Self.deploymentLimit).contains(deployments ?? 1) else {
            throw ValidationError("--deployments lies between 1 and \(Self.deploymentLimit).")
        }
    }

    /// The deployments by the first part of their paths; the empty one stands for the root.
    func makeDeployments(
        _ parameters: SimulationParameters, clock: SimulatedClock
    ) throws -> [String: ServedDeployment] {
        guard let deployments else {
            return ["": try serve(parameters, clock: clock, suffix: "")]
        }
        return try (1...deployments).reduce(into: [:]) { served, number in
            var own = parameters
            own.seed = parameters.seed &+ UInt64(number - 1)
            served["d\(number)"] = try serve(own, clock: clock, suffix: ".d\(number)")
        }
    }

    /// `suffix` goes behind the names of its files.
    private func serve(
        _ parameters: SimulationParameters, clock: SimulatedClock, suffix: String
    ) throws -> ServedDeployment {
        ServedDeployment(
            SimulatedDeployment(parameters), clock: clock, truth: try open(truth, suffix, option: "--truth"),
            requests: try open(requests, suffix, option: "--requests"))
    }

    private func open(_ path: String?, _ suffix: String, option: String) throws -> LineFile? {
        do {
            return try path.map { try LineFile(appendingTo: $0 + suffix) }
        } catch {
            throw ValidationError("\(option) names a file that cannot be written.")
        }
    }
}
