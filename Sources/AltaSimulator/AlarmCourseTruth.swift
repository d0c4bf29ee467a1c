/// What really became of an alert, whether or not anybody looked. All times are the deployment's, milliseconds since
/// 1970.
public struct AlarmCourseTruth: Sendable, Equatable {
    /// As the profile spells it.
    public let guid: String
    /// The zone that raised it, as the profile spells it; nil for a rule's alert or a device's.
    public let zoneID: String?
    /// When it was raised.
    public let start: Int64
    /// What people made of it, in the order in which they said so: 101, 201, 202 or another code.
    public let verifications: [Verification]
    /// When it ended; nil while it lasts.
    public let end: Int64?
    /// Whether the deployment no longer shows it.
    public let isRetired: Bool

    /// One verdict.
    public struct Verification: Sendable, Equatable {
        /// The acknowledgment code.
        public let code: Int64
        /// When it was given.
        public let time: Int64
    }
}

extension SimulatedDeployment {
    /// The true course of each alert there ever was, oldest first, as far as simulated time has come.
    public var alarmCourses: [AlarmCourseTruth] {
        world.alerts.map { alert in
            AlarmCourseTruth(
                guid: spelling.shown(alert.guid), zoneID: alert.source.zoneID.map(spelling.shown), start: alert.start,
                verifications: alert.verdicts.map { .init(code: $0.code.rawValue, time: $0.time ?? 0) },
                end: alert.end?.time, isRetired: !alert.isListed)
        }
    }
}
