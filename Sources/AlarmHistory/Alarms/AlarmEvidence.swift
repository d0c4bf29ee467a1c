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
        guard let data = event.data else { return try sight(event.type, data: nil, &sources) }
        do {
            return try data.withUnsafeBytes { try sight(event.type, data: $0, &sources) }
        } catch let error as UnusableEvent {
            throw error
        } catch {
            throw UnusableEvent(reason: "\(error)")
        }
    }

    private static func sight(
        _ type: EventType, data: UnsafeRawBufferPointer?, _ sources: inout AlarmSources
    ) throws(UnusableEvent) -> Sight {
        switch type {
        case .recordSeen, .recordChanged:
            guard let data else { return .erased }
            do {
                let members = try AlarmMembers(data, &sources.shape)
                return .record(AlarmRecord(members, &sources), mergeDigest: members.mergeDigest)
            } catch {
                throw UnusableEvent(reason: "its data cannot be read: \(error)")
            }
        case .recordListed: return .listed
        case .recordMissing: return .missing
        case .recordUnreadable: return .unreadable
        default: throw UnusableEvent(reason: "\(type.rawValue) says nothing of an alarm that this version knows")
        }
    }
}

extension AlarmEvidence {
    /// Reads a line of an alarm's stream: the same as reading its event, without copying any of it.
    public init(
        _ line: UnsafeRawBufferPointer, _ head: EventHead, _ type: EventType, _ endpoint: Endpoint?,
        _ sources: inout AlarmSources
    ) throws(UnusableEvent) {
        let data: UnsafeRawBufferPointer? =
            if case .data(let range) = head.payload { UnsafeRawBufferPointer(rebasing: line[range]) } else { nil }
        sight = try Self.sight(type, data: data, &sources)
        position = head.position
        time = head.time
        since = head.since
        self.endpoint = endpoint
    }
}

/// An event that cannot be taken in, and why.
public struct UnusableEvent: Error, Hashable, CustomStringConvertible {
    /// Why.
    public let reason: String

    /// An event that cannot be taken in.
    public init(reason: String) {
        self.reason = reason
    }

    /// The reason.
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
            digest &* 31 &+ (kind(member) == nil ? 0 : contentDigest(member))
        }
    }

    /// Nearly all records have a boolean, a number and a short list: the first two need no parser.
    private func contentDigest(_ member: AlarmMember) -> UInt64 {
        switch kind(member) {
        case .bool: spelling(member).first == UInt8(ascii: "t") ? 2 : 3
        case .number: integer(member).map { UInt64(bitPattern: $0) &* 0x9E37_79B9_7F4A_7C15 } ?? parsedDigest(member)
        case .null, .string, .array, .object, nil: parsedDigest(member)
        }
    }

    private func parsedDigest(_ member: AlarmMember) -> UInt64 {
        kind(member) == nil ? 0 : JSONScanner.contentDigest(of: spelling(member))
    }
}
