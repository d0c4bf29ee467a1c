import ExactJSON

/// Takes an answer's bytes apart into observations.
public struct AnswerReader: Sendable {
    private let redaction: SecretRedaction

    /// A reader that takes secrets out with `redaction`.
    public init(redaction: SecretRedaction) {
        self.redaction = redaction
    }

    /// What an answer with status 200 says.
    public enum Content: Sendable {
        /// All that there is.
        case whole([Observation])
        /// Elements, of which there may be more.
        case part([Observation], reason: String)
        /// No JSON, or JSON of no known shape; `kept` is what can be stored of it.
        case unreadable(reason: String, kept: UnreadableAnswer)
    }

    /// Reads the answer to a look at `target`.
    public func read(_ body: [UInt8], of target: LookTarget) -> Content {
        guard !body.isEmpty else { return unreadable(body, of: target, "the answer is empty") }
        do {
            let text = try JSONText(body)
            return try target.endpoint.isList ? list(text, target) : record(text, target)
        } catch {
            return unreadable(body, of: target, "not JSON: \(error)")
        }
    }

    /// What can be kept of bytes that no one could read.
    public func unreadable(_ body: [UInt8], of target: LookTarget, _ reason: String) -> Content {
        let clean = redaction.redact(unparsed: body)
        return .unreadable(reason: reason, kept: UnreadableAnswer(body: clean, target: target, reason: reason))
    }

    private func record(_ text: JSONText, _ target: LookTarget) throws -> Content {
        guard target.endpoint != .alert || identity(of: text.root, target) == target.id else {
            return try unreadable(text, of: target, "JSON, but not the alert that was asked for")
        }
        return .whole([try observation(text.root, target)])
    }

    /// JSON of no known shape, kept without its secrets.
    private func unreadable(_ text: JSONText, of target: LookTarget, _ reason: String) throws -> Content {
        let clean = try redaction.redact(text) ?? text.root.compactBytes
        return .unreadable(reason: reason, kept: UnreadableAnswer(body: clean, target: target, reason: reason))
    }

    private func list(_ text: JSONText, _ target: LookTarget) throws -> Content {
        guard let list = ListEnvelope(text.root, mayBeCut: target.endpoint == .alerts) else {
            return try unreadable(text, of: target, "JSON, but no list of records")
        }
        let observations = try list.elements.map { try observation($0, target) }
        return list.reason.map { .part(observations, reason: $0) } ?? .whole(observations)
    }

    private func observation(_ element: JSONElement, _ target: LookTarget) throws -> Observation {
        // Parsed by itself, so that the replacement of secrets and the digest see this element alone.
        let text = try JSONText(element.compactBytes)
        let content = try redaction.redact(text)
        let clean = try content.map { try JSONText($0) } ?? text
        return Observation(
            stream: stream(of: clean.root, target), content: [UInt8](clean.root.bytes),
            digest: ContentDigest(clean.root))
    }

    private func stream(of element: JSONElement, _ target: LookTarget) -> RecordStream {
        RecordStream(
            deployment: target.deployment, kind: target.endpoint.recordKind,
            id: identity(of: element, target) ?? RecordStream.unidentified)
    }

    private func identity(of element: JSONElement, _ target: LookTarget) -> String? {
        switch target.endpoint {
        case .about: return "deployment"
        case .zoneLog: return target.id
        case .zones, .alerts, .alert, .ongoingAlerts:
            guard let member = target.endpoint.identityMember, let value = element[member] else { return nil }
            let id = value.string ?? (value.kind == .number ? String(decoding: value.bytes, as: UTF8.self) : nil)
            return id.flatMap { $0.isEmpty || $0.utf8.count > Self.identityLimit ? nil : $0 }
        }
    }

    /// A UUID has 36 bytes; an "id" of kilobytes is content, and would stand in every head.
    private static let identityLimit = 256
}

/// A list as vendors wrap it: bare, or inside an object beside counts and cursors.
struct ListEnvelope {
    let elements: [JSONElement]
    /// Why there may be more than these elements.
    let reason: String?

    /// `mayBeCut`: whether the list grows without end, so that a server is likely to show the newest part of it.
    init?(_ root: JSONElement, mayBeCut: Bool) {
        switch root.kind {
        case .array:
            elements = Array(root.elements)
            reason =
                mayBeCut && Self.usualLimits.contains(elements.count)
                ? "\(elements.count) records: perhaps the newest only" : nil
        case .null: (elements, reason) = ([], "null instead of a list")
        case .object:
            // An error wearing success says nothing about records.
            guard root["error"].map({ $0.kind == .null }) ?? true,
                let list = Self.listMembers.lazy.compactMap({ root[$0] }).first,
                list.kind == .array || list.kind == .null
            else { return nil }
            elements = Array(list.elements)
            reason = Self.incompleteness(root, count: elements.count, isNull: list.kind == .null)
        case .bool, .number, .string: return nil
        }
    }

    /// Sizes at which servers like to cut a list: one that is exactly as long may have been cut.
    private static let usualLimits: Set<Int> = [50, 100, 1000, 10_000]
    /// Names under which lists were met, or are likely to be.
    private static let listMembers = ["alerts", "items", "data", "results"]

    private static func incompleteness(_ root: JSONElement, count: Int, isNull: Bool) -> String? {
        let members = VendorMembers(root)
        if let cursor = members["next_cursor"], cursor.kind != .null { return "there is a next page" }
        if let total = members.integer("total"), total > count { return "\(count) of \(total) records" }
        return isNull && members.integer("total") != 0 ? "null instead of a list" : nil
    }
}
