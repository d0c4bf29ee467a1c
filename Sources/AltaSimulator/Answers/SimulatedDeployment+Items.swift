extension SimulatedDeployment {
    /// One record, or the records that belong to it.
    mutating func showItem(_ endpoint: Endpoint, id: String, at time: Milliseconds) -> SimulatedResponse {
        switch endpoint {
        case .zone, .zoneLog:
            guard let zone = world.zones.firstIndex(where: { $0.id == id }) else { return .notFound("No such zone") }
            return SimulatedResponse(text: endpoint == .zone ? showZone(zone, at: time) : showLog(of: zone, at: time))
        default:
            guard let alert = world.positions[id] else { return .notFound("No such alert") }
            return SimulatedResponse(
                text: endpoint == .alert ? showAlert(alert, at: time) : showBookmarks(of: alert, at: time))
        }
    }

    private mutating func showZone(_ zone: Int, at time: Milliseconds) -> [UInt8] {
        showcase.show(world.zones[zone], in: Showcase.Place(endpoint: .zone, position: zone), at: time)
    }

    private mutating func showAlert(_ alert: Int, at time: Milliseconds) -> [UInt8] {
        showcase.show(world.alerts[alert], in: Showcase.Place(endpoint: .alert, position: alert), at: time)
    }

    /// The lines of a zone's log, newest first.
    private mutating func showLog(of zone: Int, at time: Milliseconds) -> [UInt8] {
        var list = JSONList()
        let cutoff = world.now - parameters.logRetentionMilliseconds
        for position in world.zones[zone].log.newest(since: cutoff) {
            let place = Showcase.Place(endpoint: .zoneLog, owner: zone, position: position)
            let entry = world.zones[zone].log.entries[position]
            list.append(showcase.show(entry, in: place, of: world.zones[zone].id, at: time))
        }
        return list.text
    }

    private mutating func showBookmarks(of alert: Int, at time: Milliseconds) -> [UInt8] {
        var list = JSONList()
        for (position, bookmark) in world.alerts[alert].bookmarks.enumerated() {
            let place = Showcase.Place(endpoint: .bookmarks, owner: alert, position: position)
            list.append(showcase.show(bookmark, in: place, at: time))
        }
        return list.text
    }
}
