public import ArchiveEvents
import ExactJSON

/// Notices what the vendor's records show that they never showed before. It stops nothing: it only tells.
public struct DriftWatch: Sendable {
    private var memory = DriftMemory()
    /// For each member, how many new contents in a row did not have it.
    private var absences: [LookTarget: [String: Int]] = [:]

    /// A watch that knows nothing yet.
    public init() {}

    /// Takes in the next event of the log.
    public mutating func apply(_ event: RecordedEvent) { memory.apply(event) }

    /// The event that new contents of an endpoint are worth; none where they show what was shown before. It also counts
    /// for how long each known member has not been among them.
    public mutating func drift(in contents: [[UInt8]], of target: LookTarget) -> NewEvent? {
        guard !contents.isEmpty else { return nil }
        let target = target.family
        let known = memory.known(target)
        var shape = RecordShape()
        for content in contents { shape.take(content) }
        countAbsences(in: shape, contents.count, target, known ?? [:])
        let all = shape.changes(against: known ?? [:]) + vanished(shape, target, known ?? [:])
        let changes = all.prefix(Self.changeLimit)
        guard !changes.isEmpty else { return nil }
        var members: [(String, JSONValue)] = [("changes", .array(changes.map(\.json)))]
        if known == nil { members.insert(("first", .bool(true)), at: 0) }
        return NewEvent(
            type: .fieldsDrifted, subject: "\(target.deployment)/drift/\(target.endpoint.rawValue)",
            endpoint: target.endpoint.rawValue, data: JSONValue.object(members).bytes)
    }

    private mutating func countAbsences(
        in shape: RecordShape, _ count: Int, _ target: LookTarget, _ known: [String: DriftMemory.Field]
    ) {
        for member in known.keys {
            let isShown = shape.fields[member] != nil
            absences[target, default: [:]][member] = isShown ? 0 : (absences[target]?[member] ?? 0) + count
        }
    }

    private func vanished(
        _ shape: RecordShape, _ target: LookTarget, _ known: [String: DriftMemory.Field]
    ) -> [FieldChange] {
        known.keys.sorted().compactMap { member in
            guard known[member]?.hasVanished == false, shape.fields[member] == nil, !member.contains("[]"),
                absences[target]?[member] ?? 0 >= Self.patience
            else { return nil }
            return FieldChange(member: member, kind: .vanished, type: nil, value: nil)
        }
    }

    /// Differences in one event: more than the vendor's records have members. The others are told with the next contents
    /// that show them.
    private static let changeLimit = 500
    /// New contents in a row without a member after which it counts as gone: many members are rare by nature.
    private static let patience = 50
}

extension LookTarget {
    /// What all targets of an endpoint share: the logs of all zones have one shape.
    fileprivate var family: LookTarget { LookTarget(deployment, endpoint) }
}

/// The members of some records, with their types and codes.
private struct RecordShape {
    private(set) var fields: [String: DriftMemory.Field] = [:]

    mutating func take(_ content: [UInt8]) {
        guard let text = try? JSONText(content) else { return }
        take(text.root, at: "", depth: 0)
    }

    private mutating func take(_ element: JSONElement, at path: String, depth: Int) {
        switch element.kind {
        case .object where depth < Self.depthLimit:
            for member in element.members { take(member.name, member.value, below: path, depth) }
        case .array where depth < Self.depthLimit:
            for item in element.elements { take(item, at: path + "[]", depth: depth + 1) }
        default: break
        }
    }

    private mutating func take(_ name: JSONElement, _ value: JSONElement, below path: String, _ depth: Int) {
        guard let name = name.string, name.utf8.count <= Self.nameLimit else { return }
        let member = path.isEmpty ? name : "\(path).\(name)"
        guard fields[member] != nil || fields.count < Self.fieldLimit else { return }
        fields[member, default: DriftMemory.Field()].types.insert(value.kind)
        if Self.codes.contains(MemberName.normalized(name)), let code = Self.code(value) {
            fields[member]?.values.insert(code)
        }
        take(value, at: member, depth: depth + 1)
    }

    /// What these members have that was never told of them.
    func changes(against known: [String: DriftMemory.Field]) -> [FieldChange] {
        fields.keys.sorted().flatMap { member -> [FieldChange] in
            guard let now = fields[member], known[member] != nil || known.count < Self.fieldLimit else { return [] }
            let before = known[member] ?? DriftMemory.Field()
            return Self.presence(member, now, known[member]) + Self.types(member, now, before)
                + Self.values(member, now, before)
        }
    }

    private static func presence(
        _ member: String, _ now: DriftMemory.Field, _ before: DriftMemory.Field?
    ) -> [FieldChange] {
        let type = now.types.min { $0.rawValue < $1.rawValue }
        guard let before else { return [FieldChange(member: member, kind: .appeared, type: type, value: nil)] }
        guard before.hasVanished, !before.hasReturned else { return [] }
        return [FieldChange(member: member, kind: .returned, type: type, value: nil)]
    }

    private static func types(
        _ member: String, _ now: DriftMemory.Field, _ before: DriftMemory.Field
    ) -> [FieldChange] {
        let types = now.types.subtracting(before.types).sorted { $0.rawValue < $1.rawValue }
        // The first type of a new member stands in its appearance.
        return types.dropFirst(before.types.isEmpty ? 1 : 0)
            .map { FieldChange(member: member, kind: .type, type: $0, value: nil) }
    }

    private static func values(
        _ member: String, _ now: DriftMemory.Field, _ before: DriftMemory.Field
    ) -> [FieldChange] {
        // The same records must make the same bytes at every run.
        let type = now.types.min { $0.rawValue < $1.rawValue }
        return now.values.subtracting(before.values).sorted().prefix(max(0, valueLimit - before.values.count))
            .map { FieldChange(member: member, kind: .value, type: type, value: $0) }
    }

    private static func code(_ value: JSONElement) -> String? {
        let text = value.kind == .number ? String(decoding: value.bytes, as: UTF8.self) : value.string
        return text.flatMap { $0.utf8.count <= nameLimit ? $0 : nil }
    }

    /// Members whose values come from a closed set of the vendor's.
    private static let codes: Set<String> = [
        "acknowledgmentcode", "phase", "alerttype", "state", "action", "importance",
    ]
    /// A name of more bytes is content: an object keyed by ids or texts.
    private static let nameLimit = 64
    /// The vendor's largest record has some thirty members; one with ten times as many is keyed by content.
    private static let fieldLimit = 300
    /// Codes of one member; beyond that it is no code.
    private static let valueLimit = 64
    /// Containers within containers: the vendor's own go three deep.
    private static let depthLimit = 8
}
