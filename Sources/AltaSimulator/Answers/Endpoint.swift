/// A place where the deployment shows records; the raw value names it in the ground truth.
enum Endpoint: String, Sendable {
    case about
    case alert
    case alerts
    case authentication = "auth"
    case bookmarks
    case devices
    case emergencyContact = "emergency-contact"
    case emergencyContacts = "emergency-contacts"
    case intrusionWebhooks = "intrusion-webhooks"
    case me
    case mutedZone = "muted-zone"
    case mutedZones = "muted-zones"
    case ongoingAlerts = "ongoing-alerts"
    case sites
    case users
    case zone
    case zoneAlertDetails = "zone-alert-details"
    case zoneAlerts = "zone-alerts"
    case zoneLog = "zone-log"
    case zones
}
