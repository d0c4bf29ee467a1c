/// Faults in the lives of alarms and zones. Most raise an alarm of their own, so that they never come to nothing.
public enum LifeFault: String, CaseIterable, Sendable {
    /// An alarm ends soon, and is verified only at the end of the fault.
    case verifiedLate = "verified-late"
    /// An alarm is valid, then false, and at the end of the fault unverified again.
    case verdictReversed = "verdict-reversed"
    /// An alarm takes in one detection after the other for as long as the fault lasts.
    case alarmGrows = "alarm-grows"
    /// An alarm stays ongoing for as long as the fault lasts.
    case alarmLasts = "alarm-lasts"
    /// An alert is gone for good.
    case alertVanishes = "alert-vanishes"
    /// An alert is gone, and comes back at the end of the fault.
    case alertReappears = "alert-reappears"
    /// Ended alerts are kept for a shorter time. `amount`: in milliseconds; seven days if nil.
    case retentionDrop = "retention-drop"
    /// An alarm is verified with a code that no guide names.
    case unknownCode = "unknown-code"
    /// Two alarms are ongoing in one zone.
    case twoAlarms = "two-alarms"
    /// Many alarms begin at once, and end one by one until the end of the fault. `amount`: so many; 100 if nil.
    case alarmFlood = "alarm-flood"
    /// Many alarms begin at once, and all end together at the end of the fault. `amount`: so many; 400 if nil.
    case massEnding = "mass-ending"
    /// A zone gets another name.
    case zoneRenamed = "zone-renamed"
    /// A zone is deleted.
    case zoneDeleted = "zone-deleted"
    /// A zone is deleted, and another one of the same name made at the end of the fault.
    case zoneRecreated = "zone-recreated"

    var summary: String {
        switch self {
        case .verifiedLate: "an alarm is verified long after its end"
        case .verdictReversed: "a verdict goes from 201 to 202 to 101"
        case .alarmGrows: "an alarm merges detections for 50 minutes"
        case .alarmLasts: "an alarm is ongoing for 9 days"
        case .alertVanishes: "an alert is gone for good"
        case .alertReappears: "an alert is gone, and comes back"
        case .retentionDrop: "ended alerts are kept for 7 days only"
        case .unknownCode: "an alarm is verified with code 203"
        case .twoAlarms: "two alarms are ongoing in one zone"
        case .alarmFlood: "100 alarms begin at once"
        case .massEnding: "400 alarms begin at once, and end together"
        case .zoneRenamed: "a zone gets another name"
        case .zoneDeleted: "a zone is deleted, and answers 404"
        case .zoneRecreated: "a zone is deleted and made anew under the same name"
        }
    }

    var usualSpan: Milliseconds {
        switch self {
        case .verifiedLate, .verdictReversed: 3 * .day
        case .alarmGrows: 50 * .minute
        case .alarmLasts: 9 * .day
        case .retentionDrop: .day
        case .alertVanishes, .alertReappears, .unknownCode, .twoAlarms, .alarmFlood, .massEnding, .zoneRenamed,
            .zoneDeleted, .zoneRecreated:
            .hour
        }
    }
}
