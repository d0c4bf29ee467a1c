import ExactJSON

extension World {
    /// Writes a line about the zone itself.
    mutating func log(_ action: String, in zone: Int, by person: Int? = nil, details: JSONValue = [:]) {
        zones[zone].log.append(
            ZoneLogEntry(time: now, action: action, user: person.map { operators[$0] }, details: details))
    }

    /// Writes a line about a detection.
    mutating func log(_ action: String, in zone: Int, about alert: Int, on detection: Alert.Detection) {
        let entry = ZoneLogEntry(
            time: now, action: action, alertGUID: alerts[alert].guid, deviceID: detection.deviceID,
            details: ["detection": .string(detection.kind)])
        zones[zone].log.append(entry)
    }

    /// Writes a line about what became of an alert; nowhere, if no zone raised it.
    mutating func log(
        _ action: String, about alert: Int, by person: Int?, comment: String? = nil, details: JSONValue = [:]
    ) {
        guard let zone = alerts[alert].zonePosition else { return }
        let entry = ZoneLogEntry(
            time: now, action: action, user: person.map { operators[$0] }, alertGUID: alerts[alert].guid,
            comment: comment, details: details)
        zones[zone].log.append(entry)
    }
}
