import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Projections

/// `alarm GUID`: one alarm's timeline.
struct AlarmCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm",
        abstract:
            "Show one alarm's timeline: what happened between which looks, what changed, who asked for it, and the records behind."
    )

    @Argument(help: "The alarm's guid.") var guid: String
    @OptionGroup var archive: ArchiveOptions
    @Option(help: "The deployment, where two have an alarm of that guid.") var deployment: String?
    @Option(help: "As the archive knew it at this time.") var asOf: String?
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            try KnownNames(deployment: deployment).check(in: views)
            let past = try PastTime(asOf, "--as-of", reader)
            let alarm = try AlarmLookup(guid: guid, deployment: deployment, past: past).find(in: views, reader)
            let transitions = try views.transitions(of: alarm, before: past?.position)
            var actions = ActionQuery()
            actions.asOf = past?.position
            (actions.deployment, actions.target) = (alarm.deployment, alarm.guid)
            let story = AlarmStory(
                alarm: alarm, transitions: transitions, changes: try RecordChanges(transitions, reader.log),
                actions: try actions.answer(from: views))
            try Console.answer(json ? story.json.bytes + [UInt8(ascii: "\n")] : Array((story.text + "\n").utf8))
            return .done
        }
    }
}
