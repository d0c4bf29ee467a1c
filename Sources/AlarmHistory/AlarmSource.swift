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
    private var key: [UInt8] = []
    private var count = 0
    var shape = AlarmShape()

    /// Nothing was read yet.
    public init() {}

    /// The source that an alert names.
    mutating func source(_ members: AlarmMembers) -> AlarmSource {
        key.removeAll(keepingCapacity: true)
        for member in AlarmSource.members {
            key.append(contentsOf: members.spelling(member))
            // No byte of JSON is zero.
            key.append(0)
        }
        let digest = key.withUnsafeBytes { $0.digest }
        if let found = known[digest]?.first(where: { $0.key == key }) { return found.source }
        return learn(members, digest)
    }

    private mutating func learn(_ members: AlarmMembers, _ digest: UInt64) -> AlarmSource {
        if count >= Self.limit { (known, count) = ([:], 0) }
        let source = AlarmSource(members)
        known[digest, default: []].append((key, source))
        count += 1
        return source
    }

    /// More than any site has cameras and detections; beyond that memory counts more than sharing.
    private static let limit = 10_000
}

/// The names of the members of the alert before, in their order, and which members they are.
struct AlarmShape: Sendable {
    /// All names, one behind the other.
    private var spellings: [UInt8] = []
    /// Where each name ends, and the number of its member; -1 for one that is not read.
    private var names: [(end: Int32, member: Int32)] = []

    /// The member of a name that stands at a place among the members of an alert.
    mutating func member(_ name: UnsafeRawBufferPointer, _ hasEscapes: Bool, at place: Int) -> AlarmMember? {
        if place < names.count {
            let start = place == 0 ? 0 : Int(names[place - 1].end)
            if Int(names[place].end) - start == name.count, isSpelled(name, at: start) {
                return AlarmMember(rawValue: Int(names[place].member))
            }
        }
        return learn(name, AlarmMembers.member(name, hasEscapes), at: place)
    }

    private func isSpelled(_ name: UnsafeRawBufferPointer, at start: Int) -> Bool {
        spellings.withUnsafeBytes { spellings in
            for offset in 0..<name.count where spellings[start + offset] != name[offset] { return false }
            return true
        }
    }

    /// What stood from there on in the alert before is forgotten.
    private mutating func learn(
        _ name: UnsafeRawBufferPointer, _ member: AlarmMember?, at place: Int
    ) -> AlarmMember? {
        guard place <= names.count, place < Self.limit else { return member }
        names.removeSubrange(place...)
        spellings.removeSubrange(Int(names.last?.end ?? 0)...)
        spellings.append(contentsOf: name)
        names.append((Int32(spellings.count), Int32(member?.rawValue ?? -1)))
        return member
    }

    /// Members of an alert that are remembered: the vendor's have some thirty.
    private static let limit = 128
}
