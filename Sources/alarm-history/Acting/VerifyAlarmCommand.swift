import AlarmHistory
import AltaOperator
import ArgumentParser

/// `respond verify`: says what alarms were.
struct VerifyAlarmCommand: AlarmActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Say what an alarm was: valid, false, or none to take that back.",
        discussion: """
            Sends acknowledgment_code 201, 202 or 101 with the alarm's guid, and with `merged` and `origin_name` as they \
            are served at that moment; then reads the alarm back. In the vendor's web interface false also ends an alarm.

            EXAMPLES
              alarm-history respond verify 7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10 --as false --reason "a fox"
              alarm-history respond verify --zone "$ALARM_ZONE_ID" --device "$ALARM_DEVICE_ID" --as valid --yes
            """)

    @OptionGroup var targets: AlarmTargets
    @Option(name: .customLong("as"), help: "valid, false or none.", transform: Self.verdict) var verdict: Act.Verdict
    @Option(help: "The triggering device, where the deployment serves no origin_name.") var origin: String?
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func run() async throws {
        try await perform("verify", question: { "Verify \($0) as \(verdict.rawValue)" }) { guid, run in
            let alarm = try await run.vendor.client.alarm(guid).alarm
            let act = Act.verify(try VerifiedAlarm(alarm, origin: origin), as: verdict)
            return try await run.perform(act, on: alarm, before: .verdict(alarm.record.verdict))
        }
    }

    private static func verdict(_ text: String) throws -> Act.Verdict {
        guard let verdict = Act.Verdict(rawValue: text) else {
            throw ValidationError("\(text) is no verdict; choose from valid, false, none.")
        }
        return verdict
    }
}
