/// What can be looked at: the poller's closed set.
public enum Endpoint: String, Sendable, CaseIterable {
    case about
    case zones
    case zoneLog = "zone-log"
    case alerts
    case alert
    case ongoingAlerts = "ongoing-alerts"

    /// The kind of record that it shows, the middle part of a stream's name.
    public var recordKind: String {
        switch self {
        case .about: "about"
        case .zones: "zones"
        case .zoneLog: "zone-logs"
        case .alerts, .alert, .ongoingAlerts: "alerts"
        }
    }

    /// The member that tells one record from another; none where records have no identity of their own.
    var identityMember: String? {
        switch self {
        case .zones: "id"
        case .alerts, .alert, .ongoingAlerts: "guid"
        case .about, .zoneLog: nil
        }
    }

    /// Whether an answer is a list of records; else it is one record.
    public var isList: Bool { self != .about && self != .alert }

    /// Whether its list grows without end, so that a server is likely to show the newest part of it only.
    var growsWithoutEnd: Bool { self == .alerts || self == .zoneLog || self == .ongoingAlerts }

    /// Whether a record that a complete look no longer shows is gone from there. A zone's log drops its old entries by
    /// nature: that says nothing about them.
    var showsAbsence: Bool { self != .zoneLog && self != .about }
}

/// One thing that is looked at again and again: an endpoint of a deployment, and for some the record it is asked for.
public struct LookTarget: Hashable, Sendable {
    /// Name of the deployment.
    public let deployment: String
    /// What is asked.
    public let endpoint: Endpoint
    /// The zone of a zone log, the guid of an alert.
    public let id: String?

    /// An endpoint of a deployment.
    public init(_ deployment: String, _ endpoint: Endpoint, id: String? = nil) {
        self.deployment = deployment
        self.endpoint = endpoint
        self.id = id
    }

    /// The stream in which its gaps are told: `<deployment>/coverage/<endpoint>[/<id>]`.
    public var coverageSubject: String {
        "\(deployment)/coverage/\(endpoint.rawValue)" + (id.map { "/\($0)" } ?? "")
    }

    /// Reads a coverage stream's name back.
    public init?(coverageSubject: String) {
        // By bytes: an id may begin with an accent, which makes one character with the slash before it.
        let parts = coverageSubject.utf8.split(
            separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        guard parts.count >= 3, parts[1] == "coverage", let endpoint = Endpoint(rawValue: parts[2]) else { return nil }
        self.init(parts[0], endpoint, id: parts.count > 3 ? parts[3] : nil)
    }
}
