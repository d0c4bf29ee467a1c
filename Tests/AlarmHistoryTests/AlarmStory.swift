import AlarmHistory
import ArchiveEvents

/// An alarm that a test tells event by event.
struct AlarmStory {
    private var log = MemoryLog()
    private var timeline: AlarmTimeline?

    /// What the alarm is by now.
    var summary: AlarmSummary? { timeline?.summary }

    /// A look at a minute shows a content; the look before was a minute earlier.
    @discardableResult
    mutating func shows(_ content: String, at endpoint: Endpoint, _ step: Int) throws -> [AlarmTransition] {
        let type = log.lines.isEmpty ? EventType.recordSeen : .recordChanged
        return try tell(type, endpoint, step, Array(content.utf8))
    }

    /// A look at a minute shows the latest content, too.
    @discardableResult
    mutating func lists(at endpoint: Endpoint, _ step: Int) throws -> [AlarmTransition] {
        try tell(.recordListed, endpoint, step)
    }

    /// A look at a minute no longer shows the record.
    @discardableResult
    mutating func misses(at endpoint: Endpoint, _ step: Int) throws -> [AlarmTransition] {
        try tell(.recordMissing, endpoint, step)
    }

    private mutating func tell(
        _ type: EventType, _ endpoint: Endpoint, _ step: Int, _ data: [UInt8] = Array("null".utf8)
    ) throws -> [AlarmTransition] {
        let event = NewEvent(
            type: type, subject: "hq/alerts/1", endpoint: endpoint.rawValue, since: minute(step - 1), data: data)
        var told: [AlarmTransition] = []
        for recorded in try log.append([event], at: minute(step)) {
            let evidence = try AlarmEvidence(recorded)
            var next = timeline ?? AlarmTimeline(startingWith: evidence)
            told += next.apply(evidence)
            timeline = next
        }
        return told
    }
}

/// The time between the looks of two minutes.
func between(_ earlier: Int, _ later: Int) -> Bracket { Bracket(notBefore: minute(earlier), notAfter: minute(later)) }
