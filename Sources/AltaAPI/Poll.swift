public import AlarmHistory

/// What the poller may ask: this closed set of reads, and nothing else.
public enum Poll: Hashable, Sendable {
    case about
    case zones
    case zoneLog(zone: String)
    case alerts
    case alert(guid: String)
    case ongoingAlerts

    /// The request's path below the deployment's base address.
    var path: String {
        switch self {
        case .about: "/api/v1/about"
        case .zones: "/api/v1/alarmZones"
        case .zoneLog(let zone): "/api/v1/alarmZones/\(Self.escaped(zone))/logs"
        case .alerts: "/api/v1/alerts"
        case .alert(let guid): "/api/v1/alerts/\(Self.escaped(guid))"
        case .ongoingAlerts: "/api/v1/ongoingAlerts"
        }
    }

    /// The question behind a target; nil where it needs an id that the target lacks.
    public init?(_ target: LookTarget) {
        switch (target.endpoint, target.id) {
        case (.about, _): self = .about
        case (.zones, _): self = .zones
        case (.alerts, _): self = .alerts
        case (.ongoingAlerts, _): self = .ongoingAlerts
        case (.zoneLog, .some(let zone)): self = .zoneLog(zone: zone)
        case (.alert, .some(let guid)): self = .alert(guid: guid)
        case (.zoneLog, nil), (.alert, nil): return nil
        }
    }

    /// What is looked at, in the words of the history.
    public func target(in deployment: String) -> LookTarget {
        switch self {
        case .about: LookTarget(deployment, .about)
        case .zones: LookTarget(deployment, .zones)
        case .zoneLog(let zone): LookTarget(deployment, .zoneLog, id: zone)
        case .alerts: LookTarget(deployment, .alerts)
        case .alert(let guid): LookTarget(deployment, .alert, id: guid)
        case .ongoingAlerts: LookTarget(deployment, .ongoingAlerts)
        }
    }

    /// An id as one path component: everything but unreserved characters of RFC 3986 is percent-encoded, and a
    /// component of dots, which would walk up the path, is encoded too.
    static func escaped(_ id: String) -> String {
        let isDots = id.allSatisfy { $0 == "." }
        return id.utf8.map { byte -> String in
            let scalar = Unicode.Scalar(byte)
            let isUnreserved = scalar.isASCII && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte))
            if isUnreserved || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~")
                || (byte == UInt8(ascii: ".") && !isDots)
            {
                return String(scalar)
            }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.utf8.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
