import Archive
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
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            let alarm = try AlarmLookup(guid: guid, deployment: deployment).find(in: views)
            let transitions = try views.transitions(deployment: alarm.deployment, guid: alarm.guid)
            var actions = ActionQuery()
            (actions.deployment, actions.target) = (alarm.deployment, alarm.guid)
            let story = AlarmStory(
                alarm: alarm, transitions: transitions, actions: try actions.answer(from: views))
            try Console.answer(json ? story.json.bytes + [UInt8(ascii: "\n")] : Array((story.text + "\n").utf8))
            return .done
        }
    }
}
