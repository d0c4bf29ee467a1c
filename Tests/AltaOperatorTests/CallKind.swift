import AltaOperator

/// What an operator may call, without what it is about: a new call of the product does not compile here until it has a
/// name of its own, and is missed by the tests until they make it.
enum CallKind: CaseIterable {
    case zoneAlerts, zoneAlertDetails, zones, zone, zoneLog, mutedZones, mutedZone
    case alerts, alert, bookmarks, ongoingAlerts, emergencyContacts, emergencyContact, intrusionWebhooks
    case verify, end, stopLocal, arm, disarm, armAll, disarmAll, comment, mute, unmute

    /// Those that change something.
    static let acts: Set<CallKind> = [
        .verify, .end, .stopLocal, .arm, .disarm, .armAll, .disarmAll, .comment, .mute, .unmute,
    ]
}

extension Inquiry {
    var kind: CallKind {
        switch self {
        case .zoneAlerts: .zoneAlerts
        case .zoneAlertDetails: .zoneAlertDetails
        case .zones: .zones
        case .zone: .zone
        case .zoneLog: .zoneLog
        case .mutedZones: .mutedZones
        case .mutedZone: .mutedZone
        case .alerts: .alerts
        case .alert: .alert
        case .bookmarks: .bookmarks
        case .ongoingAlerts: .ongoingAlerts
        case .emergencyContacts: .emergencyContacts
        case .emergencyContact: .emergencyContact
        case .intrusionWebhooks: .intrusionWebhooks
        }
    }
}

extension Act {
    var kind: CallKind {
        switch self {
        case .verify: .verify
        case .end: .end
        case .stopLocal: .stopLocal
        case .arm: .arm
        case .disarm: .disarm
        case .armAll: .armAll
        case .disarmAll: .disarmAll
        case .comment: .comment
        case .mute: .mute
        case .unmute: .unmute
        }
    }
}
