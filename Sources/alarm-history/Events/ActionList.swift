import AlarmHistory
import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `actions`.
struct ActionList {
    /// In the log's order.
    let actions: [ActionRow]
    let since: Instant?
    let until: Instant?

    func write(_ format: FormatOptions) throws {
        if format.json {
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for action in actions { try Console.answer(action.json.bytes + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(csv: csv)
        } else {
            try Console.answer(actions.isEmpty ? "no actions" : table.text)
        }
    }

    private var document: JSONValue {
        .object([
            ("schema_version", .integer(1)), ("since", .optional(since?.description)),
            ("until", .optional(until?.description)), ("actions", .array(actions.map(\.json))),
        ])
    }

    private var table: Table {
        var table = Table(columns: ["TIME", "DEPLOYMENT", "ACTION", "TARGET", "ACTOR", "REASON", "OUTCOME", "EVENT"])
        table.rows = actions.map { action in
            [
                LocalTime.text(action.requestedAt), action.deployment, action.sentence,
                action.target ?? "-", action.actor ?? "-", action.reason ?? "-", action.outcomeText,
                action.position.description,
            ].map(\.printable)
        }
        return table
    }

    private var csv: Table {
        var table = Table(columns: ActionRow.members.map(\.name))
        table.rows = actions.map { action in ActionRow.members.map { $0.value(action).csvText } }
        return table
    }
}

extension ActionRow {
    /// The action as the contract names its members.
    var json: JSONValue { .object(Self.members.map { ($0.name, $0.value(self)) }) }

    /// What was asked for, for people: `verify as false`, `api POST /api/v1/alarmZones/arm`.
    var sentence: String {
        switch action {
        case nil: "(erased)"
        case "verify": ["verify", verdict.map { "as \($0)" }].compactMap { $0 }.joined(separator: " ")
        case "api": ["api", method, path].compactMap { $0 }.joined(separator: " ")
        case .some(let action): action
        }
    }

    private var verdict: String? {
        body.flatMap { try? JSONText(Array($0.utf8)) }.map { AlarmRecord($0.root).verdict.rawValue }
    }

    /// What came of it, for people: `accepted 200, confirmed`.
    var outcomeText: String {
        guard let answer else { return Self.unanswered }
        let status = answer.status.map { " \($0)" } ?? ""
        return [(answer.outcome ?? "(erased)") + status, answer.effect].compactMap { $0 }.joined(separator: ", ")
    }

    /// A request without an answer is told as one that the vendor left without an answer: nobody knows what came of it.
    private var outcome: String? { answer.map(\.outcome) ?? Self.unanswered }

    private static let unanswered = "unanswered"

    /// Name and value of each fact; JSON, CSV and their order come from here.
    static var members: [(name: String, value: (ActionRow) -> JSONValue)] {
        [
            ("position", { .whole($0.position.number) }), ("time", { .string($0.requestedAt.description) }),
            ("deployment", { .string($0.deployment) }), ("action", { .optional($0.action) }),
            ("target", { .optional($0.target) }), ("actor", { .optional($0.actor) }),
            ("reason", { .optional($0.reason) }), ("outcome", { .optional($0.outcome) }),
            ("status", { .optionalWhole($0.answer?.status) }), ("effect", { .optional($0.answer?.effect) }),
            ("detail", { .optional($0.answer?.detail) }), ("links", { .optionalWhole($0.answer?.links) }),
            ("answered_at", { .optional($0.answer?.time.description) }),
            ("method", { .optional($0.method) }), ("path", { .optional($0.path) }),
            ("body", { $0.body.map { .verbatim(Array($0.utf8)) } ?? .null }),
            ("answered_position", { .optionalWhole($0.answer?.position.number) }),
        ]
    }
}

extension JSONValue {
    /// A whole number, or null.
    fileprivate static func optionalWhole(_ value: (some BinaryInteger)?) -> JSONValue {
        value.map { .whole($0) } ?? .null
    }
}
