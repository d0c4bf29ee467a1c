public import ArchiveEvents
import ExactJSON

/// What one event says of the coverage of one target.
public enum CoverageEvidence: Hashable, Sendable {
    /// It was looked at.
    case looked(at: Instant)
    /// It was observed all the time.
    case confirmed(ConfirmedStretch)
    /// It is not observed any more.
    case opened(ToldGap)
    /// It is observed again; `from` repeats when the gap began.
    case closed(from: Instant?, until: Instant, Position)

    /// What an event says, and of which target; nil where that is nothing, or nothing that can be read.
    public static func of(_ event: RecordedEvent) -> (target: LookTarget, evidence: CoverageEvidence)? {
        switch event.type {
        case .coverageConfirmed, .gapOpened, .gapClosed:
            guard let target = LookTarget(coverageSubject: event.subject) else { return nil }
            return told(by: event).map { (target, $0) }
        default: return targetLookedAt(event).map { ($0, .looked(at: event.time)) }
        }
    }

    /// What was looked at when an event of a record was seen; nil for all other events, and for single alerts, which nobody
    /// looks at regularly.
    public static func targetLookedAt(_ event: RecordedEvent) -> LookTarget? {
        switch event.type {
        case .recordSeen, .recordChanged, .recordListed, .recordMissing: LookTarget(showing: event)
        default: nil
        }
    }

    private static func told(by event: RecordedEvent) -> CoverageEvidence? {
        let data = event.data.flatMap { try? JSONText([UInt8]($0)).root }
        func time(_ name: String) -> Instant? { data?[name]?.string.flatMap { Instant(rfc3339: $0) } }
        switch event.type {
        case .gapOpened:
            let cause = data?["cause"]?.string ?? ToldGap.unknownCause
            return .opened(
                ToldGap(
                    position: event.position, cause: cause, detail: data?["detail"]?.string ?? "",
                    from: time("last_complete") ?? event.time, until: nil))
        case .gapClosed:
            return .closed(from: time("from"), until: time("until") ?? event.time, event.position)
        default:
            guard let from = time("from"), let until = time("until"), from < until else { return nil }
            return .confirmed(
                ConfirmedStretch(
                    from..<until, looks: Int(data?["looks"]?.integer ?? 0),
                    longestInterval: data?["longest_interval_ms"]?.integer ?? 0, position: event.position))
        }
    }
}

extension LookTarget {
    /// What was looked at when an event of a record was seen; nil for single alerts, which nobody looks at regularly.
    init?(showing event: RecordedEvent) {
        guard let stream = RecordStream(subject: event.subject),
            let endpoint = event.endpoint.flatMap(Endpoint.init(rawValue:)), endpoint != .alert
        else { return nil }
        self.init(stream.deployment, endpoint, id: endpoint == .zoneLog ? stream.id : nil)
    }
}
