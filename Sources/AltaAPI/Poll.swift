public import AlarmHistory
public import ArchiveEvents

/// What the poller may ask: this closed set of reads, and nothing else.
public enum Poll: Hashable, Sendable {
    case about
    case zones
    case zoneLog(zone: String)
    case alerts
    case alert(guid: String)
    case ongoingAlerts
    /// A list of the above, by parts that the list's own answer did not show.
    indirect case further(Poll, ListPart)

    /// The list that it asks for; itself where it is no part of one.
    public var list: Poll {
        switch self {
        case .further(let list, _): list
        case .about, .zones, .zoneLog, .alerts, .alert, .ongoingAlerts: self
        }
    }

    /// The request's path below the deployment's base address.
    var path: String {
        switch self {
        case .further(let list, let part): list.path + "?" + part.query
        case .about: "/api/v1/about"
        case .zones: "/api/v1/alarmZones"
        case .zoneLog(let zone): "/api/v1/alarmZones/\(zone.percentEncoded)/logs"
        case .alerts: "/api/v1/alerts"
        case .alert(let guid): "/api/v1/alerts/\(guid.percentEncoded)"
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
        case .further(let list, _): list.target(in: deployment)
        }
    }
}

/// Which part of a list is asked for. That the vendor knows these parameters is a guess, so an answer must show that
/// they were honoured.
public struct ListPart: Hashable, Sendable {
    /// Rows that began in `[from, until)`.
    public var window: Window?
    /// Where the answer before ended.
    public var continuation: Remainder.Continuation?

    /// A span of time.
    public struct Window: Hashable, Sendable {
        /// Its beginning.
        public let from: Instant
        /// Its end, which is not part of it.
        public let until: Instant

        /// `[from, until)`.
        public init(from: Instant, until: Instant) {
            self.from = from
            self.until = until
        }
    }

    /// A part of a list.
    public init(window: Window? = nil, continuation: Remainder.Continuation? = nil) {
        self.window = window
        self.continuation = continuation
    }

    /// `start` and `end` as ISO 8601, which the vendor's counting API takes; `limit` and `offset`, or `cursor`.
    var query: String {
        var items: [(String, String)] = []
        if let window { items += [("start", window.from.description), ("end", window.until.description)] }
        switch continuation {
        case .cursor(let mark): items.append(("cursor", mark))
        case .offset(let count): items += [("offset", "\(count)"), ("limit", "\(Self.pageSize)")]
        case nil: break
        }
        return items.map { "\($0.0)=\($0.1.percentEncoded)" }.joined(separator: "&")
    }

    /// What most servers allow in one page.
    private static let pageSize = 100
}
