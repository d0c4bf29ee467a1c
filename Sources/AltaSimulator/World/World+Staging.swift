extension World {
    /// Raises an alarm that goes the way of the fault.
    mutating func stageAlarm(_ kind: LifeFault, of fault: ScriptedFault) {
        let zone = someZone(for: fault)
        let alert = raiseStaged(in: zone)
        let person = Int(fault.seed % UInt64(operators.count))
        let span = fault.span
        switch kind {
        case .verifiedLate:
            schedule(.end(alert: alert, by: person), after: min(2 * .minute, span / 3))
            schedule(.verification(alert: alert, code: .false, by: person), after: span)
        case .verdictReversed:
            schedule(.verification(alert: alert, code: .valid, by: person), after: span / 4)
            schedule(.end(alert: alert, by: person), after: span / 2)
            schedule(.verification(alert: alert, code: .false, by: person), after: span / 4 * 3)
            schedule(.verification(alert: alert, code: .none, by: person), after: span)
        case .alarmGrows:
            schedule(.growth(alert: alert, end: now + span), after: World.growthPause)
            schedule(.end(alert: alert, by: person), after: span)
        case .unknownCode:
            schedule(.verification(alert: alert, code: .falseAndReported, by: person), after: span / 2)
            schedule(.end(alert: alert, by: person), after: span)
        default:
            if kind == .twoAlarms { schedule(.end(alert: raiseStaged(in: zone), by: person), after: span / 2) }
            schedule(.end(alert: alert, by: person), after: span)
        }
    }

    /// Raises an alarm by the first device of a zone, armed or not, of which the world's people take no notice.
    mutating func raiseStaged(in zone: Int) -> Int {
        let trigger = zones[zone].triggers[0]
        let detection = Alert.Detection(time: stamp, deviceID: trigger.deviceID, kind: trigger.detection)
        let source = Alert.Source.zone(
            position: zone, id: zones[zone].id, name: zones[zone].name, importance: zones[zone].importance)
        let alert = open(
            source, site: zones[zone].site, origin: devices[trigger.device], first: detection, phase: .alarm)
        alerts[alert].isStaged = true
        zones[zone].openAlerts.append(alert)
        settle(zone)
        log("alarm_started", in: zone, about: alert, on: detection)
        return alert
    }

    /// Merges one more detection and looks forward to the next.
    mutating func grow(_ alert: Int, until end: Milliseconds) {
        guard !alerts[alert].hasEnded, let zone = alerts[alert].zonePosition else { return }
        let triggers = zones[zone].triggers
        let trigger = triggers[alerts[alert].detectionCount % triggers.count]
        merge(Alert.Detection(time: stamp, deviceID: trigger.deviceID, kind: trigger.detection), into: alert, in: zone)
        if now + World.growthPause < end { schedule(.growth(alert: alert, end: end), after: World.growthPause) }
    }

    /// Shorter than most merge windows.
    private static let growthPause = 20 * Milliseconds.second
}
