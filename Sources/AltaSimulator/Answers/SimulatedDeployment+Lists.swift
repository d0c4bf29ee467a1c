extension SimulatedDeployment {
    /// A list, or what the account may know of itself and of the deployment.
    mutating func showList(
        _ endpoint: Endpoint, query: String, at time: Milliseconds, under faults: ActiveFaults
    ) -> SimulatedResponse {
        let sight = Sight(under: faults, zones: world.zones.count)
        switch endpoint {
        case .alerts where parameters.profile == .paged: return showPage(query: query, at: time, through: sight)
        case .alerts, .ongoingAlerts, .zoneAlerts: return showAlerts(on: endpoint, at: time, through: sight)
        case .zones, .mutedZones, .emergencyContacts, .intrusionWebhooks:
            return showZones(on: endpoint, at: time, through: sight)
        case .devices: return show(world.devices, on: .devices, at: time)
        case .users: return show([world.archiver] + world.operators, on: .users, at: time)
        case .sites: return show(world.sites, on: .sites, at: time)
        default:
            let notice = Notice(about: endpoint, account: world.archiver, login: showcase.notices)
            return SimulatedResponse(text: show(notice, at: 0, on: endpoint, at: time))
        }
    }

    private mutating func showAlerts(
        on endpoint: Endpoint, at time: Milliseconds, through sight: Sight
    ) -> SimulatedResponse {
        var list = JSONList()
        for position in positions(on: endpoint, through: sight) {
            list.append(
                endpoint == .zoneAlerts
                    ? show(
                        ZoneAlert(id: zoneAlertID(position), alert: world.alerts[position]), at: position, on: endpoint,
                        at: time)
                    : show(world.alerts[position], at: position, on: endpoint, at: time))
        }
        return respond(with: list)
    }

    /// The alerts of a list, newest first.
    private func positions(on endpoint: Endpoint, through sight: Sight) -> [Int] {
        func isShown(_ position: Int) -> Bool {
            let alert = world.alerts[position]
            return alert.isListed && !sight.hasEmptyLists && sight.includes(alert.zonePosition)
                && (endpoint != .zoneAlerts || alert.zonePosition != nil)
        }
        if endpoint == .ongoingAlerts { return world.openAlerts.reversed().filter(isShown) }
        return Array(world.alerts.indices.reversed().lazy.filter(isShown).prefix(parameters.alertLimit))
    }

    /// One page of profile `paged`, computed at this moment: rows shift between pages as alerts arrive.
    private mutating func showPage(
        query: String, at time: Milliseconds, through sight: Sight
    ) -> SimulatedResponse {
        let page: AlertPage
        do {
            page = try AlertPage(query: query, pageSize: max(1, parameters.pageSize))
        } catch {
            return .badRequest(error.message)
        }
        let rows = world.alerts.indices.reversed().filter { position in
            let alert = world.alerts[position]
            return alert.isListed && !sight.hasEmptyLists && sight.includes(alert.zonePosition)
                && page.contains(alert.start)
        }
        var list = JSONList()
        for position in rows.dropFirst(page.offset).prefix(page.limit) {
            list.append(show(world.alerts[position], at: position, on: .alerts, at: time))
        }
        let cursor = page.offset + page.limit < rows.count ? "\"\(page.nextCursor)\"" : "null"
        let tail = parameters.paging == .offset ? ",\"total\":\(rows.count)}" : ",\"next_cursor\":\(cursor)}"
        return SimulatedResponse(text: Array(#"{"items":"#.utf8) + list.text + Array(tail.utf8))
    }

    private mutating func showZones(
        on endpoint: Endpoint, at time: Milliseconds, through sight: Sight
    ) -> SimulatedResponse {
        var list = JSONList()
        for (position, zone) in world.zones.enumerated() where !zone.isDeleted && sight.includes(position) {
            switch endpoint {
            case .emergencyContacts: list.append(show(EmergencyContact(of: zone), at: position, on: endpoint, at: time))
            case .intrusionWebhooks: list.append(show(IntrusionWebhook(of: zone), at: position, on: endpoint, at: time))
            case .mutedZones:
                if zone.isMuted { list.append(show(MutedZone(zone: zone), at: position, on: endpoint, at: time)) }
            default: list.append(show(zone, at: position, on: endpoint, at: time))
            }
        }
        return respond(with: list)
    }

    private mutating func show(
        _ records: [some SimulatedRecord], on endpoint: Endpoint, at time: Milliseconds
    ) -> SimulatedResponse {
        var list = JSONList()
        for (position, record) in records.enumerated() {
            list.append(show(record, at: position, on: endpoint, at: time))
        }
        return respond(with: list)
    }

    private mutating func show(
        _ record: some SimulatedRecord, at position: Int, on endpoint: Endpoint, at time: Milliseconds
    ) -> [UInt8] {
        showcase.show(record, in: Showcase.Place(endpoint: endpoint, position: position), at: time)
    }

    /// A list in the manner of the profile.
    func respond(with list: JSONList) -> SimulatedResponse {
        SimulatedResponse(text: list.text(in: parameters.profile))
    }
}
