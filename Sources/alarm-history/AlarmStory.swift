import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `alarm`.
struct AlarmStory {
    let alarm: AlarmRow
    let transitions: [TransitionRow]
    let actions: [ActionRow]

    var json: JSONValue {
        let members: [(String, JSONValue)] = [
            ("schema_version", .integer(1)), ("alarm", alarm.json),
            ("transitions", .array(transitions.map(Self.json))), ("actions", .array(actions.map(\.json))),
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
        lines += entries.flatMap(\.lines)
        return lines.joined(separator: "\n")
    }

    /// What the looks showed and what was asked for, in the log's order, which is that of time.
    private var entries: [(position: Position, lines: [String])] {
        let shown = transitions.map { ($0.position, Self.lines($0)) }
        let asked = actions.map { ($0.position, [Self.line($0)]) }
        return (shown + asked).enumerated()
            .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }.map(\.element)
    }

    private static func line(_ action: ActionRow) -> String {
        let name = action.action == nil ? "an erased action" : action.sentence
        let actor = action.actor.map { " by \($0)" } ?? ""
        let reason = action.reason.map { ", because: \($0)" } ?? ""
        let answered = action.answer.map { " at \($0.time)" } ?? ""
        let text = "asked for \(name)\(actor)  (\(action.requestedAt))\(reason); \(action.outcomeText)\(answered)"
        return "\(text)  [event \(action.position)]".printable
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
