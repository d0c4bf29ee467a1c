public import ArchiveEvents

/// What the log knows of every record, as far as it takes to tell what is new: a fold over the log.
public struct RecordMemory: Sendable {
    private var records: [RecordStream: Record] = [:]
    private var occurrences: [RecordStream: [ContentDigest: Int]] = [:]
    private var listings: [LookTarget: Set<RecordStream>] = [:]

    private struct Record: Sendable {
        /// The latest content, whichever endpoint showed it; nil where it can no longer be told, its data erased.
        var latest: ContentDigest?
        /// What the last answer of each endpoint that ever showed the record said of it.
        var last: [Endpoint: Update] = [:]
    }

    /// What an answer says of a record.
    private enum Update: Sendable {
        /// It shows this content; nil where that can no longer be told, its data erased.
        case shown(ContentDigest?)
        /// It shows all that there is, and not the record.
        case missing
    }

    /// The memory of an empty log.
    public init() {}

    /// Takes in the next event of the log.
    public mutating func apply(_ event: RecordedEvent) {
        guard let stream = RecordStream(subject: event.subject) else { return }
        switch event.type {
        case .recordSeen, .recordChanged: applyContent(event, of: stream)
        case .recordListed: show(stream, at: event) { $0.latest }
        case .recordMissing: hide(stream, at: event)
        case .recordUnreadable: count(event, in: stream) { ContentDigest(hashing: [UInt8]($0)) }
        default: break
        }
    }

    /// Which digest an endpoint showed last; nil where it does not show the record.
    func shown(_ stream: RecordStream, at endpoint: Endpoint) -> ContentDigest? {
        if case .shown(let digest) = records[stream]?.last[endpoint] { digest } else { nil }
    }

    /// Whether an endpoint shows the record now.
    public func isShown(_ stream: RecordStream, at endpoint: Endpoint) -> Bool {
        if case .shown = records[stream]?.last[endpoint] { true } else { false }
    }

    /// Whether an endpoint showed the record once, and does not show it now.
    func isMissing(_ stream: RecordStream, at endpoint: Endpoint) -> Bool {
        if case .missing = records[stream]?.last[endpoint] { true } else { false }
    }

    /// Whether what is observed at an endpoint is what that endpoint showed before.
    public func isKnown(_ observation: Observation, at endpoint: Endpoint) -> Bool {
        guard observation.stream.holdsOneRecord else {
            return occurrences(of: observation.digest, in: observation.stream) > 0
        }
        return shown(observation.stream, at: endpoint) == observation.digest
    }

    /// The record's latest content.
    func latest(_ stream: RecordStream) -> ContentDigest? { records[stream]?.latest }

    /// Whether the record was ever seen.
    public func knows(_ stream: RecordStream) -> Bool { records[stream] != nil }

    /// How often a content without identity is in the log.
    func occurrences(of digest: ContentDigest, in stream: RecordStream) -> Int { occurrences[stream]?[digest] ?? 0 }

    /// The records that a target shows now.
    public func listed(at target: LookTarget) -> Set<RecordStream> { listings[target] ?? [] }

    private mutating func applyContent(_ event: RecordedEvent, of stream: RecordStream) {
        guard stream.holdsOneRecord else { return count(event, in: stream) { ContentDigest(stored: $0) } }
        let digest = event.data.flatMap { ContentDigest(stored: $0) }
        records[stream, default: Record()].latest = digest
        show(stream, at: event) { _ in digest }
    }

    private mutating func count(
        _ event: RecordedEvent, in stream: RecordStream, _ digest: (ArraySlice<UInt8>) -> ContentDigest?
    ) {
        guard let digest = event.data.flatMap(digest) else { return }
        occurrences[stream, default: [:]][digest, default: 0] += 1
    }

    private mutating func show(_ stream: RecordStream, at event: RecordedEvent, _ digest: (Record) -> ContentDigest?) {
        guard let endpoint = event.endpoint.flatMap(Endpoint.init(rawValue:)) else { return }
        var record = records[stream] ?? Record()
        record.last[endpoint] = .shown(digest(record))
        records[stream] = record
        listings[Self.listing(of: stream, at: endpoint), default: []].insert(stream)
    }

    private mutating func hide(_ stream: RecordStream, at event: RecordedEvent) {
        guard let endpoint = event.endpoint.flatMap(Endpoint.init(rawValue:)) else { return }
        records[stream]?.last[endpoint] = .missing
        // Once a list has lost the record, an answer by guid that still shows it is news, whatever it showed before.
        if endpoint.isList, isShown(stream, at: .alert) { records[stream]?.last.removeValue(forKey: .alert) }
        listings[Self.listing(of: stream, at: endpoint)]?.remove(stream)
    }

    /// The target whose looks show or miss the record at that endpoint.
    private static func listing(of stream: RecordStream, at endpoint: Endpoint) -> LookTarget {
        LookTarget(stream.deployment, endpoint, id: endpoint == .alert ? stream.id : nil)
    }
}
