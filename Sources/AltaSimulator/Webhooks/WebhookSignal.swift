/// Something that a zone's webhook is to tell of, as it was at that moment.
struct WebhookSignal: Sendable {
    /// What happened, in the words of `$triggerPhase`.
    enum Phase: String, Sendable {
        case alarm = "Alarm"
        case ended = "Ended"
        case armed = "Armed"
        case disarmed = "Disarmed"

        /// What the line of a zone's log means; nil for lines of which no webhook tells.
        init?(action: String) {
            switch action {
            case "alarm_started": self = .alarm
            case "ended": self = .ended
            case "armed", "schedule_armed": self = .armed
            case "disarmed", "schedule_disarmed": self = .disarmed
            default: return nil
            }
        }
    }

    let time: Milliseconds
    /// The time by the server's clock.
    let stamp: Milliseconds
    let phase: Phase
    let zone: Zone
    let alert: Alert?
    let device: Device?
}

extension World {
    /// Notes what the line of a log brings about. Before serving begins, nobody listens.
    mutating func fireWebhook(for entry: ZoneLogEntry, in zone: Int) {
        guard parameters.webhookTemplate != nil, now >= parameters.startedAt else { return }
        guard let phase = WebhookSignal.Phase(action: entry.action) else { return }
        let actions = phase == .ended ? zones[zone].endActions : zones[zone].beginActions
        guard actions.contains("webhook") else { return }
        let alert = entry.alertGUID.flatMap { positions[$0] }.map { alerts[$0] }
        let guid = entry.deviceID ?? alert?.originID
        let device = guid.flatMap { guid in devices.first { $0.guid == guid } }
        signals.append(
            WebhookSignal(time: now, stamp: stamp, phase: phase, zone: zones[zone], alert: alert, device: device))
    }
}
