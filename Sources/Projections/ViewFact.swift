import AlarmHistory
package import ArchiveEvents
import ExactJSON

/// What one event tells the views, worked out without looking at them.
enum ViewFact: Sendable {
    case alarm(AlarmKey, AlarmEvidence, isFirst: Bool)
    case zone(ZoneSight)
    case zoneEntry(ZoneEntryRow)
    case coverage(String, CoverageEvidence)
    case drift([DriftRow])
    case webhook(WebhookRow)
    case action(ActionSight)
}

/// What an alarm is called.
struct AlarmKey: Hashable, Sendable {
    let deployment: String
    let guid: String
}

/// What a run of events tells the views.
struct ViewChunk: Sendable {
    /// Position of the first event.
    let first: Position
    /// Position behind the last one.
    private(set) var next: Position
    /// In the log's order, each with its event's position.
    private(set) var facts: [(position: Position, fact: ViewFact)] = []
    /// The events that cannot be taken in.
    private(set) var setAside: [SetAsideRow] = []
    /// When each target first gave a record, within these events.
    private(set) var firstLooks: [LookTarget: Instant] = [:]

    /// Reads events that follow each other.
    init(_ events: some Sequence<RecordedEvent>, from first: Position, _ decoder: inout ViewDecoder) {
        self.first = first
        next = first
        for event in events { take(event, &decoder) }
    }

    /// How many events these are.
    var count: Int { Int(next.number - first.number) }

    private mutating func take(_ event: RecordedEvent, _ decoder: inout ViewDecoder) {
        next = event.position.advanced(by: 1)
        if let target = decoder.targetLookedAt(event) {
            firstLooks[target] = min(firstLooks[target] ?? event.time, event.time)
        }
        do {
            if let fact = try decoder.fact(of: event) { facts.append((event.position, fact)) }
        } catch {
            setAside.append(SetAsideRow(event, reason: error.reason))
        }
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
