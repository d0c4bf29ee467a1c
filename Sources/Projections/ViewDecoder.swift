import AlarmHistory
import ArchiveEvents
import ExactJSON

/// Reads events for the views. What it remembers only saves work.
struct ViewDecoder: Sendable {
    private var sources = AlarmSources()
    private var last: (name: String, target: LookTarget)?

    /// What an event tells; nil where that is nothing for the views.
    mutating func fact(of event: RecordedEvent) throws(UnusableEvent) -> ViewFact? {
        switch event.type {
        case .recordSeen, .recordChanged, .recordListed, .recordMissing, .recordUnreadable:
            return try record(event)
        case .coverageConfirmed, .gapOpened, .gapClosed:
            guard let (target, evidence) = CoverageEvidence.of(event) else {
                throw UnusableEvent(reason: "its data says nothing of coverage that can be read")
            }
            return .coverage(target.coverageSubject, evidence)
        case .fieldsDrifted: return .drift(try DriftRow.rows(event))
        case .webhookReceived: return .webhook(try WebhookRow(event))
        case .actionRequested, .actionAnswered: return .action(try ActionSight(event))
        case .archiveCreated, .commandEnded, .viewAttested: return nil
        default: throw UnusableEvent(reason: "this version does not know \(event.type.rawValue)")
        }
    }

    private mutating func record(_ event: RecordedEvent) throws(UnusableEvent) -> ViewFact? {
        guard let stream = RecordStream(subject: event.subject) else {
            throw UnusableEvent(reason: "\(event.subject) is no record's stream")
        }
        if AlarmEvidence.isTold(of: stream) {
            let key = AlarmKey(deployment: stream.deployment, guid: stream.id)
            return .alarm(key, try AlarmEvidence(event, &sources), isFirst: event.version == .first)
        }
        // Bytes that could not be read as a list are no record; the log has them, and the gap tells of them.
        guard event.type != .recordUnreadable, stream.kind != Endpoint.about.recordKind else { return nil }
        if stream.kind == Endpoint.zoneLog.recordKind {
            return event.type == .recordSeen ? .zoneEntry(try ZoneEntryRow(event, stream)) : nil
        }
        guard stream.holdsOneRecord else { throw UnusableEvent(reason: "the record has no identity of its own") }
        return stream.kind == Endpoint.zones.recordKind ? .zone(try ZoneSight(event, stream)) : nil
    }

    /// What was looked at when a record was seen. But for zones' logs the endpoint alone tells it, and most events have one
    /// that was seen before.
    mutating func targetLookedAt(_ event: RecordedEvent) -> LookTarget? {
        guard let endpoint = event.endpoint, endpoint != Endpoint.zoneLog.rawValue, event.type.isSight else {
            return CoverageEvidence.targetLookedAt(event)
        }
        let deployment = event.subject.utf8.prefix { $0 != UInt8(ascii: "/") }
        if let last, last.name == endpoint, deployment.elementsEqual(last.target.deployment.utf8) { return last.target }
        guard let target = CoverageEvidence.targetLookedAt(event) else { return nil }
        last = (endpoint, target)
        return target
    }
}

extension EventType {
    /// Whether it tells of a record at an endpoint.
    fileprivate var isSight: Bool {
        self == .recordSeen || self == .recordChanged || self == .recordListed || self == .recordMissing
    }
}
