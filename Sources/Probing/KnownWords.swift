/// The closed lists of what may be shown as it was served: words that are the vendor's, or anybody's, and nobody's own.
enum KnownWords {
    /// Acknowledgment codes.
    static let verdicts: Set<String> = ["101", "201", "202", "203"]

    /// Phases, states, actions and kinds.
    static let values: Set<String> = [
        "pre_alarm", "pre-alarm", "prealarm", "alarm", "valid_alarm", "ended", "ongoing", "active", "closed", "open",
        "disarmed", "disarming", "arming", "armed", "triggered", "alarm_zone", "rule", "device_health", "lpr", "person",
        "vehicle", "face", "sound", "motion", "low", "medium", "high", "critical", "schedule", "manual", "user", "none",
        "valid", "false", "true", "unknown", "schedule_armed", "schedule_disarmed", "arm_failed", "alarm_started",
        "alarm_merged", "verified", "comment", "dispatch_requested", "zone_edited", "muted", "unmuted", "external_link",
        "webhook", "email", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "connected", "disconnected", "amber",
        "green", "red", "n/a",
    ]

    /// Names of members that are documented or were met, as ``MemberName`` spells them.
    static let members: Set<String> = [
        "guid", "id", "alarmzoneid", "alarmzonename", "merged", "mergedcount", "originname", "originid",
        "acknowledgmentcode", "acknowledgedby", "acknowledgedtime", "alerttype", "detection", "importance", "siteid",
        "sitename", "deviceid", "deviceids", "devicename", "starttime", "endtime", "lastdetectiontime", "phase",
        "subalerts", "subalertid", "endedby", "endedtime", "dispatch", "requestedtime", "requestedby", "objects",
        "class",
        "comment", "ruleid", "rulename", "alertid", "alertguid", "local", "time", "action", "userid", "username",
        "details", "name", "description", "address", "labels", "armed", "state", "statesince", "armedby", "entrydelay",
        "exitdelay", "schedule", "days", "start", "end", "triggers", "actions", "alarmbegin", "alarmend",
        "emergencycontactid", "permitid", "muted", "mergewindow", "until", "channel", "thumbnail", "ref", "guesttoken",
        "createdby", "createdtime", "retentionuntil", "applicationversion", "applicationsha", "deploymentname",
        "mfachallengerequired", "mfaresetrequired", "permissions", "model", "firmwareversion", "manufacturer",
        "serialnumber", "live", "status", "displaystatus", "lastconnectedstatusupdate", "sourcelive", "capabilities",
        "data", "items", "results", "alerts", "total", "nextcursor", "cursor", "error", "message", "code", "type",
    ]

    /// Cookies whose names are known.
    static let cookies: Set<String> = ["va", "locale"]
}
