public import ArchiveEvents

/// What an alarm is, as far as the events so far tell: all that the fold needs to go on from.
public struct AlarmSummary: Hashable, Sendable {
    /// The latest record as served; nil where its data was erased, or none was seen yet.
    public var content: [UInt8]?
    /// The endpoints that show the record now.
    public var listedAt: Set<String> = []
    /// When it left the list of ongoing alarms, unless it came back.
    public var leftOngoing: Bracket?
    /// When the record was first seen to say that the alarm has ended, unless it was reopened.
    public var ended: Bracket?
    /// The first event's time.
    public var firstObservedAt: Instant
    /// The last look that is known to have shown the record.
    public var lastObservedAt: Instant
    /// Events of the stream.
    public var events = 0
    /// The last of them.
    public var lastPosition = Position.first
    /// The latest record, read.
    public private(set) var record: AlarmRecord?

    /// An alarm that was first seen then.
    public init(firstObservedAt: Instant) {
        self.firstObservedAt = firstObservedAt
        lastObservedAt = firstObservedAt
    }

    /// Sets ``record`` where a summary is read back from a row.
    public mutating func restore(_ record: AlarmRecord?) {
        self.record = record
    }

    mutating func take(_ record: AlarmRecord, _ bracket: Bracket) {
        if record.isEnded {
            ended = ended ?? endBracket(bracket)
        } else if ended != nil {
            // Reopened: that it left the list of ongoing alarms belongs to the end that is taken back.
            ended = nil
            leftOngoing = nil
        }
        self.record = record
    }

    /// When an end happened that was first told by a look within `bracket`. An alarm that had left the list of ongoing ones before
    /// ended then: that is the narrower bracket.
    func endBracket(_ bracket: Bracket) -> Bracket { leftOngoing ?? bracket }

    /// The verdict of the latest record.
    public var verdict: AlarmVerdict { record?.verdict ?? .none }

    /// Ended where the record says so. Missing where no end was seen, but the alarm is no longer listed as ongoing, or
    /// not listed anywhere.
    public var state: AlarmState {
        if ended != nil { return .ended }
        if listedAt.contains(Endpoint.ongoingAlerts.rawValue) { return .ongoing }
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
    init(_ event: RecordedEvent) {
        self.init(notBefore: event.since, notAfter: event.time)
    }
}
