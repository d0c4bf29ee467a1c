import AlarmHistory
import ArchiveEvents
import ExactJSON

/// What a log tells: its events folded, as `alarm-history` folds them.
struct ArchiveStory {
    /// One alarm, and what happened to it.
    struct Alarm {
        var timeline: AlarmTimeline
        var transitions: [AlarmTransition] = []

        var summary: AlarmSummary { timeline.summary }

        /// What happened to the alarm itself, without where it was listed.
        var course: [AlarmTransition.Kind] {
            transitions.map(\.kind).filter { ![.listed, .missing, .changed].contains($0) }
        }
    }

    /// By guid.
    private(set) var alarms: [String: Alarm] = [:]
    private(set) var ledger = CoverageLedger()
    /// `<endpoint> <member> <kind> <type or value>` of each drift, those of an endpoint's first records left out.
    private(set) var drifts: [String] = []

    init(_ events: [RecordedEvent]) throws {
        for event in events {
            ledger.apply(event)
            try note(event)
        }
    }

    /// The gaps that were told of an endpoint.
    func gaps(_ endpoint: Endpoint) -> [ToldGap] { ledger.tracks[LookTarget("hq", endpoint)]?.gaps ?? [] }

    private mutating func note(_ event: RecordedEvent) throws {
        if event.type == .fieldsDrifted { return noteDrift(event) }
        guard let stream = RecordStream(subject: event.subject), stream.kind == "alerts", stream.holdsOneRecord else {
            return
        }
        let evidence = try AlarmEvidence(event)
        var alarm = alarms[stream.id] ?? Alarm(timeline: AlarmTimeline(startingWith: evidence))
        alarm.transitions += alarm.timeline.apply(evidence)
        alarms[stream.id] = alarm
    }

    private mutating func noteDrift(_ event: RecordedEvent) {
        guard let root = event.json, root["first"] == nil, let changes = root["changes"] else { return }
        drifts += changes.elements.map { change in
            let words = ["member", "kind", "value", "type"].compactMap { change[$0]?.string }
            return "\(event.endpoint ?? "") \(words.prefix(3).joined(separator: " "))"
        }
    }
}

extension RecordedEvent {
    /// What it carries, parsed.
    var json: JSONElement? { data.flatMap { try? JSONText([UInt8]($0)).root } }
}
