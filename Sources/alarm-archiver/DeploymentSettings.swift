import AccessSettings
import AltaAPI
import ArchiveEvents
import Polling

/// One deployment to be polled, checked.
struct DeploymentSettings {
    let access: DeploymentAccess
    /// Requests per minute, at most.
    let requestBudget: Int
    /// Polling was told to wait; everything about the deployment is checked all the same.
    let isPaused: Bool
    let intervals: PollIntervals

    var name: String { access.name }
    var url: String { access.url }
    var credentials: Credentials { access.credentials }
    var userAgent: UserAgent { access.userAgent }
    var route: NetworkRoute { access.route }

    /// A new transport to the deployment.
    func transport() -> AsyncHTTPTransport { access.transport() }

    /// Reads and checks the settings of one deployment.
    init(_ entry: DeploymentEntry) throws {
        access = try DeploymentAccess(entry)
        requestBudget =
            try entry.value("requestBudget")?.parsed("requests per minute, 1 to 6000") { text in
                Int(text).flatMap { Self.budgets.contains($0) ? $0 : nil }
            } ?? Self.usualBudget
        isPaused = try entry.value("paused")?.flag() ?? false
        intervals = try Self.intervals(entry.value)
    }

    private static func intervals(_ value: (String) -> SettingValue?) throws -> PollIntervals {
        func span(_ key: String, or usual: Int64) throws -> Int64 {
            try value(key)?.parsed("a span such as 5s, 100ms at least") { text in
                TimeSpan(text).flatMap { $0.milliseconds >= shortestInterval ? $0.milliseconds : nil }
            } ?? usual
        }
        var intervals = PollIntervals()
        intervals.ongoingAlerts = try span("ongoingInterval", or: intervals.ongoingAlerts)
        intervals.alerts = try span("alertsInterval", or: intervals.alerts)
        intervals.zoneLogs = try span("zoneLogInterval", or: intervals.zoneLogs)
        return intervals
    }

    /// Milliseconds. Faster would be a load test of the vendor.
    private static let shortestInterval: Int64 = 100
    /// Requests per minute. The vendor tells no limit; a hundred a second would be a load test.
    private static let budgets = 1...6000
    private static let usualBudget = 120
}
