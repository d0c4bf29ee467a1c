import ArgumentParser

/// `respond`: the vendor's use cases.
struct RespondCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "respond",
        abstract: "Share an alarm's video, verify an alarm, end an alarm.",
        discussion: """
            EXAMPLES
              alarm-history respond share 7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10 --config archiver.yaml
              alarm-history respond share --zone "Loading bay" --wait 60s --config archiver.yaml
              alarm-history respond verify --zone b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01 --as false --reason "a fox"
              alarm-history alarms --state ongoing --jsonl | jq -r .guid | alarm-history respond end - --yes

            Whatever is asked is recorded first, and what came of it after: `alarm-history actions` lists it. Where an \
            answer is lost the action is `unanswered`, not failed: look before you ask again.
            """,
        subcommands: [ShareCommand.self, VerifyAlarmCommand.self, EndAlarmCommand.self, StopLocalCommand.self])
}
