import AltaOperator
import ArgumentParser

/// Which zones are meant.
struct ZoneTargets: ParsableArguments {
    @Argument(help: "Zones, by id or name.") var zones: [String] = []
    @Flag(help: "All zones, in one request.") var all = false

    func validate() throws {
        guard zones.isEmpty == all else { throw ValidationError("Give zones, or --all.") }
    }
}

/// What arming and disarming have in common.
protocol ZoneArmCommand: ActingCommand {
    var targets: ZoneTargets { get }
}

extension ZoneArmCommand {
    /// Does `act` to each of the zones, or `toAll`.
    fileprivate func perform(_ verb: String, _ act: (String) -> Act, toAll: Act) async throws {
        try await perform(toAll.name) { client in
            guard !targets.all else { return ActPlan(acts: [toAll], question: "\(verb) ALL zones") }
            let zones = try await ZoneChoice(client: client).zones(targets.zones)
            let count = zones.count == 1 ? "zone \(zones[0].sentence)" : "\(zones.count) zones"
            return ActPlan(acts: zones.map { act($0.id) }, question: "\(verb) \(count)")
        }
    }
}

/// `zones arm`.
struct ArmCommand: ZoneArmCommand {
    static let configuration = CommandConfiguration(
        commandName: "arm", abstract: "Arm zones.",
        discussion: """
            That the calls are POSTs without a body is our reading: the vendor documents their paths alone. A zone with \
            an exit delay is arming first; where a sensor is open its log says so, and the action is contradicted.

            EXAMPLES
              alarm-history zones arm "Loading bay" --reason "forgotten"
              alarm-history zones arm --all --dry-run
            """)
    @OptionGroup var targets: ZoneTargets
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func run() async throws { try await perform("Arm", Act.arm, toAll: .armAll) }
}

/// `zones disarm`.
struct DisarmCommand: ZoneArmCommand {
    static let configuration = CommandConfiguration(
        commandName: "disarm", abstract: "Disarm zones: this takes away a building's protection.",
        discussion: "That the calls are POSTs without a body is our reading: the vendor documents their paths alone.")
    @OptionGroup var targets: ZoneTargets
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func run() async throws { try await perform("Disarm", Act.disarm, toAll: .disarmAll) }
}
