import ExactJSON

/// Takes an answer's bytes apart into observations, within ``AnswerLimits``.
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
        /// Elements, and others that could not be taken in.
        case damaged(DamagedList)
        /// No JSON, or JSON of no known shape; `kept` is what can be stored of it.
        case unreadable(reason: String, kept: UnreadableAnswer)
        /// More than any real answer holds; `kept` is its beginning.
        case tooLarge(reason: String, kept: UnreadableAnswer)
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
        guard body.count <= AnswerLimits.bytes else {
            return tooLarge(body, of: target, "the answer is larger than \(AnswerLimits.bytes >> 20) MiB")
        }
        do throws(JSONError) {
            return try target.endpoint.isList ? list(body, target, &elements) : record(body, target)
        } catch  where error.reason.isLimit {
            return tooLarge(body, of: target, Self.words(error, target))
        } catch {
            // The first fault of all, wherever it was met.
            return unreadable(body, of: target, "not JSON: \(JSONText.fault(in: body) ?? error)")
        }
    }

    /// What can be kept of bytes that no one could read.
    public func unreadable(_ body: [UInt8], of target: LookTarget, _ reason: String) -> Content {
        .unreadable(reason: reason, kept: kept(body[...], target, reason, limit: UnreadableAnswer.sizeLimit))
    }

    /// What can be kept of an answer beyond all limits, whose beginning is `body`.
    public func tooLarge(_ body: [UInt8], of target: LookTarget, _ reason: String) -> Content {
        .tooLarge(reason: reason, kept: kept(body[...], target, reason, limit: AnswerLimits.witness))
    }

    private static func words(_ error: JSONError, _ target: LookTarget) -> String {
        error.reason == .tooManyElements
            ? "the list has more than \(AnswerLimits.elements(of: target.endpoint)) elements"
            : AnswerLimits.words(error)
    }

    private func kept(_ body: ArraySlice<UInt8>, _ target: LookTarget, _ reason: String, limit: Int) -> UnreadableAnswer
    {
        // Cut first, so that little is searched for secrets, but behind one that passes the limit.
        let clean = redaction.redact(unparsed: [UInt8](body.prefix(limit + Self.longestSecret)))
        return UnreadableAnswer(
            body: clean, target: target, reason: reason, limit: limit,
            dropped: max(0, body.count - limit - Self.longestSecret))
    }

    private func record(_ body: [UInt8], _ target: LookTarget) throws(JSONError) -> Content {
        let text = try JSONText(body, limits: AnswerLimits.record)
        guard target.endpoint != .alert || identity(of: text.root, target) == target.id else {
            return try shapeless(body, target, "JSON, but not the alert that was asked for")
        }
        return .whole([try observation(text, target)])
    }

    /// JSON of no known shape, kept without its secrets.
    private func shapeless(_ body: [UInt8], _ target: LookTarget, _ reason: String) throws(JSONError) -> Content {
        let text = try JSONText(body, limits: AnswerLimits.record)
        let clean = try redacted(text) ?? text.root.compactBytes
        return .unreadable(reason: reason, kept: UnreadableAnswer(body: clean, target: target, reason: reason))
    }

    private func list(
        _ body: [UInt8], _ target: LookTarget, _ known: inout ElementMemory
    ) throws(JSONError) -> Content {
        let outline = try ListOutline(
            body, membersCalled: ListEnvelope.listMembers, elementLimit: AnswerLimits.elements(of: target.endpoint))
        let root = try JSONText(outline.envelope(body), limits: AnswerLimits.record).root
        func elements(_ member: String?) -> [Range<Int>] {
            (member.map { outline.members[$0] } ?? outline.root)?.elements ?? []
        }
        let envelope = ListEnvelope(root, mayBeCut: target.endpoint.growsWithoutEnd) { elements($0).count }
        guard let envelope else { return try shapeless(body, target, "JSON, but no list of records") }
        let ranges = envelope.hasList ? elements(envelope.member) : []
        guard Self.areLargeEnough(ranges) else {
            let least = "\(AnswerLimits.smallElements) elements of less than \(AnswerLimits.leastElementBytes) bytes"
            return tooLarge(body, of: target, "the list has more than \(least) on average")
        }
        var reading = ListReading(body, known.reading(of: target))
        for range in ranges { take(range, target, &reading) }
        known.finish(reading.known)
        return try content(of: reading, target, envelope.remainder)
    }

    private static func areLargeEnough(_ ranges: [Range<Int>]) -> Bool {
        ranges.count <= AnswerLimits.smallElements
            || ranges.reduce(0) { $0 + $1.count } >= ranges.count * AnswerLimits.leastElementBytes
    }

    private func content(
        of reading: ListReading, _ target: LookTarget, _ remainder: Remainder?
    ) throws(JSONError) -> Content {
        if let first = reading.failures.first, reading.observations.isEmpty { throw first.error }
        guard let (cause, reason) = reading.damage else {
            return remainder.map { .part(reading.observations, $0) } ?? .whole(reading.observations)
        }
        var unreadable = reading.failures.prefix(AnswerLimits.unreadableElements).map { failure in
            kept(reading.body[failure.range], target, failure.reason, limit: failure.keptBytes)
        }
        if let flood = reading.flood {
            unreadable.append(
                kept(reading.body[flood...], target, ListReading.floodReason, limit: AnswerLimits.witness))
        }
        return .damaged(
            DamagedList(
                observations: reading.records, remainder: remainder, unreadable: unreadable, cause: cause,
                reason: reason))
    }

    // MARK: elements

    private func take(_ range: Range<Int>, _ target: LookTarget, _ reading: inout ListReading) {
        let bytes = reading.body[range]
        if let known = reading.known.known(bytes) { return reading.take(known, from: range) }
        do throws(JSONError) {
            let observation = try observation(element(bytes), target)
            reading.known.note(observation, servedAs: bytes)
            reading.take(observation, from: range)
        } catch {
            reading.fail(range, error)
        }
    }

    /// An element, parsed by itself, so that the replacement of secrets and the digest see this element alone.
    private func element(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> JSONText {
        // A byte order mark stands in front of a text, not inside of one.
        guard bytes.first != 0xEF else { throw JSONError(.unexpectedByte, at: 0) }
        return try JSONText([UInt8](bytes), limits: AnswerLimits.record)
    }

    private func observation(_ served: JSONText, _ target: LookTarget) throws(JSONError) -> Observation {
        let compact = served.root.compactBytes
        let text = try compact.count == served.root.bytes.count ? served : JSONText(compact)
        let clean = try redacted(text).map { content throws(JSONError) in try JSONText(content) } ?? text
        return Observation(
            stream: stream(of: clean.root, target), content: [UInt8](clean.root.bytes),
            digest: ContentDigest(clean.root))
    }

    private func redacted(_ text: JSONText) throws(JSONError) -> [UInt8]? {
        do {
            return try redaction.redact(text)
        } catch {
            throw error as? JSONError ?? JSONError(.unexpectedByte, at: 0)
        }
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
    /// Bytes: a token of JSON Web Signatures with all its claims.
    private static let longestSecret = 8 << 10
}
