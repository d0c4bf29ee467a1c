public import ArchiveEvents

/// What a probe may ask: this closed set of reads. It names no emergency contacts and no webhooks, which hold personal
/// data and secrets.
public enum ProbeRequest: Hashable, Sendable {
    case about
    case authentication
    case me
    case users
    case devices
    case zones
    case zone(id: String)
    case zoneLog(zone: String)
    case alerts(AlertWindow)
    case ongoingAlerts
    case alert(guid: String)
    case bookmarks(guid: String)
    case zoneAlerts
    case zoneAlertDetails(alert: String, subAlert: String)
    case muted

    /// The request's path and query below the deployment's base address.
    var path: String { "/api/v1/" + steps }

    private var steps: String {
        switch self {
        case .about: "about"
        case .authentication: "auth"
        case .me: "me"
        case .users: "users"
        case .devices: "devices"
        case .zones: "alarmZones"
        case .zone(let id): "alarmZones/\(id.percentEncoded)"
        case .zoneLog(let zone): "alarmZones/\(zone.percentEncoded)/logs"
        case .alerts(let window): "alerts\(window.query)"
        case .ongoingAlerts: "ongoingAlerts"
        case .alert(let guid): "alerts/\(guid.percentEncoded)"
        case .bookmarks(let guid): "alerts/\(guid.percentEncoded)/bookmarks"
        case .zoneAlerts: "alarmZoneAlerts"
        case .zoneAlertDetails(let alert, let subAlert):
            "alarmZoneAlerts/\(alert.percentEncoded)/\(subAlert.percentEncoded)/details"
        case .muted: "alarmZonesUserMuted"
        }
    }
}

/// Parameters of the list of alerts that may or may not mean something.
public struct AlertWindow: Hashable, Sendable {
    private let parameters: [String: String]

    /// The list as it is served without any.
    public static let whole = AlertWindow(parameters: [:])

    /// At most so many.
    public static func limit(_ count: Int) -> AlertWindow { AlertWindow(parameters: ["limit": "\(count)"]) }

    /// At most so many, behind as many as `offset`.
    public static func page(limit: Int, offset: Int) -> AlertWindow {
        AlertWindow(parameters: ["limit": "\(limit)", "offset": "\(offset)"])
    }

    /// Between two times, both in RFC 3339 with `Z`.
    public static func between(_ start: Instant, _ end: Instant) -> AlertWindow {
        AlertWindow(parameters: ["start": start.description, "end": end.description])
    }

    /// Between two times, both in milliseconds since 1970.
    public static func betweenMilliseconds(_ start: Instant, _ end: Instant) -> AlertWindow {
        AlertWindow(parameters: ["start": "\(start.milliseconds)", "end": "\(end.milliseconds)"])
    }

    fileprivate var query: String {
        let pairs = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.percentEncoded)" }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
