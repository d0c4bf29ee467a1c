import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON

/// Everything that was answered, in the order of the questions. It holds what must not be shown.
struct ProbeMaterial {
    let usesBearer: Bool
    let startedAt: Instant
    var stranger: ProbeAnswer?
    var signIn: InspectedAnswer?
    private(set) var answers: [(request: ProbeRequest, answer: ProbeAnswer)] = []
    private(set) var names = NameGuard()

    init(usesBearer: Bool, startedAt: Instant) {
        self.usesBearer = usesBearer
        self.startedAt = startedAt
    }

    /// Takes an answer in.
    mutating func note(_ request: ProbeRequest, _ answer: ProbeAnswer) {
        if let text = answer.text { names.learn(text) }
        answers.append((request, answer))
    }

    /// The answer to a request that was made.
    func answer(_ request: ProbeRequest) -> ProbeAnswer? { answers.first { $0.request == request }?.answer }

    /// The answers to the lists of alerts with parameters, in the order in which they were asked for.
    var windows: [ProbeAnswer] {
        answers.filter { entry in
            if case .alerts(let window) = entry.request { window != .whole } else { false }
        }.map(\.answer)
    }

    /// The logs of zones.
    var zoneLogs: [ProbeAnswer] {
        answers.filter { entry in
            if case .zoneLog = entry.request { true } else { false }
        }.map(\.answer)
    }

    /// The only answer of that kind, for requests with an id.
    func first(_ isWanted: (ProbeRequest) -> Bool) -> ProbeAnswer? { answers.first { isWanted($0.request) }?.answer }

    /// What can be asked once ids are known.
    func followUps() -> [ProbeRequest] {
        let zones = ids(.zones, "id").prefix(Self.zoneLimit)
        let alerts = ids(.alerts(.whole), "guid")
        return zones.prefix(1).map { .zone(id: $0) } + zones.map { .zoneLog(zone: $0) }
            + alerts.prefix(1).map { .alert(guid: $0) } + alerts.prefix(1).map { .bookmarks(guid: $0) }
            + details.prefix(1)
    }

    private func ids(_ request: ProbeRequest, _ member: String) -> [String] {
        answer(request)?.list?.elements.compactMap { VendorMembers($0).text(member) } ?? []
    }

    private var details: [ProbeRequest] {
        let entries = answer(.zoneAlerts)?.list?.elements ?? []
        return entries.compactMap { entry in
            let members = VendorMembers(entry)
            let part = members["sub_alerts"]?.elements.first { _ in true }.map(VendorMembers.init)
            guard let alert = members.text("alert_id"),
                let subAlert = part.flatMap({ $0.text("sub_alert_id") ?? $0.text("id") })
            else { return nil }
            return .zoneAlertDetails(alert: alert, subAlert: subAlert)
        }
    }

    /// Records of a short list, to see whether a limit is honoured.
    static let page = 5
    /// Milliseconds. A day: a window that most deployments have something outside of.
    static let windowMilliseconds: Int64 = 86_400_000
    /// Zones whose logs are asked for; their logs look alike.
    private static let zoneLimit = 20
}
