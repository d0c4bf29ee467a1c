extension World {
    /// Raises an alarm that goes the way of the fault.
    mutating func stageAlarm(_ kind: LifeFault, of fault: ScriptedFault) {
        if kind == .alarmFlood || kind == .massEnding { return stageAlarms(kind, of: fault) }
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

    /// Raises many alarms at once, in one zone after the other.
    private mutating func stageAlarms(_ kind: LifeFault, of fault: ScriptedFault) {
        let usual = kind == .alarmFlood ? World.usualFlood : World.usualMassEnding
        let count = min(max(1, fault.amount ?? usual), World.largestFlood)
        for number in 0..<count {
            let zone = someZone(for: fault, after: Int(number))
            let person = Int((fault.seed &+ UInt64(number)) % UInt64(operators.count))
            let delay = kind == .massEnding ? fault.span : fault.span * (number + 1) / count
            schedule(.end(alert: raiseStaged(in: zone), by: person), after: delay)
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

    private static let usualFlood: Int64 = 100
    private static let usualMassEnding: Int64 = 400
    /// More than any site has devices.
    private static let largestFlood: Int64 = 10_000
    /// Shorter than most merge windows.
    private static let growthPause = 20 * Milliseconds.second
}
