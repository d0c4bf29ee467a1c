extension SimulatedDeployment {
    /// The body of a list, or of what the account may know of itself and of the deployment.
    mutating func showList(_ endpoint: Endpoint, at time: Milliseconds) -> [UInt8] {
        switch endpoint {
        case .alerts: return showAlerts(newestAlerts, on: .alerts, at: time)
        case .ongoingAlerts: return showAlerts(world.openAlerts.reversed(), on: .ongoingAlerts, at: time)
        case .zones: return show(world.zones, on: .zones, at: time)
        case .devices: return show(world.devices, on: .devices, at: time)
        case .users: return show([world.archiver] + world.operators, on: .users, at: time)
        case .sites: return show(world.sites, on: .sites, at: time)
        default: return show(Notice(about: endpoint, account: world.archiver), at: 0, on: endpoint, at: time)
        }
    }

    private var newestAlerts: [Int] {
        let positions = world.alerts.indices.reversed().lazy
        return Array(positions.filter { !world.alerts[$0].isRetired }.prefix(parameters.alertLimit))
    }

    private mutating func showAlerts(_ positions: [Int], on endpoint: Endpoint, at time: Milliseconds) -> [UInt8] {
        var list = JSONList()
        for position in positions {
            list.append(show(world.alerts[position], at: position, on: endpoint, at: time))
        }
        return list.text
    }

    private mutating func show(
        _ records: [some SimulatedRecord], on endpoint: Endpoint, at time: Milliseconds
    ) -> [UInt8] {
        var list = JSONList()
        for (position, record) in records.enumerated() {
            list.append(show(record, at: position, on: endpoint, at: time))
        }
        return list.text
    }

    private mutating func show(
        _ record: some SimulatedRecord, at position: Int, on endpoint: Endpoint, at time: Milliseconds
    ) -> [UInt8] {
        showcase.show(record, in: Showcase.Place(endpoint: endpoint, position: position), at: time)
    }
}
