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
            "Show one alarm's timeline: what happened between which looks, what changed, and the records behind it.")

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
            let timeline = AlarmStory(alarm: alarm, transitions: transitions)
            try Console.answer(json ? timeline.json.bytes + [UInt8(ascii: "\n")] : Array((timeline.text + "\n").utf8))
            return .done
        }
    }
}

/// The answer of `alarm`.
struct AlarmStory {
    let alarm: AlarmRow
    let transitions: [TransitionRow]

    var json: JSONValue {
        let members: [(String, JSONValue)] = [
            ("schema_version", .integer(1)), ("alarm", alarm.json),
            ("transitions", .array(transitions.map(Self.json))),
        ]
        return .object(members)
    }

    private static func json(_ transition: TransitionRow) -> JSONValue {
        .object([
            ("kind", .string(transition.kind)), ("endpoint", .optional(transition.endpoint)),
            ("not_before", .optional(transition.notBefore?.description)),
            ("not_after", .string(transition.notAfter.description)),
            ("occurred_at", .optional(transition.occurredAt?.description)),
            ("position", .whole(transition.position.number)),
            ("changes", .verbatim(Array(transition.changes.utf8))),
        ])
    }

    var text: String {
        let zone = (alarm.zoneName ?? alarm.zoneID ?? "no zone").printable
        let device = (alarm.device ?? alarm.deviceID ?? "no device").printable
        var lines = [
            "alarm \(alarm.guid.printable)", "\(alarm.deployment), \(zone), \(device)",
            "\(alarm.state), verdict \(alarm.verdict)"
                + (alarm.occurredAt.map { ", began \($0) by the vendor's clock" } ?? ""), "",
        ]
        for transition in transitions { lines += Self.lines(transition) }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ transition: TransitionRow) -> [String] {
        let after = transition.notBefore.map { "after \($0), " } ?? ""
        let claim = transition.occurredAt.map { "; the vendor says \($0)" } ?? ""
        let place = transition.endpoint.map { " at \($0)" } ?? ""
        let head =
            "\(transition.kind)\(place)  (\(after)not after \(transition.notAfter))\(claim)  [event \(transition.position)]"
        return [head] + changes(transition).map { "    " + $0 }
    }

    private static func changes(_ transition: TransitionRow) -> [String] {
        guard let list = try? JSONText(Array(transition.changes.utf8)).root else { return [] }
        return list.elements.map { change in
            let name = change["member"]?.string ?? "?"
            return "\(name): \(short(change["from"])) -> \(short(change["to"]))".printable
        }
    }

    /// Enough of a value to recognise it; the whole stands in the event.
    private static func short(_ value: JSONElement?) -> String {
        let text = value.map { String(decoding: $0.bytes, as: UTF8.self) } ?? "null"
        return text.count > 60 ? text.prefix(57) + "..." : text
    }
}
