/// What a simulated deployment is made from. All moments are milliseconds since 1970, all spans milliseconds.
public struct SimulationParameters: Sendable {
    /// Decides everything that happens.
    public var seed: UInt64
    /// The simulated time at which serving begins.
    public var startedAt: Int64
    /// How much of the past the world already has at the start.
    public var historyMilliseconds: Int64 = 30 * .day
    /// The number of zones, at least one.
    public var zones = 24
    /// The number of cameras and sensors, at least one.
    public var devices = 120
    /// About how many alarms a day has, on average over calm and stormy ones.
    public var alarmsPerDay = 240
    /// How long a login holds, counted from the login.
    public var sessionLifetimeMilliseconds: Int64 = 60 * .minute
    /// How many alerts `/alerts` shows at most; in profile `paged`, there is no such limit.
    public var alertLimit = 1000
    /// How long an alert is kept after its end.
    public var alertRetentionMilliseconds: Int64 = 30 * .day
    /// How long a line of a zone log is kept.
    public var logRetentionMilliseconds: Int64 = 90 * .day
    /// The account that may log in.
    public var username = "archiver@example.com"
    /// Its password.
    public var password = "simulated"
    /// The simulated time after which nothing in the world changes any more; nil for never. Logins still expire.
    public var quietAfter: Int64?

    /// The dialect.
    public var profile = SimulationProfile.classic
    /// How profile `paged` hands out pages.
    public var paging = Paging.offset
    /// How many alerts a page of profile `paged` has unless its `limit` says otherwise, at least one.
    public var pageSize = 50
    /// The key of the one-time codes of profile `mfa` (RFC 6238: SHA-1, six digits, 30 seconds); the one of that RFC's
    /// test vectors, unless set.
    public var totpSecret = Array("12345678901234567890".utf8)
    /// In profile `mfa`, the simulated time from which on the second factor must be set up anew, so that nobody gets
    /// in; nil for never.
    public var mfaResetRequiredFrom: Int64?
    /// After how many bad logins in a row the account is locked for good; nil for never.
    public var locksAfterBadLogins: Int?

    /// What goes wrong, and when.
    public var faults: [ScriptedFault] = []
    /// The payload of every zone's webhook, with the vendor's codes in it; nil where nobody takes them.
    public var webhookTemplate: String?
    /// Whether the alarms of zones have video that is bookmarked and shared, so that their bookmarks have guest tokens.
    /// Usually most zones bookmark, and most of that is shared a little later; if always, it is shared at once.
    public var bookmarks = Frequency.usual
    /// How long after the beginning of an alarm its video is bookmarked; half a second to three for nil.
    public var bookmarkDelayMilliseconds: Int64?
    /// Whether a camera or a cloud connector holds a zone's alarm rather than the deployment; usually one in eight.
    public var localAlarms = Frequency.usual
    /// Whether a verification whose `merged` is not the alert's present one is refused with 400.
    public var refusesStaleMerged = false
    /// Whether code 202 ends the alarm, too.
    public var falseVerdictEnds = false
    /// The status for a client that ends an ended alarm; 200 if that is harmless.
    public var endedAlarmStatus = 409

    /// The parameters of a deployment of ordinary size.
    public init(seed: UInt64, startedAt: Int64) {
        self.seed = seed
        self.startedAt = startedAt
    }

    /// The payload that the archiver's users are told to configure.
    public static let recommendedWebhookTemplate = #"""
        {"zone":"$alarmZoneId","zoneName":"$alarmZoneName","device":"$deviceId","phase":"$triggerPhase",\#
        "detection":"$detection","time":"$time","iso":"$timeIso","verification":"$verification"}
        """#
}
