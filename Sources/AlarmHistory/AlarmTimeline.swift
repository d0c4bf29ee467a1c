public import ArchiveEvents
import ExactJSON

/// One alarm, folded from the events of its stream: what it is now, and what happened to it.
///
/// Total: every sequence of events gives a timeline, whatever the vendor served.
public struct AlarmTimeline: Sendable {
    /// What the events say so far.
    public private(set) var summary: AlarmSummary

    /// The timeline of a stream whose first event is `event`.
    public init(startingWith event: RecordedEvent) {
        summary = AlarmSummary(firstObservedAt: event.time)
    }

    /// Goes on from what was folded before.
    public init(_ summary: AlarmSummary) {
        self.summary = summary
    }

    /// Takes in the stream's next event and says what it tells.
    public mutating func apply(_ event: RecordedEvent) -> [AlarmTransition] {
        summary.events += 1
        summary.lastPosition = event.position
        switch event.type {
        case .recordSeen, .recordChanged: return applyContent(event)
        case .recordListed: return applyListing(event)
        case .recordMissing: return applyAbsence(event)
        default: return []
        }
    }

    private mutating func applyContent(_ event: RecordedEvent) -> [AlarmTransition] {
        // Where this endpoint said nothing of the record before, its former content was still seen at another look. What
        // an answer shows is as old as the question, and an answer may be long on its way.
        let lastSeen = summary.content.map { _ in summary.lastObservedAt.advanced(byMilliseconds: -Self.longestAnswer) }
        let bracket = Bracket(notBefore: event.since ?? lastSeen, notAfter: event.time)
        show(event)
        guard let data = event.data, let text = try? JSONText([UInt8](data)) else {
            summary.content = nil
            summary.restore(nil)
            return [transition(.erased, event)]
        }
        let before = summary.content.flatMap { try? JSONText($0).root }
        let record = AlarmRecord(text.root)
        let changes = MemberChange.between(before, text.root)
        let kinds = AlarmChange(from: before == nil ? nil : summary.record, to: record, changes: changes).kinds
        summary.content = [UInt8](data)
        let transitions = kinds.enumerated().map { index, kind in
            transition(kind, event, bracket, record, index == 0 ? changes : [])
        }
        summary.take(record, bracket)
        return transitions
    }

    /// Milliseconds that an answer takes at most: it is waited for no longer.
    static let longestAnswer: Int64 = 60_000

    private mutating func applyListing(_ event: RecordedEvent) -> [AlarmTransition] {
        show(event)
        return [transition(.listed, event)]
    }

    private mutating func applyAbsence(_ event: RecordedEvent) -> [AlarmTransition] {
        if let endpoint = event.endpoint { summary.listedAt.remove(endpoint) }
        if let since = event.since { summary.lastObservedAt = max(summary.lastObservedAt, since) }
        if event.endpoint == Endpoint.ongoingAlerts.rawValue { summary.leftOngoing = Bracket(event) }
        return [transition(.missing, event)]
    }

    private mutating func show(_ event: RecordedEvent) {
        summary.lastObservedAt = max(summary.lastObservedAt, event.time)
        guard let endpoint = event.endpoint else { return }
        summary.listedAt.insert(endpoint)
        if endpoint == Endpoint.ongoingAlerts.rawValue { summary.leftOngoing = nil }
    }

    private func transition(
        _ kind: AlarmTransition.Kind, _ event: RecordedEvent, _ seen: Bracket? = nil, _ record: AlarmRecord? = nil,
        _ changes: [MemberChange] = []
    ) -> AlarmTransition {
        let seen = seen ?? Bracket(event)
        let bracket = kind == .ended ? summary.endBracket(seen) : seen
        return AlarmTransition(
            kind: kind, position: event.position, endpoint: event.endpoint, notBefore: bracket.notBefore,
            notAfter: bracket.notAfter, occurredAt: record.flatMap { Self.claim(kind, $0) }, changes: changes)
    }

    private static func claim(_ kind: AlarmTransition.Kind, _ record: AlarmRecord) -> Instant? {
        switch kind {
        case .observed: record.occurredAt
        case .verified, .verdictReset: record.verifiedAt
        case .ended: record.endedAt
        case .merged, .reopened, .changed, .listed, .missing, .erased: nil
        }
    }
}

/// What one new content tells against the content before.
private struct AlarmChange {
    let kinds: [AlarmTransition.Kind]

    init(from old: AlarmRecord?, to new: AlarmRecord, changes: [MemberChange]) {
        var kinds: [AlarmTransition.Kind] = old == nil ? [.observed] : []
        if Self.isMerge(changes) { kinds.append(.merged) }
        if new.verdict != old?.verdict ?? .none { kinds.append(new.verdict == .none ? .verdictReset : .verified) }
        if new.isEnded != old?.isEnded ?? false { kinds.append(new.isEnded ? .ended : .reopened) }
        self.kinds = kinds.isEmpty ? [.changed] : kinds
    }

    private static func isMerge(_ changes: [MemberChange]) -> Bool {
        changes.contains { ["merged", "mergedcount", "subalerts"].contains(MemberName.normalized($0.member)) }
    }
}
