import AlarmHistory
public import AltaAPI
public import ExactJSON

/// What an operator may do: the requests of the vendor's table of calls that change something.
public enum Act: Sendable {
    /// Says what an alarm was. `merged` and `originName` go back as the JSON that was served, for their types are
    /// uncertain.
    case verify(VerifiedAlarm, as: Verdict)
    case end(guid: String)
    /// Ends the alarms that cameras and cloud connectors hold themselves; of one zone, or of all.
    case stopLocal(zone: String?)
    case arm(zone: String)
    case disarm(zone: String)
    case armAll
    case disarmAll
    case comment(zone: String, text: String)
    /// Takes a zone out of this account's notifications.
    case mute(zone: String)
    case unmute(zone: String)

    /// The vendor's code for what an alarm was.
    public enum Verdict: String, Sendable, CaseIterable {
        case valid, `false`, none

        /// `acknowledgment_code`, as the vendor's guide gives it.
        public var code: Int64 {
            switch self {
            case .none: 101
            case .valid: 201
            case .false: 202
            }
        }
    }

    /// The verb.
    public var method: AltaRequest.Method {
        if case .unmute = self { .delete } else { .post }
    }

    /// The request's path below the deployment's base address.
    public var path: String { VendorCall.path(steps) }

    private var steps: [String] {
        switch self {
        case .verify(let alarm, _): ["alerts", alarm.guid]
        case .end(let guid): ["alerts", guid, "end"]
        case .stopLocal: ["alarmZoneAlerts", "stopLocalOngoing"]
        case .arm(let zone): ["alarmZones", zone, "arm"]
        case .disarm(let zone): ["alarmZones", zone, "disarm"]
        case .armAll: ["alarmZones", "arm"]
        case .disarmAll: ["alarmZones", "disarm"]
        case .comment(let zone, _): ["alarmZones", zone, "comment"]
        case .mute: ["alarmZonesUserMuted"]
        case .unmute(let zone): ["alarmZonesUserMuted", zone]
        }
    }

    /// What is sent with it; nil for nothing.
    public var body: JSONValue? {
        switch self {
        case .verify(let alarm, let verdict):
            .object([
                ("acknowledgment_code", .integer(verdict.code)), ("guid", .string(alarm.guid)),
                ("merged", .verbatim(alarm.merged)), ("origin_name", .verbatim(alarm.originName)),
            ])
        case .stopLocal(let zone): zone.map { ["alarm_zone_id": .string($0)] }
        case .comment(_, let text): ["comment": .string(text)]
        case .mute(let zone): ["alarm_zone_id": .string(zone)]
        case .end, .arm, .disarm, .armAll, .disarmAll, .unmute: nil
        }
    }

    /// What it is called in the history.
    public var name: String {
        switch self {
        case .verify: "verify"
        case .end: "end"
        case .stopLocal: "stop-local"
        case .arm, .armAll: "arm"
        case .disarm, .disarmAll: "disarm"
        case .comment: "comment"
        case .mute: "mute"
        case .unmute: "unmute"
        }
    }

    /// The alarm or zone that it is about; nil for all of them.
    public var target: String? {
        switch self {
        case .verify(let alarm, _): alarm.guid
        case .end(let guid): guid
        case .arm(let zone), .disarm(let zone), .comment(let zone, _), .mute(let zone), .unmute(let zone): zone
        case .stopLocal(let zone): zone
        case .armAll, .disarmAll: nil
        }
    }

    /// Whether the vendor's guide states verb and path; else only the path is known, and verb and body are our reading of
    /// its name.
    public var isDocumented: Bool {
        switch self {
        case .verify, .end: true
        case .stopLocal, .arm, .disarm, .armAll, .disarmAll, .comment, .mute, .unmute: false
        }
    }
}

/// What a verification sends back of the alarm, as it was served a moment ago.
public struct VerifiedAlarm: Hashable, Sendable {
    /// The alarm's guid.
    public let guid: String
    /// The member `merged`, as JSON.
    public let merged: [UInt8]
    /// The member `origin_name`, as JSON; or the device that the operator names.
    public let originName: [UInt8]

    /// - Parameters:
    ///   - alarm: the alarm as it was just served.
    ///   - origin: stands in for `origin_name` where that was not served: a device's id from the webhook, as the
    ///     vendor's guide allows.
    /// - Throws: what is missing. Neither is ever made up.
    public init(_ alarm: ServedAlarm, origin: String? = nil) throws(OperatorFailure) {
        guid = alarm.guid
        merged = try Self.served("merged", of: alarm)
        do {
            originName = try Self.served("origin_name", of: alarm)
        } catch {
            guard let origin else { throw error }
            originName = JSONValue.string(origin).bytes
        }
    }

    /// A member as JSON. Null says as little as no member.
    private static func served(_ member: String, of alarm: ServedAlarm) throws(OperatorFailure) -> [UInt8] {
        guard let value = alarm.members[member], value.kind != .null else {
            throw .missingMember(member, alarm: alarm.guid)
        }
        return value.compactBytes
    }
}
