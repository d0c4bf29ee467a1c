import AltaAPI

/// What an operator may look at: the reads of the vendor's table of calls.
public enum Inquiry: Hashable, Sendable {
    case zoneAlerts
    /// One detection of an alarm, as a zone tells it.
    case zoneAlertDetails(alert: String, subAlert: String)
    case zones
    case zone(id: String)
    case zoneLog(zone: String)
    /// The zones whose notifications this account does not want.
    case mutedZones
    case mutedZone(id: String)
    case alerts
    case alert(guid: String)
    case bookmarks(guid: String)
    case ongoingAlerts
    case emergencyContacts
    case emergencyContact(id: String)
    /// Addresses to which others may post: they hold secrets.
    case intrusionWebhooks

    /// The request's path below the deployment's base address.
    public var path: String { VendorCall.path(steps) }

    private var steps: [String] {
        switch self {
        case .zoneAlerts: ["alarmZoneAlerts"]
        case .zoneAlertDetails(let alert, let subAlert): ["alarmZoneAlerts", alert, subAlert, "details"]
        case .zones: ["alarmZones"]
        case .zone(let id): ["alarmZones", id]
        case .zoneLog(let zone): ["alarmZones", zone, "logs"]
        case .mutedZones: ["alarmZonesUserMuted"]
        case .mutedZone(let id): ["alarmZonesUserMuted", id]
        case .alerts: ["alerts"]
        case .alert(let guid): ["alerts", guid]
        case .bookmarks(let guid): ["alerts", guid, "bookmarks"]
        case .ongoingAlerts: ["ongoingAlerts"]
        case .emergencyContacts: ["publicIntrusionEmergencyContacts"]
        case .emergencyContact(let id): ["publicIntrusionEmergencyContacts", id]
        case .intrusionWebhooks: ["publicIntrusionWebhooks"]
        }
    }

    /// Whether the answer is a list of records; else it is one record.
    public var isList: Bool {
        switch self {
        case .zoneAlerts, .zones, .zoneLog, .mutedZones, .alerts, .bookmarks, .ongoingAlerts, .emergencyContacts,
            .intrusionWebhooks:
            true
        case .zoneAlertDetails, .zone, .mutedZone, .alert, .emergencyContact: false
        }
    }
}
