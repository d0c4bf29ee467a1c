import AlarmHistory
import AltaOperator
import Archive
import ArgumentParser

/// `respond end`: ends alarms.
struct EndAlarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end",
        abstract: "End an ongoing alarm.",
        discussion: """
            An alarm that has ended already is left alone.

            EXAMPLES
              alarm-history respond end 7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10
              alarm-history respond end --zone "Loading bay" --all-matching --yes --reason "drill"
            """)

    @OptionGroup var targets: AlarmTargets
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            try await vendor.withVendor { vendor in
                let run = try ActionRun(vendor, options, consent)
                let alarms = try await AlarmChoice(client: vendor.client, targets: targets).guids()
                if !options.dryRun { try consent.obtain(for: "End \(alarms.sentence)") }
                return try await run.each("end", alarms, name: \.guid) { try await end($0.guid, run) }
            }
        }
    }

    private func end(_ guid: String, _ run: ActionRun) async throws -> ActionResult {
        let (alarm, isOngoing) = try await run.vendor.client.alarm(guid)
        if !isOngoing, alarm.record.isEnded {
            let time = alarm.record.endedAt.map { " at \($0)" } ?? ""
            return ActionResult(alarm.guid, already: "it had ended\(time)")
        }
        let act = Act.end(guid: alarm.guid)
        guard !options.dryRun else { return run.show(act) }
        return try await run.perform(act, on: alarm, before: .end(isEnded: false, phase: alarm.members.text("phase")))
    }
}
