import AltaOperator
import Archive
import ArgumentParser

/// `respond stop-local`: ends the alarms that a local node holds.
struct StopLocalCommand: AsyncParsableCommand {
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
        try await AlarmHistoryProgram.ending {
            try await vendor.withVendor { vendor in
                let run = try ActionRun(vendor, options, consent)
                let zones = try await ZoneChoice(client: vendor.client).zones(zone.map { [$0] } ?? [])
                let act = Act.stopLocal(zone: zones.first?.id)
                let place = zones.first.map { "of zone \($0.sentence)" } ?? "of all zones"
                if !options.dryRun { try consent.obtain(for: act, "End all local alarms \(place)") }
                return try await run.each("stop-local", [act], name: \.target) { act in
                    guard !options.dryRun else { return run.show(act) }
                    return try await run.perform(act, before: vendor.client.state(for: act))
                }
            }
        }
    }
}
