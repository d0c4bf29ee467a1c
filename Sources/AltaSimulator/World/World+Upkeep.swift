import ExactJSON

extension World {
    /// Somebody edits a zone: a new name, a new description or another merge window.
    mutating func editZone() {
        var chance = generator.fork()
        schedule(.zoneEdit, after: chance.number(in: .hour...4 * .day))
        let zone = chance.index(below: zones.count)
        guard !zones[zone].isDeleted else { return }
        log("zone_edited", in: zone, by: chance.index(below: operators.count), details: edit(zone, from: &chance))
    }

    /// What was edited, with the new value.
    private mutating func edit(_ zone: Int, from chance: inout SeededGenerator) -> JSONValue {
        switch chance.number(in: 0...2) {
        case 0:
            let bare = zones[zone].name.prefix { $0 != "(" }.split(separator: " ").joined(separator: " ")
            let name = "\(bare) (\(chance.element(of: ["east", "west", "rebuilt", "temporary", "second shift"])))"
            zones[zone].rename(to: name)
            return ["name": .string(name)]
        case 1:
            let text = "Key \(chance.number(in: 1...99)), guard post \(chance.number(in: 1...9))"
            zones[zone].describe(as: text)
            return ["description": .string(text)]
        default:
            let window = chance.element(of: [30, 60, 60, 90, 120]) * Milliseconds.second
            zones[zone].setMergeWindow(window)
            return ["merge_window": .integer(window / .second)]
        }
    }

    /// A device is lost for minutes or days; longer outages raise an alert.
    mutating func beginOutage() {
        var chance = generator.fork()
        schedule(.outage, after: chance.number(in: .minute...24 * .hour))
        let device = chance.index(below: devices.count)
        guard devices[device].isConnected else { return }
        devices[device].disconnect()
        let length = chance.magnitude(in: 2 * .minute...2 * .day)
        schedule(.reconnection(device: device), after: length)
        if length > 10 * .minute { raiseHealthAlert(about: device, for: length) }
    }

    mutating func reconnect(_ device: Int) {
        devices[device].connect(at: stamp)
    }

    private mutating func raiseHealthAlert(about device: Int, for length: Milliseconds) {
        let detection = Alert.Detection(time: stamp, deviceID: devices[device].guid, kind: "offline")
        let site = sites[devices[device].site]
        let alert = open(.deviceHealth, site: site, origin: devices[device], first: detection, phase: .alarm)
        schedule(.end(alert: alert, by: nil), after: length)
    }
}
