/// What a request asks for.
enum Route: Equatable, Sendable {
    case login
    case totp
    case logout
    /// Everything of a kind, or what the account may know of itself and of the deployment.
    case list(Endpoint)
    /// One record, or the records that belong to it.
    case item(Endpoint, id: String)
    /// One detection of an alarm of a zone.
    case details(alert: String, part: String)
    case order(Order)

    typealias Choice = (verb: String, route: Route)

    /// What the path leads to, by the verb; nothing for a path that leads nowhere.
    static func routes(to path: String) -> [Choice] {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.starts(with: ["", "api", "v1"]) else { return [] }
        let parts = segments.dropFirst(3).map(percentDecoded)
        switch parts.count {
        case 1: return routes(toList: parts[0])
        case 2: return routes(toItem: parts[1], of: parts[0])
        case 3: return routes(toPart: parts[2], of: parts[1], of: parts[0])
        case 4 where parts[0] == "alarmZoneAlerts" && parts[3] == "details":
            return [("GET", .details(alert: parts[1], part: parts[2]))]
        default: return []
        }
    }

    private static func routes(toList name: String) -> [Choice] {
        switch name {
        case "dologin": [("POST", .login)]
        case "totp": [("POST", .totp)]
        case "logout": [("POST", .logout)]
        case "alarmZonesUserMuted": [("GET", .list(.mutedZones)), ("POST", .order(.mute))]
        default: lists[name].map { [("GET", .list($0))] } ?? []
        }
    }

    private static let lists: [String: Endpoint] = [
        "about": .about, "auth": .authentication, "me": .me, "alarmZones": .zones, "alerts": .alerts,
        "ongoingAlerts": .ongoingAlerts, "users": .users, "devices": .devices, "sites": .sites,
        "alarmZoneAlerts": .zoneAlerts, "publicIntrusionEmergencyContacts": .emergencyContacts,
        "publicIntrusionWebhooks": .intrusionWebhooks,
    ]

    private static func routes(toItem item: String, of list: String) -> [Choice] {
        switch (list, item) {
        case ("alarmZones", "arm"): [("POST", .order(.armMany))]
        case ("alarmZones", "disarm"): [("POST", .order(.disarmMany))]
        case ("alarmZoneAlerts", "stopLocalOngoing"): [("POST", .order(.stopLocal))]
        case ("alarmZones", _): [("GET", .item(.zone, id: item))]
        case ("alerts", _): [("GET", .item(.alert, id: item)), ("POST", .order(.verify(guid: item)))]
        case ("alarmZonesUserMuted", _):
            [("GET", .item(.mutedZone, id: item)), ("DELETE", .order(.unmute(zone: item)))]
        case ("publicIntrusionEmergencyContacts", _): [("GET", .item(.emergencyContact, id: item))]
        default: []
        }
    }

    private static func routes(toPart part: String, of item: String, of list: String) -> [Choice] {
        switch (list, part) {
        case ("alarmZones", "logs"): [("GET", .item(.zoneLog, id: item))]
        case ("alarmZones", "arm"): [("POST", .order(.arm(zone: item)))]
        case ("alarmZones", "disarm"): [("POST", .order(.disarm(zone: item)))]
        case ("alarmZones", "comment"): [("POST", .order(.comment(zone: item)))]
        case ("alerts", "bookmarks"): [("GET", .item(.bookmarks, id: item))]
        case ("alerts", "end"): [("POST", .order(.end(guid: item)))]
        default: []
        }
    }
}
