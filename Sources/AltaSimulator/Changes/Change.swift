/// Something that happens in the simulated world at a moment of its own.
///
/// All numbers are positions in the world's lists, `by` in that of the operators; so a change is small, since very many
/// wait in the queue.
enum Change: Sendable {
    /// The next trouble begins, somewhere.
    case trouble
    /// Bad weather over every site.
    case storm
    case detection(zone: Int, trigger: Int)
    case ruleMatch(rule: Int, device: Int)

    case scheduleBound(zone: Int)
    case arming(zone: Int, attempt: ArmingAttempt)
    case exitDelayOver(zone: Int)
    case disarming(zone: Int, by: Int)
    case visit(zone: Int)

    case entryDelayOver(alert: Int)
    case video(alert: Int, isShared: Bool)
    case verification(alert: Int, code: Alert.Code, by: Int)
    case end(alert: Int, by: Int?)
    /// One person ends all open alerts of the alert's zone at once.
    case endTogether(alert: Int, by: Int)
    case dispatch(alert: Int, by: Int)
    case comment(alert: Int, remark: Int, by: Int)
    case retirement(alert: Int)

    /// The fault at this position of the script.
    case faultBegin(Int)
    case faultEnd(Int)
    /// One more detection for an alarm that a fault makes grow until `end`.
    case growth(alert: Int, end: Milliseconds)

    case zoneEdit
    case outage
    case reconnection(device: Int)
}

/// Who arms a zone, and how.
enum ArmingAttempt: Sendable {
    case schedule
    /// The position in the list of operators.
    case person(Int)
}
