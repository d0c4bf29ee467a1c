import ExactJSON

extension World {
    /// Writes a line about the zone itself.
    mutating func log(_ action: String, in zone: Int, by person: Int? = nil, details: JSONValue = [:]) {
        write(ZoneLogEntry(time: logTime, action: action, user: person.map { people[$0] }, details: details), in: zone)
    }

    /// Writes down what a person has to say about a zone.
    mutating func log(comment: String, in zone: Int, by person: Int) {
        write(ZoneLogEntry(time: logTime, action: "comment", user: people[person], comment: comment), in: zone)
    }

    /// Writes a line about a detection.
    mutating func log(_ action: String, in zone: Int, about alert: Int, on detection: Alert.Detection) {
        let entry = ZoneLogEntry(
            time: logTime, action: action, alertGUID: alerts[alert].guid, deviceID: detection.deviceID,
            details: ["detection": .string(detection.kind)])
        write(entry, in: zone)
    }

    /// Writes a line about what became of an alert; nowhere, if no zone raised it.
    mutating func log(
        _ action: String, about alert: Int, by person: Int?, comment: String? = nil, details: JSONValue = [:]
    ) {
        guard let zone = alerts[alert].zonePosition else { return }
        let entry = ZoneLogEntry(
            time: logTime, action: action, user: person.map { people[$0] }, alertGUID: alerts[alert].guid,
            comment: comment, details: details)
        write(entry, in: zone)
    }

    /// Writes a line, of which the zone's webhook may tell.
    private mutating func write(_ entry: ZoneLogEntry, in zone: Int) {
        zones[zone].log.append(entry)
        fireWebhook(for: entry, in: zone)
    }

    /// The time that a line bears: that of the server's clock, and of the minute where that is all it keeps.
    private var logTime: Milliseconds { hasCoarseLogs ? stamp - stamp % .minute : stamp }
}
