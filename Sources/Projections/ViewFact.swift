import AlarmHistory
package import ArchiveEvents
import EventStorage

/// What one event tells the views of anything but alarms, worked out without looking at them. No row is of an alarm and of
/// something else; among the others the order counts.
enum ViewFact: Sendable {
    case zone(ZoneSight)
    case zoneEntry(ZoneEntryRow)
    case coverage(String, CoverageEvidence)
    case drift([DriftRow])
    case webhook(WebhookRow)
    case action(ActionSight)
}

/// What an event tells of an alarm: an object, since it goes through several hands and is large.
final class AlarmSight: Sendable {
    let key: AlarmKey
    let evidence: AlarmEvidence
    /// Whether it is the first event of the alarm's stream.
    let isFirst: Bool

    init(_ key: AlarmKey, _ evidence: AlarmEvidence, isFirst: Bool) {
        self.key = key
        self.evidence = evidence
        self.isFirst = isFirst
    }
}

/// What an alarm is called.
struct AlarmKey: Hashable, Sendable {
    let deployment: String
    let guid: String
    /// Of both texts' bytes, another one in each process: worked out where events are read, which all cores do, and needed
    /// more than once. Nobody outside can choose guids whose digests are the same.
    let digest: Int

    init(deployment: String, guid: String) {
        (self.deployment, self.guid) = (deployment.withoutZero, guid.withoutZero)
        var hasher = Hasher()
        self.deployment.withBytes { hasher.combine(bytes: $0) }
        hasher.combine(0 as UInt8)
        self.guid.withBytes { hasher.combine(bytes: $0) }
        digest = hasher.finalize()
    }

    static func == (one: AlarmKey, other: AlarmKey) -> Bool {
        one.digest == other.digest && one.guid == other.guid && one.deployment == other.deployment
    }

    func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

extension String {
    fileprivate func withBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        var text = self
        text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }
}

/// What a run of events tells the views.
struct ViewChunk: Sendable {
    /// Position of the first event.
    let first: Position
    /// Position behind the last one.
    private(set) var next: Position
    /// What is told of alarms, in the log's order: nearly all of most logs.
    private(set) var alarms: [AlarmSight] = []
    /// What is told of anything else, each with its event's position.
    private(set) var others: [(position: Position, fact: ViewFact)] = []
    /// The events that cannot be taken in.
    private(set) var setAside: [SetAsideRow] = []
    /// When each target first gave a record, within these events.
    private(set) var firstLooks: [LookTarget: Instant] = [:]
    private var lastLook: LookTarget?

    /// Reads events that follow each other.
    init(_ events: some Sequence<RecordedEvent>, from first: Position, _ decoder: inout ViewDecoder) {
        self.first = first
        next = first
        for event in events { take(event, &decoder) }
    }

    /// Reads a run of whole blocks.
    init(_ positions: Range<Position>, of log: LogReader, _ decoder: inout ViewDecoder) throws {
        first = positions.lowerBound
        next = first
        alarms.reserveCapacity(Int(min(positions.upperBound.number - first.number, Self.usualCount)))
        try log.forEachLine(in: positions) { line, head in
            if let alarm = decoder.alarm(line, head) { return take(alarm, head, &decoder) }
            // What a head that was read tells, the event does as well.
            if let event = RecordedEvent(line: [UInt8](line)[...]) { take(event, &decoder) }
        }
    }

    /// How many events these are.
    var count: Int { Int(next.number - first.number) }

    /// More than a megabyte of lines has: a row that was tampered with may claim any number of events.
    private static let usualCount: UInt64 = 8192

    private mutating func take(_ event: RecordedEvent, _ decoder: inout ViewDecoder) {
        next = event.position.advanced(by: 1)
        look(decoder.targetLookedAt(event), event.time)
        do {
            if let sight = try decoder.alarm(of: event) {
                alarms.append(sight)
            } else if let fact = try decoder.fact(of: event) {
                others.append((event.position, fact))
            }
        } catch {
            setAside.append(SetAsideRow(event, reason: error.reason))
        }
    }

    private mutating func take(_ alarm: ViewDecoder.Alarm, _ head: EventHead, _ decoder: inout ViewDecoder) {
        next = head.position.advanced(by: 1)
        look(alarm.target, head.time)
        alarms.append(AlarmSight(alarm.key, alarm.evidence, isFirst: head.version == .first))
    }

    private mutating func look(_ target: LookTarget?, _ time: Instant) {
        guard let target else { return }
        if let lastLook, lastLook == target { return }
        // Times never decrease within the log.
        if firstLooks[target] == nil { firstLooks[target] = time }
        lastLook = target
    }
}

/// A row of table `set_aside`: an event that the views could not take in.
package struct SetAsideRow: Sendable, Hashable {
    package let position: Position
    package let type: String
    package let subject: String
    package let reason: String

    init(_ event: RecordedEvent, reason: String) {
        self.init(position: event.position, type: event.type.rawValue, subject: event.subject, reason: reason)
    }

    init(position: Position, type: String, subject: String, reason: String) {
        self.position = position
        self.type = type
        self.subject = subject
        self.reason = reason
    }
}
