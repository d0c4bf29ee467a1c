public import ArchiveEvents
public import ExactJSON

/// What one event says of an alarm.
public struct AlarmEvidence: Hashable, Sendable {
    /// What was seen.
    public enum Sight: Hashable, Sendable {
        /// Its record; `mergeDigest` is the same as long as the record says the same of detections merged into it.
        case record(AlarmRecord, mergeDigest: UInt64)
        /// Its record, which was erased since.
        case erased
        /// That an endpoint lists it, too, with the record that is known.
        case listed
        /// That an endpoint no longer lists it.
        case missing
        /// Bytes that are no record.
        case unreadable
    }

    /// What was seen.
    public let sight: Sight
    /// The event.
    public let position: Position
    /// When the archive witnessed it.
    public let time: Instant
    /// The last complete look at the same thing before.
    public let since: Instant?
    /// Which look showed it.
    public let endpoint: Endpoint?

    /// Reads an event of an alarm's stream.
    public init(_ event: RecordedEvent) throws(UnusableEvent) {
        var sources = AlarmSources()
        try self.init(event, &sources)
    }

    /// The same, sharing the sources of the alarms that were read before.
    public init(_ event: RecordedEvent, _ sources: inout AlarmSources) throws(UnusableEvent) {
        sight = try Self.sight(event, &sources)
        position = event.position
        time = event.time
        since = event.since
        endpoint = event.endpoint.flatMap(Endpoint.init(rawValue:))
    }

    /// Whether a stream is that of one alarm.
    public static func isTold(of stream: RecordStream) -> Bool {
        stream.kind == Endpoint.alerts.recordKind && stream.holdsOneRecord
    }

    private static func sight(_ event: RecordedEvent, _ sources: inout AlarmSources) throws(UnusableEvent) -> Sight {
        switch event.type {
        case .recordSeen, .recordChanged:
            guard let data = event.data else { return .erased }
            let members = AlarmMembers(try event.json(data))
            return .record(AlarmRecord(members, &sources), mergeDigest: members.mergeDigest)
        case .recordListed: return .listed
        case .recordMissing: return .missing
        case .recordUnreadable: return .unreadable
        default: throw UnusableEvent(reason: "\(event.type.rawValue) says nothing of an alarm that this version knows")
        }
    }
}

/// An event that cannot be taken in, and why.
public struct UnusableEvent: Error, Hashable, CustomStringConvertible {
    /// Why.
    public let reason: String

    public init(reason: String) {
        self.reason = reason
    }

    public var description: String { reason }
}

extension RecordedEvent {
    /// The data, parsed.
    public func json(_ data: ArraySlice<UInt8>) throws(UnusableEvent) -> JSONElement {
        do {
            return try JSONText([UInt8](data)).root
        } catch {
            throw UnusableEvent(reason: "its data cannot be read: \(error)")
        }
    }
}

extension AlarmMembers {
    /// Of all that tells of merged detections.
    fileprivate var mergeDigest: UInt64 {
        [AlarmMember.merged, .mergedCount, .subAlerts].reduce(0) { digest, member in
            digest &* 31 &+ (self[member]?.contentDigest ?? 0)
        }
    }
}
