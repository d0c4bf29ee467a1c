public import ArchiveEvents
public import ExactJSON

/// One of the detections that an alert lists as merged into it.
public struct MergedDetection: Hashable, Sendable {
    /// When it was detected, by the vendor's clock.
    public let time: Instant
    /// The device that detected it, the vendor's id.
    public let deviceID: String?
    /// The vendor's word: `person`, `vehicle` ...
    public let detection: String?

    /// Those that a record lists in `sub_alerts`, the earliest first; nil where it lists none, or one without a time.
    public static func all(in record: JSONElement) -> [MergedDetection]? {
        guard let list = VendorMembers(record)["sub_alerts"], list.kind == .array else { return nil }
        var detections: [MergedDetection] = []
        for element in list.elements {
            let members = VendorMembers(element)
            guard let time = members.time("time") ?? members.time("start_time") else { return nil }
            detections.append(
                MergedDetection(time: time, deviceID: members.text("device_id"), detection: members.text("detection")))
        }
        return detections.isEmpty ? nil : detections.sorted { $0.time < $1.time }
    }
}
