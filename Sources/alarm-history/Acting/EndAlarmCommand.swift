import AlarmHistory
import AltaOperator
import ArgumentParser

/// `respond end`: ends alarms.
struct EndAlarmCommand: AlarmActingCommand {
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
        try await perform("end", question: { "End \($0)" }) { guid, run in
            let (alarm, isOngoing) = try await run.vendor.client.alarm(guid)
            if !isOngoing, alarm.record.isEnded {
                let time = alarm.record.endedAt.map { " at \($0)" } ?? ""
                return ActionResult(alarm.guid, already: "it had ended\(time)")
            }
            return try await run.perform(.end(guid: alarm.guid), on: alarm, before: .nothing)
        }
    }
}
