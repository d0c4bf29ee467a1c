public import ArchiveEvents
public import ExactJSON

/// An alert as the vendor describes it, read as far as it can be: members match in any key style, unknown ones are
/// passed over, and what is missing or of another type is nil.
public struct AlarmRecord: Hashable, Sendable {
    /// What raised it.
    public let source: AlarmSource
    /// When the alarm began, by the vendor's clock.
    public let occurredAt: Instant?
    /// When it ended, by the vendor's clock.
    public let endedAt: Instant?
    /// Whether the record says that the alarm has ended.
    public let isEnded: Bool
    /// What was found.
    public let verdict: AlarmVerdict
    /// Whether detections were merged into it.
    public let isMerged: Bool?
    /// When the verdict was given, by the vendor's clock.
    public private(set) var verifiedAt: Instant?
    /// Who gave it, by the vendor.
    public private(set) var verifiedBy: String?
    /// Who ended the alarm, by the vendor.
    public private(set) var endedBy: String?

    /// Reads one alert.
    public init(_ element: JSONElement) {
        var sources = AlarmSources()
        guard element.kind == .object,
            let record = element.bytes.withUnsafeBytes({ bytes in
                (try? AlarmMembers(bytes, &sources.shape)).map { AlarmRecord($0, &sources) }
            })
        else {
            self.init(
                source: .unknown, occurredAt: nil, endedAt: nil, isEnded: false, verdict: .none, isMerged: nil)
            return
        }
        self = record
    }

    init(_ members: AlarmMembers, _ sources: inout AlarmSources) {
        source = sources.source(members)
        occurredAt = members.time(.startTime)
        endedAt = members.time(.endedTime) ?? members.time(.endTime)
        isEnded = endedAt != nil || members.isPhaseEnded
        verifiedAt = members.time(.acknowledgedTime)
        verifiedBy = members.text(.acknowledgedBy)
        endedBy = members.text(.endedBy)
        verdict = AlarmVerdict(members)
        isMerged = Self.merged(members)
    }

    /// A record that was kept, read back.
    public init(
        source: AlarmSource, occurredAt: Instant?, endedAt: Instant?, isEnded: Bool, verdict: AlarmVerdict,
        isMerged: Bool?
    ) {
        self.source = source
        self.occurredAt = occurredAt
        self.endedAt = endedAt
        self.isEnded = isEnded
        self.verdict = verdict
        self.isMerged = isMerged
    }

    /// Reads a stored content; nil where that is not JSON.
    public init?(content: [UInt8]) {
        guard let text = try? JSONText(content) else { return nil }
        self.init(text.root)
    }

    /// What the fold goes on from: without what only a transition tells.
    var kept: AlarmRecord {
        var kept = self
        (kept.verifiedAt, kept.verifiedBy, kept.endedBy) = (nil, nil, nil)
        return kept
    }

    /// The zone, the vendor's id of it.
    public var zoneID: String? { source.zoneID }
    /// The zone's name at the time.
    public var zoneName: String? { source.zoneName }
    /// The triggering device's id.
    public var deviceID: String? { source.deviceID }
    /// `origin_name`: the triggering device's name, or its id.
    public var device: String? { source.device }

    /// A boolean, a count or a list: which of them it is, is not known.
    private static func merged(_ members: AlarmMembers) -> Bool? {
        switch members.kind(.merged) {
        case .bool: members.spelling(.merged).first == UInt8(ascii: "t")
        case .number: members.integer(.merged).map { $0 > 1 }
        case .array: members.element(.merged)?.elements.first { _ in true } != nil
        case .null, .string, .object, nil: nil
        }
    }
}

extension AlarmMembers {
    fileprivate var isPhaseEnded: Bool { text(.phase)?.lowercased() == "ended" }
}

/// What the operator found.
public enum AlarmVerdict: String, Sendable, CaseIterable {
    /// Nobody has said.
    case none
    /// A real alarm.
    case valid
    /// A false alarm.
    case `false`
    /// A code that this program does not know.
    case unknown

    /// From `acknowledgment_code`: 101 none, 201 valid, 202 false.
    init(_ members: AlarmMembers) {
        guard let kind = members.kind(.acknowledgmentCode), kind != .null else {
            self = .none
            return
        }
        switch members.integer(.acknowledgmentCode) {
        case 101: self = .none
        case 201: self = .valid
        case 202: self = .false
        case nil, .some: self = .unknown
        }
    }
}

/// A vendor object's members by name, whatever the style of the keys; the last one of a name counts.
public struct VendorMembers {
    private let element: JSONElement

    /// The members of an object; none of anything else.
    public init(_ element: JSONElement) {
        self.element = element
    }

    /// The value of a member, whose name is given in snake case.
    public subscript(name: String) -> JSONElement? {
        var name = name
        return name.withUTF8 { wanted in element.lastValue { MemberName.isSame($0, wanted) } }
    }

    /// A string, or the spelling of a number.
    public func text(_ name: String) -> String? {
        self[name]?.vendorText
    }

    /// A whole number, or a string that spells one.
    public func integer(_ name: String) -> Int64? {
        guard let value = self[name] else { return nil }
        return value.integer ?? value.string.flatMap { Int64($0) }
    }

    /// A time in any spelling.
    public func time(_ name: String) -> Instant? { self[name].flatMap { Instant(vendor: $0) } }
}
