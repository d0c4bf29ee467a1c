import AlarmHistory
import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `alarm`.
struct AlarmStory {
    let alarm: AlarmRow
    let transitions: [TransitionRow]
    let changes: RecordChanges
    let actions: [ActionRow]

    var json: JSONValue {
        let members: [(String, JSONValue)] = [
            ("schema_version", .integer(1)), ("alarm", alarm.json),
            ("transitions", .array(transitions.map(json))), ("actions", .array(actions.map(\.json))),
        ]
        return .object(members)
    }

    private func json(_ transition: TransitionRow) -> JSONValue {
        let changes = changes(transition).map { change in
            JSONValue.object([
                ("member", .string(change.member)), ("from", change.from.map(JSONValue.verbatim) ?? .null),
                ("to", change.to.map(JSONValue.verbatim) ?? .null),
            ])
        }
        return .object(transition.members + [("changes", .array(changes))])
    }

    /// With the first of several transitions that one event tells.
    private func changes(_ transition: TransitionRow) -> [MemberChange] {
        let first = transitions.first { $0.position == transition.position }
        return first?.kind == transition.kind ? changes[transition.position] : []
    }

    var text: String {
        let zone = (alarm.zoneName ?? alarm.zoneID ?? "no zone").printable
        let device = (alarm.device ?? alarm.deviceID ?? "no device").printable
        var lines = [
            "alarm \(alarm.guid.printable)", "\(alarm.deployment), \(zone), \(device)",
            "\(alarm.state)\(unlisted), verdict \(alarm.verdict)"
                + (alarm.occurredAt.map { ", began \($0) by the vendor's clock" } ?? ""), "",
        ]
        lines += entries.flatMap(\.lines)
        return lines.joined(separator: "\n")
    }

    /// That an alarm goes on although no list shows it.
    private var unlisted: String {
        guard alarm.summary.state == .ongoing, !alarm.summary.isListed else { return "" }
        return ", no longer listed, last shown at \(alarm.lastObservedAt)"
    }

    /// What the looks showed and what was asked for, in the log's order, which is that of time.
    private var entries: [(position: Position, lines: [String])] {
        let shown = transitions.map { ($0.position, lines($0)) }
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

    private func lines(_ transition: TransitionRow) -> [String] {
        let after = transition.notBefore.map { "after \($0), " } ?? ""
        let claim = transition.occurredAt.map { "; the vendor says \($0)" } ?? ""
        let place = transition.endpoint.map { " at \($0.rawValue)" } ?? ""
        let verdict =
            transition.verdict.map { " \(transition.formerVerdict?.rawValue ?? "none") -> \($0.rawValue)" } ?? ""
        let actor = transition.actor.map { " by \($0)" } ?? ""
        let late = transition.afterwards.map { " [\($0.rawValue)]" } ?? ""
        let head =
            "\(transition.kind.rawValue)\(verdict)\(actor)\(place)\(late)  (\(after)not after \(transition.notAfter))"
            + "\(claim)  [event \(transition.position)]"
        let changed = changes(transition).map { change in
            "    \(change.member): \(Self.short(change.from)) -> \(Self.short(change.to))".printable
        }
        return [head.printable] + changed
    }

    /// Enough of a value to recognise it; the whole stands in the event.
    private static func short(_ value: [UInt8]?) -> String {
        let text = value.map { String(decoding: $0, as: UTF8.self) } ?? "null"
        return text.count > 60 ? text.prefix(57) + "..." : text
    }
}
