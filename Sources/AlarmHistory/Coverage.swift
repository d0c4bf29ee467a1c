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
        /// none.
        public let from: Instant
    }

    private var gaps: [String: OpenGap] = [:]
    private var vouched: [String: Instant] = [:]
    private var firstLooks: [LookTarget: Instant] = [:]

    /// The coverage of an empty log.
    public init() {}

    /// Takes in the next event of the log.
    public mutating func apply(_ event: RecordedEvent) {
        switch event.type {
        case .gapOpened:
            let text = event.data.flatMap { try? JSONText([UInt8]($0)) }
            let lastComplete = text?.root["last_complete"]?.string.flatMap { Instant(rfc3339: $0) }
            gaps[event.subject] = OpenGap(opened: event.position, from: lastComplete ?? event.time)
        case .gapClosed:
            gaps.removeValue(forKey: event.subject)
            vouched[event.subject] = Self.end(of: event) ?? event.time
        case .coverageConfirmed: vouched[event.subject] = Self.end(of: event) ?? event.time
        case .recordSeen, .recordChanged, .recordListed, .recordMissing:
            guard let target = LookTarget(showing: event), firstLooks[target] == nil else { return }
            firstLooks[target] = event.time
        default: break
        }
    }

    private static func end(of event: RecordedEvent) -> Instant? {
        let text = event.data.flatMap { try? JSONText([UInt8]($0)) }
        return text?.root["until"]?.string.flatMap { Instant(rfc3339: $0) }
    }

    /// Until when the log says that a target was observed, or was not; nil where it never told.
    public func vouchedUntil(_ target: LookTarget) -> Instant? { vouched[target.coverageSubject] }

    /// When something was seen at a target for the first time; nil where nothing ever was.
    public func firstLook(_ target: LookTarget) -> Instant? { firstLooks[target] }

    /// The targets of which the log tells something, those in a gap not among them.
    public var toldTargets: [LookTarget] {
        let told = vouched.keys.compactMap { LookTarget(coverageSubject: $0) }
        return Set(told).union(firstLooks.keys).filter { gaps[$0.coverageSubject] == nil }
            .sorted { $0.coverageSubject < $1.coverageSubject }
    }

    /// The targets that are in a gap.
    public var openTargets: [LookTarget] { gaps.keys.sorted().compactMap { LookTarget(coverageSubject: $0) } }

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
    public func openGap(_ target: LookTarget) -> OpenGap? { gaps[target.coverageSubject] }

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
    /// `unreadableNotKept` unreadable answers of the gap were not stored.
    public func gapClosed(_ target: LookTarget, until time: Instant, unreadableNotKept: Int) -> NewEvent? {
        guard let gap = openGap(target) else { return nil }
        var members: [(String, JSONValue)] = [
            ("opened", .whole(gap.opened.number)), ("from", .string(gap.from.description)),
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
