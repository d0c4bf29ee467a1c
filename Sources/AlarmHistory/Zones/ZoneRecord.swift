public import ArchiveEvents
public import ExactJSON

/// A zone as the vendor describes it, read as far as it can be.
public struct ZoneRecord: Hashable, Sendable {
    /// What people call it.
    public let name: String?
    /// The site that it belongs to.
    public let siteName: String?
    /// The vendor's word: `disarmed`, `arming`, `armed`, `pre_alarm`, `alarm`.
    public let state: String?
    /// Whether a detection raises an alarm; nil where that is not told. While it arms, it does not yet.
    public let isArmed: Bool?
    /// Since when it is in that state, by the vendor's clock.
    public let stateSince: Instant?

    /// Reads one zone.
    public init(_ element: JSONElement) {
        let members = VendorMembers(element)
        name = members.text("name")
        siteName = members.text("site_name")
        state = members.text("state")
        isArmed = members["armed"]?.bool ?? Self.isArmed(state)
        stateSince = members.time("state_since")
    }

    private static func isArmed(_ state: String?) -> Bool? {
        switch state?.lowercased().filter({ $0.isLetter }) {
        case "armed", "prealarm", "alarm", "validalarm": true
        case "disarmed", "arming": false
        default: nil
        }
    }
}

/// An entry of a zone's log, read as far as it can be.
public struct ZoneLogEntry: Hashable, Sendable {
    /// When it happened, by the vendor's clock.
    public let occurredAt: Instant?
    /// The vendor's word: `armed`, `disarmed`, `schedule_armed`, `alarm_started`, `verified`, `ended`, `comment` ...
    public let action: String?
    /// Who did it; the id where no name is told.
    public let userName: String?
    /// The alarm that it is about.
    public let alertGUID: String?
    /// The device that it is about.
    public let deviceID: String?
    /// What somebody wrote.
    public let comment: String?

    /// Reads one entry.
    public init(_ element: JSONElement) {
        let members = VendorMembers(element)
        occurredAt = members.time("time")
        action = members.text("action")
        userName = members.text("user_name") ?? members.text("user_id")
        alertGUID = members.text("alert_guid")
        deviceID = members.text("device_id")
        comment = members.text("comment")
    }

    /// Whether it tells that an alarm began.
    public var startsAlarm: Bool { action == Self.alarmStarted }

    /// The vendor's word for the beginning of an alarm.
    public static let alarmStarted = "alarm_started"
}
