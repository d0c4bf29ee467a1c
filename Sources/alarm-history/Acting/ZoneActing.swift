import AltaOperator
import ArgumentParser

/// What arming and disarming have in common.
struct ZoneActing: ParsableArguments {
    @Argument(help: "Zones, by id or name.") var zones: [String] = []
    @Flag(help: "All zones, in one request.") var all = false
    @OptionGroup var acting: ActingOptions

    func validate() throws {
        guard zones.isEmpty == all else { throw ValidationError("Give zones, or --all.") }
    }

    /// Does `act` to each of the zones, or `toAll`.
    func perform(_ verb: String, _ act: (String) -> Act, toAll: Act) async throws {
        try await acting.perform(toAll.name) { client in
            guard !all else { return ActPlan(acts: [toAll], question: "\(verb) ALL zones") }
            let zones = try await ZoneChoice(client: client).zones(zones)
            let count = zones.count == 1 ? "zone \(zones[0].sentence)" : "\(zones.count) zones"
            return ActPlan(acts: zones.map { act($0.id) }, question: "\(verb) \(count)")
        }
    }
}

/// `zones arm`.
struct ArmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arm", abstract: "Arm zones.",
        discussion: """
            That the calls are POSTs without a body is our reading: the vendor documents their paths alone. A zone with \
            an exit delay is arming first; where a sensor is open its log says so, and the action is contradicted.

            EXAMPLES
              alarm-history zones arm "Loading bay" --reason "forgotten"
              alarm-history zones arm --all --dry-run
            """)
    @OptionGroup var acting: ZoneActing

    func run() async throws { try await acting.perform("Arm", Act.arm, toAll: .armAll) }
}

/// `zones disarm`.
struct DisarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "disarm", abstract: "Disarm zones: this takes away a building's protection.",
        discussion: "That the calls are POSTs without a body is our reading: the vendor documents their paths alone.")
    @OptionGroup var acting: ZoneActing

    func run() async throws { try await acting.perform("Disarm", Act.disarm, toAll: .disarmAll) }
}
