/// What a path asks for.
enum Route: Equatable, Sendable {
    case login
    case logout
    /// Everything of a kind, or what the account may know of itself and of the deployment.
    case list(Endpoint)
    /// One record, or the records that belong to it.
    case item(Endpoint, id: String)

    /// Nil for a path that leads nowhere.
    init?(path: String) {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.starts(with: ["", "api", "v1"]) else { return nil }
        switch segments.count {
        case 4: self.init(list: segments[3])
        case 5: self.init(item: segments[4], of: segments[3])
        case 6: self.init(part: segments[5], item: segments[4], of: segments[3])
        default: return nil
        }
    }

    /// The only verb the path takes.
    var method: String {
        switch self {
        case .login, .logout: "POST"
        case .list, .item: "GET"
        }
    }

    private init?(list: String) {
        switch list {
        case "dologin": self = .login
        case "logout": self = .logout
        case "about": self = .list(.about)
        case "auth": self = .list(.authentication)
        case "me": self = .list(.me)
        case "alarmZones": self = .list(.zones)
        case "alerts": self = .list(.alerts)
        case "ongoingAlerts": self = .list(.ongoingAlerts)
        case "users": self = .list(.users)
        case "devices": self = .list(.devices)
        case "sites": self = .list(.sites)
        default: return nil
        }
    }

    private init?(item: String, of list: String) {
        switch list {
        case "alarmZones": self = .item(.zone, id: item)
        case "alerts": self = .item(.alert, id: item)
        default: return nil
        }
    }

    private init?(part: String, item: String, of list: String) {
        switch (list, part) {
        case ("alarmZones", "logs"): self = .item(.zoneLog, id: item)
        case ("alerts", "bookmarks"): self = .item(.bookmarks, id: item)
        default: return nil
        }
    }
}
