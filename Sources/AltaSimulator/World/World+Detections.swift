extension World {
    /// A device of a zone reports something: nothing in a disarmed zone, else a new alarm or a part of the present one.
    mutating func detect(in zone: Int, by trigger: Int) {
        guard zones[zone].arming == .armed, devices[zones[zone].triggers[trigger].device].isConnected else { return }
        let trigger = zones[zone].triggers[trigger]
        let detection = Alert.Detection(time: stamp, deviceID: trigger.deviceID, kind: trigger.detection)
        if let open = zones[zone].openAlerts.last, stamp - alerts[open].lastDetection <= zones[zone].mergeWindow {
            merge(detection, into: open, in: zone)
        } else {
            raise(detection, in: zone, by: devices[trigger.device])
        }
    }

    /// The detection becomes part of an alert of the zone.
    mutating func merge(_ detection: Alert.Detection, into alert: Int, in zone: Int) {
        alerts[alert].merge(detection)
        // The vendor's log is not free of twins, which an archive must neither lose nor double.
        let copies = generator.happens(3) ? 2 : 1
        for _ in 0..<copies {
            log("alarm_merged", in: zone, about: alert, on: detection)
        }
    }

    private mutating func raise(_ detection: Alert.Detection, in zone: Int, by device: Device) {
        let delay = zones[zone].entryDelay
        let source = Alert.Source.zone(
            position: zone, id: zones[zone].id, name: zones[zone].name, importance: zones[zone].importance)
        let alert = open(
            source, site: zones[zone].site, origin: device, first: detection, phase: delay > 0 ? .preAlarm : .alarm)
        zones[zone].openAlerts.append(alert)
        settle(zone)
        log("alarm_started", in: zone, about: alert, on: detection)
        if delay > 0 { beginEntryDelay(delay, of: alert, in: zone) } else { beginCourse(of: alert) }
    }

    private mutating func beginEntryDelay(_ delay: Milliseconds, of alert: Int, in zone: Int) {
        schedule(.entryDelayOver(alert: alert), after: delay)
        guard generator.happens(20) else { return }
        let person = generator.index(below: operators.count)
        schedule(.disarming(zone: zone, by: person), after: generator.number(in: 3 * .second...delay))
        let stay = generator.magnitude(in: 10 * .minute...3 * .hour)
        schedule(.arming(zone: zone, attempt: .person(person)), after: delay + stay)
    }

    /// Nobody disarmed in time: the pre-alarm becomes an alarm.
    mutating func finishEntryDelay(of alert: Int) {
        guard alerts[alert].phase == .preAlarm else { return }
        alerts[alert].begin()
        if let zone = alerts[alert].zonePosition { settle(zone) }
        beginCourse(of: alert)
    }

    /// A rule of Alta Video matches what a device sees.
    mutating func match(_ rule: Int, on device: Int) {
        let rule = rules[rule]
        let detection = Alert.Detection(time: stamp, deviceID: devices[device].guid, kind: rule.detection)
        let source = Alert.Source.rule(id: rule.id, name: rule.name, importance: rule.importance)
        let alert = open(source, site: rule.site, origin: devices[device], first: detection, phase: .alarm)
        beginCourse(of: alert)
    }

    /// Adds a new alert to the world and gives its position.
    mutating func open(
        _ source: Alert.Source, site: Site, origin: Device, first: Alert.Detection, phase: Alert.Phase
    ) -> Int {
        let guid = generator.identifier()
        let isLocal =
            if case .zone = source { parameters.localAlarms.decides(Alert.isUsuallyLocal(guid)) } else { false }
        positions[guid] = alerts.count
        openAlerts.append(alerts.count)
        alerts.append(
            Alert(
                guid: guid, source: source, isLocal: isLocal, site: site, origin: origin, first: first, phase: phase))
        if parameters.bookmarks == .always { shareVideo(of: alerts.count - 1) }
        return alerts.count - 1
    }
}
