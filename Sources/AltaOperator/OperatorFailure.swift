import AlarmHistory
public import AltaAPI

/// Why something could not be looked at, or was not done. Nothing that is thrown as one has changed anything.
public enum OperatorFailure: Error, Sendable {
    /// There is no session, or no connection.
    case session(SessionFailure)
    /// The deployment answered with another status than success.
    case refused(status: Int, what: String)
    /// The answer is not what it should be.
    case unreadable(what: String)
    /// No ongoing alarm fits; those that began last and would have, the newest first.
    case nothingOngoing(AlarmSearch, before: [ServedAlarm])
    /// Several fit.
    case ambiguous(AlarmSearch, [ServedAlarm])
    /// There is no alarm of that guid, or this account may not see it.
    case unknownAlarm(String)
    /// The alarm lacks a member that has to be sent back.
    case missingMember(String, alarm: String)
    /// A path that is not to be called.
    case forbiddenCall(String)
}

extension OperatorFailure: CustomStringConvertible {
    /// What happened, and what to do, in several lines where it lists alarms. It holds no secret and nothing of a body.
    public var description: String { lines.map(\.inOneLine).joined(separator: "\n") }

    private var lines: [String] {
        switch self {
        case .session(let failure): [failure.description]
        case .refused(403, let what): ["\(what): the account may not do this (status 403); check its permissions"]
        case .refused(404, let what): ["\(what): the deployment knows nothing of that name (status 404); check the id"]
        case .refused(let status, let what): ["\(what): the deployment answered with status \(status)"]
        case .unreadable(let what):
            ["\(what): the answer is not what it should be; check that --url is an Alta Video deployment"]
        case .nothingOngoing(let search, let alarms) where alarms.isEmpty:
            ["no ongoing alarm in \(search.description), and none among the alerts that are listed: check the zone"]
        case .nothingOngoing(let search, let alarms):
            ["no ongoing alarm in \(search.description); the last ones there, which a guid names:"]
                + alarms.map(Self.line)
        case .ambiguous(let search, let alarms):
            ["\(alarms.count) ongoing alarms in \(search.description):"] + alarms.map(Self.line)
                + ["give one guid, or --device, or --all-matching to act on each"]
        case .unknownAlarm(let guid): ["no alarm \(guid): the deployment does not show it; check the guid"]
        case .missingMember(let member, let alarm):
            [
                "alarm \(alarm): the deployment served no \(member), which a verification has to send back; nothing was sent"
                    + (member == "origin_name" ? "; name the triggering device with --origin" : "")
            ]
        case .forbiddenCall(let why): [why]
        }
    }

    private static func line(_ alarm: ServedAlarm) -> String {
        let began = alarm.record.occurredAt.map { ", began \($0)" } ?? ""
        let ended = alarm.record.endedAt.map { ", ended \($0)" } ?? ""
        return "  \(alarm.guid)  \(alarm.record.device ?? "unknown device")\(began)\(ended)"
    }
}
