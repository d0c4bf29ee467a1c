/// The endpoints that show a record.
public struct EndpointSet: OptionSet, Hashable, Sendable {
    /// A bit for each endpoint.
    public let rawValue: Int

    /// The endpoints of those bits.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }

    /// One endpoint that shows alarms; no other one counts.
    public init(_ endpoint: Endpoint) {
        switch endpoint {
        case .alerts: self = .alerts
        case .alert: self = .alert
        case .ongoingAlerts: self = .ongoingAlerts
        case .about, .zones, .zoneLog: self = []
        }
    }

    /// The list of alerts.
    public static let alerts = EndpointSet(rawValue: 1)
    /// A single alert.
    public static let alert = EndpointSet(rawValue: 2)
    /// The list of ongoing alerts.
    public static let ongoingAlerts = EndpointSet(rawValue: 4)

    /// The endpoint of a set of one.
    public var endpoint: Endpoint? {
        switch self {
        case .alerts: .alerts
        case .alert: .alert
        case .ongoingAlerts: .ongoingAlerts
        default: nil
        }
    }
}
