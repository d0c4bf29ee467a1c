extension SimulatedDeployment {
    /// One record, or the records that belong to it.
    mutating func showItem(
        _ endpoint: Endpoint, id: String, at time: Milliseconds, under faults: ActiveFaults
    ) -> SimulatedResponse {
        let sight = Sight(under: faults, zones: world.zones.count)
        switch endpoint {
        case .alert, .bookmarks:
            guard let alert = listedAlert(id), sight.includes(world.alerts[alert].zonePosition) else {
                return .notFound("No such alert")
            }
            return endpoint == .alert ? showAlert(alert, at: time) : showBookmarks(of: alert, at: time)
        case .emergencyContact:
            let zone = world.zones.firstIndex { $0.contactID == id && !$0.isDeleted }
            guard let zone, sight.includes(zone) else { return .notFound("No such contact") }
            return show(EmergencyContact(of: world.zones[zone]), on: endpoint, at: zone, time)
        default:
            guard let zone = listedZone(id), sight.includes(zone) else { return .notFound("No such zone") }
            return showZone(zone, on: endpoint, at: time, under: faults)
        }
    }

    /// One detection of an alarm that a zone has raised; `part` counts from 1.
    mutating func showDetails(
        _ id: String, _ part: String, at time: Milliseconds, under faults: ActiveFaults
    ) -> SimulatedResponse {
        let sight = Sight(under: faults, zones: world.zones.count)
        guard let alert = zoneAlert(id), sight.includes(world.alerts[alert].zonePosition), let number = Int(part),
            world.alerts[alert].detections.indices.contains(number - 1)
        else { return .notFound("No such alert") }
        let detection = world.alerts[alert].detections[number - 1]
        let device = world.devices.first { $0.guid == detection.deviceID }?.name ?? ""
        let details = ZoneAlertDetails(alertID: id, subAlertID: part, detection: detection, deviceName: device)
        let place = Showcase.Place(endpoint: .zoneAlertDetails, owner: alert, position: number)
        return SimulatedResponse(text: showcase.show(details, in: place, at: time))
    }

    /// The id of an alarm in `/alarmZoneAlerts`: the guid in half of all deployments, a number of its own in the rest.
    func zoneAlertID(_ position: Int) -> String {
        parameters.seed.isMultiple(of: 2)
            ? world.alerts[position].guid : "za-\(SimulatedDeployment.firstZoneAlert + position)"
    }

    private func zoneAlert(_ id: String) -> Int? {
        guard !parameters.seed.isMultiple(of: 2) else {
            return listedAlert(id).flatMap { world.alerts[$0].zonePosition == nil ? nil : $0 }
        }
        guard id.hasPrefix("za-"), let number = Int(id.dropFirst(3)) else { return nil }
        let position = number - SimulatedDeployment.firstZoneAlert
        guard world.alerts.indices.contains(position), world.alerts[position].isListed else { return nil }
        return world.alerts[position].zonePosition == nil ? nil : position
    }

    private static let firstZoneAlert = 10_000

    private mutating func showZone(
        _ zone: Int, on endpoint: Endpoint, at time: Milliseconds, under faults: ActiveFaults
    ) -> SimulatedResponse {
        switch endpoint {
        case .zoneLog: showLog(of: zone, at: time, under: faults)
        case .mutedZone:
            world.zones[zone].isMuted
                ? show(MutedZone(zone: world.zones[zone]), on: endpoint, at: zone, time) : .notFound("Not muted")
        default: show(world.zones[zone], on: endpoint, at: zone, time)
        }
    }

    private mutating func showAlert(_ alert: Int, at time: Milliseconds) -> SimulatedResponse {
        show(world.alerts[alert], on: .alert, at: alert, time)
    }

    /// The lines of a zone's log, newest first.
    private mutating func showLog(
        of zone: Int, at time: Milliseconds, under faults: ActiveFaults
    ) -> SimulatedResponse {
        var list = JSONList()
        let cutoff = world.now - parameters.logRetentionMilliseconds
        var positions = Array(world.zones[zone].log.newest(since: cutoff))
        if let fault = faults[.time(.logOutOfOrder)] { positions.shuffle(by: fault.seed) }
        for position in positions {
            let place = Showcase.Place(endpoint: .zoneLog, owner: zone, position: position)
            let entry = world.zones[zone].log.entries[position]
            list.append(showcase.show(entry, in: place, of: world.zones[zone].id, at: time))
        }
        return respond(with: list)
    }

    private mutating func showBookmarks(of alert: Int, at time: Milliseconds) -> SimulatedResponse {
        var list = JSONList()
        for (position, bookmark) in world.alerts[alert].bookmarks.enumerated() {
            let place = Showcase.Place(endpoint: .bookmarks, owner: alert, position: position)
            list.append(showcase.show(bookmark, in: place, at: time))
        }
        return respond(with: list)
    }

    private mutating func show(
        _ record: some SimulatedRecord, on endpoint: Endpoint, at position: Int, _ time: Milliseconds
    ) -> SimulatedResponse {
        SimulatedResponse(
            text: showcase.show(record, in: Showcase.Place(endpoint: endpoint, position: position), at: time))
    }
}

extension [Int] {
    /// Puts the elements in an order that the seed decides.
    fileprivate mutating func shuffle(by seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for index in indices.reversed() where index > 0 { swapAt(index, generator.index(below: index + 1)) }
    }
}
