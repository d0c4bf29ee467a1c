import ExactJSON

/// The members of some records, with the forms of their values: what they look like and nothing of what they say.
struct Shape: Sendable {
    /// One member, wherever it stands.
    struct Member: Sendable {
        /// `sub_alerts[].time`.
        let path: String
        /// How often each form was met.
        var forms: [String: Int] = [:]

        var count: Int { forms.values.reduce(0, +) }
    }

    /// What the records are.
    let title: String
    /// How many records there were.
    private(set) var records = 0
    private(set) var members: [Member] = []
    private var places: [String: Int] = [:]
    private let names: NameGuard

    init(_ title: String, _ records: some Sequence<JSONElement>, _ names: NameGuard) {
        self.title = title
        self.names = names
        for record in records.prefix(Self.recordLimit) {
            self.records += 1
            add(record, path: "", member: nil, depth: 0)
        }
    }

    private mutating func add(_ value: JSONElement, path: String, member: String?, depth: Int) {
        note(Placeholder(value, member: member).text, at: path.isEmpty ? "(record)" : path)
        guard depth < Self.depthLimit else { return }
        if value.kind == .array {
            for element in value.elements { add(element, path: path + "[]", member: member, depth: depth + 1) }
        }
        let members = value.members
        for (shown, part) in zip(names.shown(members.map { $0.name.string }), members) {
            add(part.value, path: path.isEmpty ? shown : "\(path).\(shown)", member: shown, depth: depth + 1)
        }
    }

    private mutating func note(_ form: String, at path: String) {
        if let place = places[path] {
            members[place].forms[form, default: 0] += 1
        } else if members.count < Self.memberLimit {
            places[path] = members.count
            members.append(Member(path: path, forms: [form: 1]))
        }
    }

    /// One line for each member.
    var lines: [String] {
        ["\(title), \(records) looked at:"]
            + members.map { member in
                let forms = member.forms.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                return "- \(member.path): " + forms.map { "\($0.key) ×\($0.value)" }.joined(separator: ", ")
            }
    }

    var json: JSONValue {
        [
            "of": .string(title), "records": .whole(records),
            "members": .array(
                members.map { member in
                    let forms = member.forms.sorted { $0.key < $1.key }
                    return [
                        "path": .string(member.path), "count": .whole(member.count),
                        "forms": .array(forms.map { ["form": .string($0.key), "count": .whole($0.value)] }),
                    ]
                }),
        ]
    }

    /// More of them look alike.
    private static let recordLimit = 1000
    /// The deepest object that is known has four levels.
    private static let depthLimit = 8
    /// An answer of another kind must not become a report without end.
    private static let memberLimit = 300
}
