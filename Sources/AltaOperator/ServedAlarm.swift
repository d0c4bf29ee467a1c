public import AlarmHistory
public import ExactJSON

/// An alarm as the deployment has just served it.
public struct ServedAlarm: Sendable {
    /// The vendor's id of it, as it is spelled there.
    public let guid: String
    /// All that was served.
    public let element: JSONElement
    /// What can be read of it.
    public let record: AlarmRecord

    /// Reads one alarm; nil for what has no guid.
    public init?(_ element: JSONElement) {
        guard element.kind == .object, let guid = VendorMembers(element).text("guid"), !guid.isEmpty else { return nil }
        self.guid = guid
        self.element = element
        record = AlarmRecord(element)
    }

    /// Its members by name.
    public var members: VendorMembers { VendorMembers(element) }

    /// Whether an id of the caller's means this alarm. The vendor's ids are compared without regard to case: one profile
    /// of its answers spells them in capitals.
    public func isCalled(_ guid: String) -> Bool { Self.isSame(guid, self.guid) }

    /// Whether it belongs to a zone, named by its id or its name.
    public func isIn(zone: String) -> Bool { Self.isAny([record.zoneID, record.zoneName], zone) }

    /// Whether a device, named by its id or its name, has its part in it.
    public func involves(device: String) -> Bool {
        let others = members["device_ids"].map { $0.elements.map(\.string) } ?? []
        return Self.isAny([record.deviceID, record.device] + others, device)
    }

    private static func isAny(_ names: [String?], _ wanted: String) -> Bool {
        names.contains { name in name.map { isSame($0, wanted) } ?? false }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool { one.lowercased() == other.lowercased() }
}
