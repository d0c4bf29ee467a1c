/// Which ongoing alarm is meant, as the vendor's guide finds it: by the zone that a webhook names, and the device.
///
/// A webhook carries no guid, so that none, one or several alarms may fit. The first of several is never taken silently.
public struct AlarmSearch: Sendable {
    /// The zone's id or name.
    public let zone: String
    /// A device's id or name, to choose among the zone's alarms.
    public let device: String?
    /// Whether all that fit are meant.
    public let takesAll: Bool

    /// A search among the ongoing alarms.
    public init(zone: String, device: String? = nil, takesAll: Bool = false) {
        self.zone = zone
        self.device = device
        self.takesAll = takesAll
    }

    /// The alarms that are meant: one, or where all are wanted at least one.
    ///
    /// - Throws: ``OperatorFailure/nothingOngoing(_:before:)`` or ``OperatorFailure/ambiguous(_:_:)``.
    public func choose(from ongoing: [ServedAlarm]) throws(OperatorFailure) -> [ServedAlarm] {
        let fitting = fitting(ongoing)
        guard !fitting.isEmpty else { throw .nothingOngoing(self, before: []) }
        guard fitting.count == 1 || takesAll else { throw .ambiguous(self, fitting) }
        return fitting
    }

    /// Those that fit, each once, however often it is listed.
    func fitting(_ alarms: [ServedAlarm]) -> [ServedAlarm] {
        var seen: Set<String> = []
        return alarms.filter { alarm in
            alarm.isIn(zone: zone) && (device.map { alarm.involves(device: $0) } ?? true)
                && seen.insert(alarm.guid.lowercased()).inserted
        }
    }

    /// For instance `zone b0a7e7c4, device Dock camera 2`.
    public var description: String { "zone \(zone)" + (device.map { ", device \($0)" } ?? "") }
}
