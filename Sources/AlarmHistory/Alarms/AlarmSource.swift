import ExactJSON

/// What raised an alarm, by the alert's own words: zone, device, rule and what was detected. Few in number, and shared by
/// all alarms that name the same.
public final class AlarmSource: Sendable {
    /// The zone, the vendor's id of it.
    public let zoneID: String?
    /// The zone's name at the time.
    public let zoneName: String?
    /// The triggering device's id.
    public let deviceID: String?
    /// `origin_name`: the triggering device's name, or its id.
    public let device: String?
    /// The rule, where a rule raised it and no zone.
    public let ruleID: String?
    /// The rule's name.
    public let ruleName: String?
    /// The site, the vendor's id of it.
    public let siteID: String?
    /// The site's name.
    public let siteName: String?
    /// The vendor's word: `alarm_zone`, `rule`, `device_health`.
    public let alertType: String?
    /// The vendor's word: `person`, `vehicle` ...
    public let detection: String?
    /// The vendor's word.
    public let importance: String?

    /// Reads the members of an alert.
    init(_ members: AlarmMembers) {
        zoneID = members.text(.alarmZoneID)
        zoneName = members.text(.alarmZoneName)
        deviceID = members.text(.originID)
        device = members.text(.originName)
        ruleID = members.text(.ruleID)
        ruleName = members.text(.ruleName)
        siteID = members.text(.siteID)
        siteName = members.text(.siteName)
        alertType = members.text(.alertType)
        detection = members.text(.detection)
        importance = members.text(.importance)
    }

    /// Reads it back from a row, whose columns come in the order of ``attributes``.
    public init(attributes: [String?]) {
        precondition(attributes.count == 11, "a source has eleven attributes")
        zoneID = attributes[0]
        zoneName = attributes[1]
        deviceID = attributes[2]
        device = attributes[3]
        ruleID = attributes[4]
        ruleName = attributes[5]
        siteID = attributes[6]
        siteName = attributes[7]
        alertType = attributes[8]
        detection = attributes[9]
        importance = attributes[10]
    }

    /// All of it.
    public var attributes: [String?] {
        [
            zoneID, zoneName, deviceID, device, ruleID, ruleName, siteID, siteName, alertType, detection, importance,
        ]
    }

    /// Of an alarm of which nothing is known.
    public static let unknown = AlarmSource(attributes: Array(repeating: nil, count: 11))

    /// Which members of an alert it is made of.
    static let members: [AlarmMember] = [
        .alarmZoneID, .alarmZoneName, .originID, .originName, .ruleID, .ruleName, .siteID, .siteName, .alertType,
        .detection, .importance,
    ]
}

extension AlarmSource: Hashable {
    /// Whether both name the same.
    public static func == (one: AlarmSource, other: AlarmSource) -> Bool {
        one === other || one.attributes == other.attributes
    }

    /// Hashes all of it.
    public func hash(into hasher: inout Hasher) { hasher.combine(attributes) }
}

/// What was read of earlier alerts and saves work with the next one: alerts that name the same share one source, and their
/// members nearly always come in the order of the alert before.
public struct AlarmSources: Sendable {
    private var known: [UInt64: [(key: [UInt8], source: AlarmSource)]] = [:]
    private var count = 0
    var shape = AlarmShape()

    /// Nothing was read yet.
    public init() {}

    /// The source that an alert names.
    mutating func source(_ members: AlarmMembers) -> AlarmSource {
        let digest = AlarmSource.members.reduce(0 as UInt64) { $0.mixed(with: members.spelling($1).digest) }
        if let found = known[digest]?.first(where: { Self.isSame($0.key, members) }) { return found.source }
        return learn(members, digest)
    }

    /// A key is what the members' values are spelled like, one behind the other, each closed by a zero: no byte of JSON is
    /// one.
    private static func isSame(_ key: [UInt8], _ members: AlarmMembers) -> Bool {
        key.withUnsafeBytes { key in
            var place = 0
            for member in AlarmSource.members {
                let spelled = members.spelling(member)
                let end = place + spelled.count
                guard key.hasBytes(spelled, at: place), end < key.count, key[end] == 0 else { return false }
                place += spelled.count + 1
            }
            return true
        }
    }

    private mutating func learn(_ members: AlarmMembers, _ digest: UInt64) -> AlarmSource {
        if count >= Self.limit { (known, count) = ([:], 0) }
        let source = AlarmSource(members)
        let key = AlarmSource.members.reduce(into: [UInt8]()) { $0 += members.spelling($1) + [0] }
        known[digest, default: []].append((key, source))
        count += 1
        return source
    }

    /// More than any site has cameras and detections; beyond that memory counts more than sharing.
    private static let limit = 10_000
}

/// The members of the alert before in their order.
struct AlarmShape: Sendable {
    private(set) var order = MemberOrder()
    /// Which member stands at each place; nil for one that is not read.
    private var members: [AlarmMember?] = []

    /// The member at a place of the order.
    func member(at place: Int) -> AlarmMember? { members[place] }

    /// The member of a name that stands at a place and is not the one that was expected there: what followed in the alert
    /// before is forgotten.
    mutating func learn(_ name: UnsafeRawBufferPointer, _ hasEscapes: Bool, at place: Int) -> AlarmMember? {
        let member = AlarmMembers.member(name, hasEscapes)
        guard place <= members.count, place < Self.limit else { return member }
        order.removeAll(behind: place)
        members.removeSubrange(place...)
        order.append(name)
        members.append(member)
        return member
    }

    /// Members of an alert that are remembered: the vendor's have some thirty.
    private static let limit = 128
}
