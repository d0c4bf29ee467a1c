import AltaOperator
import ArgumentParser

/// `respond stop-local`: ends the alarms that a local node holds.
struct StopLocalCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop-local",
        abstract: "End the alarms that cameras and cloud connectors hold themselves.",
        discussion: """
            The vendor documents the path of this call and no more: that it is a POST, and that it may name a zone, is \
            our reading. Without --zone it is asked for all zones.
            """)

    @Option(help: "Only of this zone, by id or name.") var zone: String?
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func run() async throws {
        try await perform("stop-local") { client in
            let zone = try await ZoneChoice(client: client).zones(zone.map { [$0] } ?? []).first
            let place = zone.map { "of zone \($0.sentence)" } ?? "of all zones"
            return ActPlan(acts: [.stopLocal(zone: zone?.id)], question: "End all local alarms \(place)")
        }
    }
}
