public import ArchiveEvents
public import ExactJSON

/// One difference between what an endpoint shows and what it ever showed.
public struct FieldChange: Hashable, Sendable {
    /// What became of a member.
    public enum Kind: String, Sendable {
        /// Shown for the first time.
        case appeared
        /// In none of many records in a row.
        case vanished
        /// Shown again after it had vanished.
        case returned
        /// A JSON type that it never had.
        case type
        /// A code that it never had.
        case value
    }

    /// The path to the member: `sub_alerts[].id`.
    public let member: String
    /// What became of it.
    public let kind: Kind
    /// The JSON type that it has now; nil where it vanished.
    public let type: JSONKind?
    /// The code, for ``Kind/value``.
    public let value: String?
}

/// Which members, types and codes each endpoint has shown so far: a fold over the log's `fields-drifted` events.
public struct DriftMemory: Sendable {
    struct Field: Hashable, Sendable {
        var types: Set<JSONKind> = []
        var values: Set<String> = []
        var hasVanished = false
        /// Each change of presence is told once; a member that comes and goes is told as such, not for ever.
        var hasReturned = false
    }

    private var fields: [LookTarget: [String: Field]] = [:]

    /// The memory of an empty log.
    public init() {}

    /// Takes in the next event of the log.
    public mutating func apply(_ event: RecordedEvent) {
        guard event.type == .fieldsDrifted, let endpoint = event.endpoint.flatMap(Endpoint.init(rawValue:)),
            let deployment = event.subject.split(separator: "/").first,
            let root = event.data.flatMap({ try? JSONText([UInt8]($0)) })?.root
        else { return }
        let target = LookTarget(String(deployment), endpoint)
        // What a first look told may have been all of nothing: an empty list has no members, but was looked at.
        for change in root["changes"]?.elements.compactMap({ FieldChange($0) }) ?? [] {
            fields[target, default: [:]][change.member, default: Field()].take(change)
        }
    }

    func known(_ target: LookTarget) -> [String: Field]? { fields[target] }
}

extension DriftMemory.Field {
    mutating func take(_ change: FieldChange) {
        switch change.kind {
        case .vanished: hasVanished = true
        case .returned: hasReturned = true
        case .appeared, .type, .value: break
        }
        if let type = change.type { types.insert(type) }
        if let value = change.value { values.insert(value) }
    }
}

extension FieldChange {
    init?(_ element: JSONElement) {
        guard let member = element["member"]?.string, let kind = element["kind"]?.string.flatMap(Kind.init(rawValue:))
        else { return nil }
        self.init(
            member: member, kind: kind, type: element["type"]?.string.flatMap(JSONKind.init(name:)),
            value: element["value"]?.string)
    }

    /// As the event tells it.
    var json: JSONValue {
        var members: [(String, JSONValue)] = [("member", .string(member)), ("kind", .string(kind.rawValue))]
        if let type { members.append(("type", .string(type.name))) }
        if let value { members.append(("value", .string(value))) }
        return .object(members)
    }
}

extension JSONKind {
    private static let names: [(kind: JSONKind, name: String)] = [
        (.null, "null"), (.bool, "bool"), (.number, "number"), (.string, "string"), (.array, "array"),
        (.object, "object"),
    ]

    /// The type's name in events.
    var name: String { Self.names.first { $0.kind == self }?.name ?? "null" }

    init?(name: String) {
        guard let kind = Self.names.first(where: { $0.name == name })?.kind else { return nil }
        self = kind
    }
}
