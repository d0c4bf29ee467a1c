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
    /// How many alerts `/alerts` shows at most.
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

    /// The parameters of a deployment of ordinary size.
    public init(seed: UInt64, startedAt: Int64) {
        self.seed = seed
        self.startedAt = startedAt
    }
}
