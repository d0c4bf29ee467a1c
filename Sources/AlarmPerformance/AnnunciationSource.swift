public import ArchiveEvents

/// What annunciates alarms. The indicators tell sources apart by deployment, zone, device and rule; by a name only where
/// there is no id.
public struct AnnunciationSource: Sendable, Hashable {
    /// Whose it is.
    public var deployment: String
    /// The vendor's id of the zone; nil of a rule's alarms.
    public var zoneID: String?
    /// As the latest record has it.
    public var zoneName: String?
    /// The vendor's id of the triggering device.
    public var deviceID: String?
    /// As the latest record has it.
    public var deviceName: String?
    /// The vendor's id of the rule; nil of a zone's alarms.
    public var ruleID: String?
    /// As the latest record has it.
    public var ruleName: String?
    /// What was detected: `person`, `vehicle` ...
    public var detection: String?
    /// The vendor's word for how important the rule is.
    public var importance: String?
    /// Its id or name.
    public var site: String?

    /// A source of which only the deployment is known.
    public init(deployment: String) {
        self.deployment = deployment
    }

    /// The zone as people know it.
    public var zoneTitle: String { Self.title(zoneName, zoneID) ?? "no zone" }

    /// Zone, device and rule as people know them.
    public var title: String {
        [zoneTitle, Self.title(deviceName, deviceID), Self.title(ruleName, ruleID)].compactMap { $0 }
            .joined(separator: " / ")
    }

    /// A name of blanks names nothing.
    private static func title(_ name: String?, _ id: String?) -> String? {
        [name, id].compactMap { $0 }.first { $0.contains { !$0.isWhitespace } }
    }

    /// What tells this source from others.
    var key: [String?] { [deployment, zoneID ?? zoneName, deviceID ?? deviceName, ruleID ?? ruleName] }
    var zoneKey: [String?] { [deployment, zoneID ?? zoneName] }
    var sensorKey: [String?] { [deployment, deviceID ?? deviceName] }
    var siteKey: [String?] { [deployment, site] }
}

/// When a zone is known to have been armed, and when it is known not to have been. The rest of the time is neither.
public struct ArmedZone: Sendable, Hashable {
    /// Whose it is.
    public let deployment: String
    /// The vendor's id.
    public let zoneID: String
    /// In order, without overlap.
    public let armed: [Range<Instant>]
    /// In order, without overlap.
    public let disarmed: [Range<Instant>]

    /// The known times of a zone.
    public init(deployment: String, zoneID: String, armed: [Range<Instant>], disarmed: [Range<Instant>]) {
        self.deployment = deployment
        self.zoneID = zoneID
        self.armed = armed
        self.disarmed = disarmed
    }
}

/// A call to whoever comes: the police, a runner. The archive learns of it by an annotation only.
public struct Dispatch: Sendable, Hashable {
    /// Which kind of call it was.
    public enum Kind: String, Sendable, CaseIterable {
        case intruder
        case holdUp = "hold-up"
    }

    /// When it was made.
    public let time: Instant
    /// Where to.
    public let site: String
    /// What for.
    public let kind: Kind
    /// Whether there was something: nil where nobody said.
    public let wasReal: Bool?

    /// A call.
    public init(time: Instant, site: String, kind: Kind = .intruder, wasReal: Bool?) {
        self.time = time
        self.site = site
        self.kind = kind
        self.wasReal = wasReal
    }
}
