public import ArchiveEvents

/// What an alarm is, as far as the events so far tell: all that the fold needs to go on from.
public struct AlarmSummary: Hashable, Sendable {
    /// The first event.
    public let firstPosition: Position
    /// The first event's time.
    public let firstObservedAt: Instant
    /// The latest record without what only a transition tells; nil where its data was erased, or none was seen yet.
    public private(set) var record: AlarmRecord?
    /// The event that holds it.
    public private(set) var contentPosition: Position?
    /// Of what it says of detections merged into it.
    public private(set) var mergeDigest: UInt64 = 0
    /// The endpoints that show the record now.
    public var listedAt: EndpointSet = []
    /// When it left the list of ongoing alarms, unless it came back or an answer showed since that it goes on.
    public var leftOngoing: Bracket?
    /// When the record was first seen to say that the alarm has ended, unless it was reopened.
    public var ended: Bracket?
    /// The first verdict ever given.
    public var answer: Answer?
    /// Verdicts that were taken back or turned round.
    public var reversals = 0
    /// The last look that is known to have shown the record.
    public var lastObservedAt: Instant
    /// Events of the stream.
    public var events = 0
    /// The last of them.
    public var lastPosition: Position

    /// The first verdict on an alarm.
    public struct Answer: Hashable, Sendable {
        /// The looks between which it was given.
        public let seen: Bracket
        /// When it was given, by the vendor's clock.
        public let at: Instant?
        /// Whether that was after the alarm's end: by the vendor's clock where it tells both, else as the looks saw it.
        public var isLate: Bool

        /// An answer.
        public init(seen: Bracket, at: Instant?, isLate: Bool) {
            self.seen = seen
            self.at = at
            self.isLate = isLate
        }
    }

    /// An alarm that was first seen then.
    public init(firstPosition: Position, firstObservedAt: Instant) {
        self.firstPosition = firstPosition
        self.firstObservedAt = firstObservedAt
        lastObservedAt = firstObservedAt
        lastPosition = firstPosition
    }

    /// Sets the record where a summary is read back from a row.
    public mutating func restore(_ record: AlarmRecord?, at position: Position?, mergeDigest: UInt64) {
        self.record = record
        contentPosition = position
        self.mergeDigest = mergeDigest
    }

    /// The record was erased.
    mutating func forget() {
        restore(nil, at: nil, mergeDigest: 0)
    }

    mutating func take(
        _ record: AlarmRecord, _ mergeDigest: UInt64, _ bracket: Bracket, _ change: AlarmChange, at position: Position
    ) {
        if record.isEnded {
            ended = ended ?? endBracket(bracket)
        } else {
            // Reopened, or seen to go on.
            ended = nil
            noteStillRunning()
        }
        if change.isReversal { reversals += 1 }
        if answer == nil, record.verdict != .none {
            answer = Answer(seen: bracket, at: record.verifiedAt, isLate: change.isAfterEnd)
        }
        if let given = answer?.at, let end = record.endedAt { answer?.isLate = given > end }
        restore(record.kept, at: position, mergeDigest: mergeDigest)
    }

    /// An answer shows the alarm, and not that it has ended: that it left the list of ongoing alarms before was not its end.
    mutating func noteStillRunning() {
        if ended == nil { leftOngoing = nil }
    }

    /// When an end happened that was first told by a look within `bracket`. An alarm that had left the list of ongoing ones before
    /// ended then: that is the narrower bracket.
    func endBracket(_ bracket: Bracket) -> Bracket { leftOngoing ?? bracket }

    /// The verdict of the latest record.
    public var verdict: AlarmVerdict { record?.verdict ?? .none }

    /// When it began, by the vendor's clock, else when it was first seen.
    public var beganAt: Instant { record?.occurredAt ?? firstObservedAt }

    /// Milliseconds from the beginning to the first verdict, at least and at most: one figure where the vendor tells when
    /// the verdict was given. Nil where there was none, where it came after the end, where the vendor tells no beginning,
    /// where its clocks contradict each other or ours (a verdict before the beginning), and where the record was erased.
    public var response: ClosedRange<Int64>? {
        guard let began = record?.occurredAt, let answer, !answer.isLate else { return nil }
        if let exact = answer.at?.milliseconds(since: began) { return exact < 0 ? nil : exact...exact }
        let high = answer.seen.notAfter.milliseconds(since: began)
        let low = max(0, answer.seen.notBefore?.milliseconds(since: began) ?? 0)
        return low > high ? nil : low...high
    }

    /// Whether there was a verdict in time of which nobody can tell how long it took.
    public var isAnsweredAtUnknownTime: Bool { answer?.isLate == false && response == nil }

    /// Whether one of the lists shows it now. One that is not listed may still answer by its guid.
    public var isListed: Bool { !listedAt.isDisjoint(with: [.alerts, .ongoingAlerts]) }

    /// Ended where the record says so. Missing where no end was seen, but the alarm left the list of ongoing ones and no
    /// answer has shown it since, or where no endpoint shows it any more. An answer by guid shows it as a list does.
    public var state: AlarmState {
        if ended != nil { return .ended }
        if listedAt.contains(.ongoingAlerts) { return .ongoing }
        return leftOngoing == nil && !listedAt.isEmpty ? .ongoing : .missing
    }
}

/// What became of an alarm.
public enum AlarmState: String, Sendable, CaseIterable {
    case ongoing, ended, missing
}

/// The time between two looks, `(notBefore, notAfter]`, within which something happened.
public struct Bracket: Hashable, Sendable {
    /// The last look before; nil where there was none.
    public let notBefore: Instant?
    /// The look that showed it.
    public let notAfter: Instant

    /// The time between those looks.
    public init(notBefore: Instant?, notAfter: Instant) {
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// The bracket of an event.
    init(_ evidence: AlarmEvidence) {
        self.init(notBefore: evidence.since, notAfter: evidence.time)
    }
}
