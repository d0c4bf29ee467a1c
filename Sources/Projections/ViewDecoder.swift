import AlarmHistory
import ArchiveEvents
import ExactJSON

/// Reads events for the views. What it remembers only saves work.
struct ViewDecoder: Sendable {
    private var sources = AlarmSources()
    private var last: (name: String, target: LookTarget)?
    private var places = AlarmPlaceMemory()

    /// What an event tells of an alarm; nil where it tells of none.
    mutating func alarm(of event: RecordedEvent) throws(UnusableEvent) -> AlarmSight? {
        guard event.type.isSight || event.type == .recordUnreadable,
            let stream = RecordStream(subject: event.subject), AlarmEvidence.isTold(of: stream)
        else { return nil }
        let key = AlarmKey(deployment: stream.deployment, guid: stream.id)
        return AlarmSight(key, try AlarmEvidence(event, &sources), isFirst: event.version == .first)
    }

    /// What an event tells of anything else; nil where that is nothing for the views.
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
        case .archiveCreated, .clockStepped, .commandEnded, .dataErased, .headNoteLost, .viewAttested: return nil
        default: throw UnusableEvent(reason: "this version does not know \(event.type.rawValue)")
        }
    }

    private mutating func record(_ event: RecordedEvent) throws(UnusableEvent) -> ViewFact? {
        guard let stream = RecordStream(subject: event.subject) else {
            throw UnusableEvent(reason: "\(event.subject) is no record's stream")
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

    // MARK: alarms

    /// What a line tells of an alarm.
    struct Alarm {
        let key: AlarmKey
        let evidence: AlarmEvidence
        let target: LookTarget?
    }

    /// Reads a line as nearly all of a log are; nil for any other, which is to be read as an event.
    mutating func alarm(_ line: UnsafeRawBufferPointer, _ head: EventHead) -> Alarm? {
        guard let type = Self.sights.first(where: { Self.isSame(line[head.type], $0.spelling) })?.type,
            let range = head.endpoint, let place = places.place(line, head, range),
            case let guid = line[head.subject].dropFirst(place.prefix.count), !guid.contains(UInt8(ascii: "\\")),
            !Self.isSame(guid, Self.unidentified),
            let evidence = try? AlarmEvidence(line, head, type, place.endpoint, &sources)
        else { return nil }
        let key = AlarmKey(deployment: place.deployment, guid: String(decoding: guid, as: UTF8.self))
        return Alarm(key: key, evidence: evidence, target: place.target)
    }

    private static let sights = [EventType.recordSeen, .recordChanged, .recordListed, .recordMissing].map {
        (type: $0, spelling: Array($0.rawValue.utf8))
    }
    private static let unidentified = Array(RecordStream.unidentified.utf8)

    private static func isSame(_ bytes: Slice<UnsafeRawBufferPointer>, _ other: [UInt8]) -> Bool {
        bytes.count == other.count && bytes.begins(with: other)
    }
}

/// Where alarms are looked at: an endpoint of a deployment, as heads spell both.
private struct AlarmPlace {
    let deployment: String
    let endpoint: Endpoint
    /// `<deployment>/alerts/`
    let prefix: [UInt8]
    let spelling: [UInt8]
    /// Nil for single alerts, which nobody looks at regularly.
    let target: LookTarget?
}

/// The places that were seen so far: a few for each deployment.
private struct AlarmPlaceMemory {
    private var known: [AlarmPlace] = []

    mutating func place(_ line: UnsafeRawBufferPointer, _ head: EventHead, _ endpoint: Range<Int>) -> AlarmPlace? {
        let subject = line[head.subject]
        let spelling = line[endpoint]
        let found = known.first { place in
            spelling.count == place.spelling.count && spelling.begins(with: place.spelling)
                && subject.begins(with: place.prefix)
        }
        return found ?? learn(String(decoding: subject, as: UTF8.self), String(decoding: spelling, as: UTF8.self))
    }

    private mutating func learn(_ subject: String, _ spelling: String) -> AlarmPlace? {
        guard let stream = RecordStream(subject: subject), stream.kind == Endpoint.alerts.recordKind,
            let endpoint = Endpoint(rawValue: spelling), EndpointSet(endpoint) != [],
            !stream.deployment.contains("\\"), known.count < Self.limit
        else { return nil }
        let place = AlarmPlace(
            deployment: stream.deployment, endpoint: endpoint,
            prefix: Array("\(stream.deployment)/\(stream.kind)/".utf8),
            spelling: Array(spelling.utf8),
            target: endpoint == .alert ? nil : LookTarget(stream.deployment, endpoint))
        known.append(place)
        return place
    }

    /// Searched one by one; beyond it events are read the slower way.
    private static let limit = 64
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate func begins(with bytes: [UInt8]) -> Bool {
        count >= bytes.count && bytes.withUnsafeBytes { base.hasBytes($0, at: startIndex) }
    }
}

extension EventType {
    /// Whether it tells of a record at an endpoint.
    fileprivate var isSight: Bool {
        self == .recordSeen || self == .recordChanged || self == .recordListed || self == .recordMissing
    }
}
