import ExactJSON

/// Takes an answer's bytes apart into observations.
public struct AnswerReader: Sendable {
    /// What takes secrets out.
    public let redaction: SecretRedaction

    /// A reader that takes secrets out with `redaction`.
    public init(redaction: SecretRedaction) {
        self.redaction = redaction
    }

    /// The same, with these secrets recognised by their value, too.
    public func hiding(_ secrets: SecretValues) -> AnswerReader { AnswerReader(redaction: redaction.hiding(secrets)) }

    /// What an answer with status 200 says.
    public enum Content: Sendable {
        /// All that there is.
        case whole([Observation])
        /// Elements, of which there may be more.
        case part([Observation], Remainder)
        /// No JSON, or JSON of no known shape; `kept` is what can be stored of it.
        case unreadable(reason: String, kept: UnreadableAnswer)
    }

    /// Reads the answer to a look at `target`.
    public func read(_ body: [UInt8], of target: LookTarget) -> Content {
        var elements = ElementMemory()
        return read(body, of: target, knowing: &elements)
    }

    /// Reads the answer to a look at `target`; what is known of the elements of the answer before need not be worked
    /// out again.
    public func read(_ body: [UInt8], of target: LookTarget, knowing elements: inout ElementMemory) -> Content {
        guard !body.isEmpty else { return unreadable(body, of: target, "the answer is empty") }
        do {
            let text = try JSONText(body)
            return try target.endpoint.isList ? list(text, target, &elements) : record(text, target)
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

    private func list(_ text: JSONText, _ target: LookTarget, _ elements: inout ElementMemory) throws -> Content {
        guard let list = ListEnvelope(text.root, mayBeCut: target.endpoint.growsWithoutEnd) else {
            return try unreadable(text, of: target, "JSON, but no list of records")
        }
        var reading = elements.reading(of: target)
        let observations = try list.elements.map { element in
            let bytes = element.bytes
            if let known = reading.known(bytes) { return known }
            let observation = try observation(element, target)
            reading.note(observation, servedAs: bytes)
            return observation
        }
        elements.finish(reading)
        return list.remainder.map { .part(observations, $0) } ?? .whole(observations)
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
            let id = target.endpoint.identityMember.flatMap { VendorMembers(element).text($0) }
            return id.flatMap { $0.isEmpty || $0.utf8.count > Self.identityLimit ? nil : $0 }
        }
    }

    /// A UUID has 36 bytes; an "id" of kilobytes is content, and would stand in every head.
    private static let identityLimit = 256
}
