/// A place where the deployment shows records; the raw value names it in the ground truth.
enum Endpoint: String, Sendable {
    case about
    case alert
    case alerts
    case authentication = "auth"
    case bookmarks
    case devices
    case me
    case ongoingAlerts = "ongoing-alerts"
    case sites
    case users
    case zone
    case zoneLog = "zone-log"
    case zones
}
