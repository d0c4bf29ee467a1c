public import ArchiveEvents
import ExactJSON

/// Why an endpoint was not observed.
public enum GapCause: String, Sendable {
    /// No connection, no name, no TLS, no answer in time.
    case unreachable
    /// A status that says no, or not now.
    case refused
    /// The login does not hold.
    case unauthorised
    /// The account may not see it.
    case forbidden
    /// An answer that is not what it should be.
    case unreadable
    /// An answer that ended too early, or may have left something out.
    case truncated
    /// An answer beyond what may be taken in: more bytes, elements or nesting than any real list has.
    case tooLarge = "too-large"
    /// A look was due and had not come to its end, or had not even begun.
    case overdue
    /// What was served could not be recorded: no room, a lock, a failing disk.
    case storage
    /// Polling was told to wait.
    case paused
    /// The archiver was not running.
    case notRunning = "not-running"
}

/// Which endpoints are in a gap: a fold over the log.
public struct CoverageMemory: Sendable {
    /// A gap that has not been closed.
    public struct OpenGap: Hashable, Sendable {
        /// The `gap-opened` event.
        public let opened: Position
        /// From when on nothing was observed: the last complete look before, or the first failed one where there was
        /// none. Where the clock was set back since, as it would have shown that; where it was set forward, as the log tells
        /// it, for nothing vouches for the time in between.
        public var from: Instant { min(told, dated) }

        fileprivate let told: Instant
        fileprivate let dated: Instant
    }

    private var gaps: [LookTarget: OpenGap] = [:]
    private var vouched: [LookTarget: Instant] = [:]
    private var firstLooks: [LookTarget: Instant] = [:]

    /// The coverage of an empty log.
    public init() {}

    /// Takes in the next event of the log.
    public mutating func apply(_ event: RecordedEvent) {
        guard let (target, evidence) = CoverageEvidence.of(event) else { return }
        apply(evidence, of: target)
    }

    /// Takes in what the next event says of a target.
    public mutating func apply(_ evidence: CoverageEvidence, of target: LookTarget) {
        switch evidence {
        case .looked(let time): firstLooks[target] = firstLooks[target] ?? time
        case .confirmed(let stretch): vouched[target] = stretch.range.upperBound
        case .opened(let gap): gaps[target] = OpenGap(opened: gap.position, told: gap.from, dated: gap.from)
        case .closed(_, let until, _):
            gaps.removeValue(forKey: target)
            vouched[target] = until
        }
    }

    /// Until when the log says that a target was observed, or was not; nil where it never told.
    public func vouchedUntil(_ target: LookTarget) -> Instant? { vouched[target] }

    /// Whether anything is recorded of a target.
    public func isTold(_ target: LookTarget) -> Bool {
        vouched[target] != nil || firstLooks[target] != nil || gaps[target] != nil
    }

    /// When something was seen at a target for the first time; nil where nothing ever was.
    public func firstLook(_ target: LookTarget) -> Instant? { firstLooks[target] }

    /// The targets of which the log tells something, those in a gap not among them.
    public var toldTargets: [LookTarget] {
        Set(vouched.keys).union(firstLooks.keys).filter { gaps[$0] == nil }
            .sorted { $0.coverageSubject < $1.coverageSubject }
    }

    /// The event by which the log vouches for a run of looks: none where there is no time between them.
    public func confirmed(_ target: LookTarget, _ run: CoverageRun) -> NewEvent? {
        guard run.length > 0 else { return nil }
        let data = JSONValue.object([
            ("from", .string(run.from.description)), ("until", .string(run.until.description)),
            ("looks", .whole(run.looks)), ("complete", .whole(run.complete)),
            ("longest_interval_ms", .integer(run.longestInterval)),
        ])
        return event(.coverageConfirmed, target, data)
    }

    /// The gap that a target is in.
    public func openGap(_ target: LookTarget) -> OpenGap? { gaps[target] }

    /// Dates the beginnings of open gaps otherwise: the clock by which the log tells them was set back, and the events that
    /// close them are to tell how long they really were.
    public mutating func redateGaps(_ change: (Instant) -> Instant) {
        gaps = gaps.mapValues { OpenGap(opened: $0.opened, told: $0.told, dated: change($0.dated)) }
    }

    /// Lets no open gap begin before what the log vouches for, as far as that lies before `time`: the clock that told its
    /// beginning was behind, and has been set right.
    public mutating func liftGaps(at time: Instant) {
        for (target, gap) in gaps {
            guard let told = vouched[target], gap.from < told, told <= time else { continue }
            gaps[target] = OpenGap(opened: gap.opened, told: told, dated: told)
        }
    }

    /// The event that a failed look is worth: none where the gap is open already.
    public func gapOpened(_ target: LookTarget, cause: GapCause, detail: String, lastComplete: Instant?) -> NewEvent? {
        guard openGap(target) == nil else { return nil }
        let data = JSONValue.object([
            ("cause", .string(cause.rawValue)), ("detail", .string(detail)),
            ("last_complete", .optional(lastComplete?.description)),
        ])
        return event(.gapOpened, target, data)
    }

    /// The event that a complete look is worth: none where there is no gap.
    ///
    /// `unreadableNotKept` unreadable answers of the gap were not stored. `start` is given where what the log tells of its
    /// beginning cannot be, by the clock as it is.
    public func gapClosed(
        _ target: LookTarget, from start: Instant? = nil, until time: Instant, unreadableNotKept: Int
    ) -> NewEvent? {
        guard let gap = openGap(target) else { return nil }
        var members: [(String, JSONValue)] = [
            ("opened", .whole(gap.opened.number)), ("from", .string((start ?? gap.from).description)),
            ("until", .string(time.description)),
        ]
        if unreadableNotKept > 0 { members.append(("unreadable_not_kept", .whole(unreadableNotKept))) }
        return event(.gapClosed, target, .object(members))
    }

    private func event(_ type: EventType, _ target: LookTarget, _ data: JSONValue) -> NewEvent {
        NewEvent(
            type: type, subject: target.coverageSubject, endpoint: target.endpoint.rawValue, data: data.bytes)
    }
}
