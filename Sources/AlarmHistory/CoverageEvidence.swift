public import ArchiveEvents
import ExactJSON

/// A stretch of time that the log vouches for.
public struct ConfirmedStretch: Hashable, Sendable {
    /// From when, and before when.
    public var range: Range<Instant>
    /// Looks in it.
    public var looks: Int
    /// Milliseconds between two complete looks at most.
    public var longestInterval: Int64
    /// The last event that vouches for a part of it.
    public var position: Position

    /// A stretch.
    public init(_ range: Range<Instant>, looks: Int, longestInterval: Int64, position: Position) {
        self.range = range
        self.looks = looks
        self.longestInterval = longestInterval
        self.position = position
    }

    /// Whether nothing lies between the two.
    public func touches(_ other: ConfirmedStretch) -> Bool {
        range.lowerBound <= other.range.upperBound && other.range.lowerBound <= range.upperBound
    }

    /// Both as one, where they touch.
    public func union(_ other: ConfirmedStretch) -> ConfirmedStretch {
        let from = min(range.lowerBound, other.range.lowerBound)
        let until = max(range.upperBound, other.range.upperBound)
        return ConfirmedStretch(
            from..<until, looks: looks + other.looks, longestInterval: max(longestInterval, other.longestInterval),
            position: max(position, other.position))
    }
}

/// A gap that the log tells of.
public struct ToldGap: Hashable, Sendable {
    /// The event that tells it.
    public let position: Position
    /// A ``GapCause``'s name, or another version's.
    public let cause: String
    /// What was said of it.
    public let detail: String
    /// From when on nothing was observed.
    public var from: Instant
    /// Until when; nil while it is open.
    public var until: Instant?

    /// A gap.
    public init(position: Position, cause: String, detail: String, from: Instant, until: Instant?) {
        self.position = position
        self.cause = cause
        self.detail = detail
        self.from = from
        self.until = until
    }

    /// A gap that ended, told by the event that ended it alone.
    public static func ended(from: Instant, until: Instant, position: Position) -> ToldGap {
        ToldGap(position: position, cause: unknownCause, detail: "", from: from, until: max(from, until))
    }

    /// The gap ended at `time`; where a clock was set back, it ends where it began.
    public func ending(at time: Instant, from other: Instant? = nil) -> ToldGap {
        var ended = self
        ended.from = other ?? from
        ended.until = max(ended.from, time)
        return ended
    }

    /// Stands for a cause that was erased.
    public static let unknownCause = "unknown"
}

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
        case .recordSeen, .recordChanged, .recordListed, .recordMissing:
            return LookTarget(showing: event).map { ($0, .looked(at: event.time)) }
        default: return nil
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
            let looks = data?["looks"]?.integer ?? 0
            return .confirmed(
                ConfirmedStretch(
                    from..<until, looks: max(0, Int(looks)),
                    longestInterval: max(0, data?["longest_interval_ms"]?.integer ?? 0), position: event.position))
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
