import ExactJSON

/// Why an order is not carried out.
private struct Refusal: Error {
    let response: SimulatedResponse
}

extension SimulatedDeployment {
    /// Carries out `order` in the name of the account.
    mutating func follow(_ order: Order, body: [UInt8], under faults: ActiveFaults) -> SimulatedResponse {
        guard faults[.action(.ignored)] == nil else { return order.success }
        var response = order.success
        do {
            try carryOut(order, form: OrderForm(body, spelling: spelling), under: faults)
        } catch {
            response = error.response
        }
        if faults[.action(.unanswered)] != nil { response.delivery = .lost }
        return response
    }

    private mutating func carryOut(
        _ order: Order, form: OrderForm, under faults: ActiveFaults
    ) throws(Refusal) {
        switch order {
        case .verify(let guid): try verify(guid, form, under: faults)
        case .end(let guid): try end(guid, under: faults)
        case .stopLocal: try stopLocal(form)
        case .arm(let zone): arm([try position(ofZone: zone)], under: faults)
        case .armMany: arm(try zones(of: form), under: faults)
        case .disarm(let zone): world.disarm(try position(ofZone: zone), by: world.account)
        case .disarmMany: for zone in try zones(of: form) { world.disarm(zone, by: world.account) }
        case .comment(let zone): try comment(on: zone, form)
        case .mute: try mute(true, form.zoneID)
        case .unmute(let zone): try mute(false, zone)
        }
    }

    private mutating func verify(_ guid: String, _ form: OrderForm, under faults: ActiveFaults) throws(Refusal) {
        let alert = try position(ofAlert: guid)
        guard let code = form.code else { throw Refusal(response: .badRequest("acknowledgment_code: not known")) }
        try refuseEnded(alert, under: faults)
        let isStrict = parameters.refusesStaleMerged || faults[.action(.staleRefused)] != nil
        if isStrict, form.merged != world.alerts[alert].isMerged {
            throw Refusal(response: .badRequest("merged: not the present value"))
        }
        world.verify(alert, as: code, by: world.account)
        if code == .false, parameters.falseVerdictEnds { world.end(alert, by: world.account) }
    }

    private mutating func end(_ guid: String, under faults: ActiveFaults) throws(Refusal) {
        let alert = try position(ofAlert: guid)
        try refuseEnded(alert, under: faults)
        if world.alerts[alert].hasEnded, parameters.endedAlarmStatus != 200 {
            throw Refusal(response: .ended(parameters.endedAlarmStatus))
        }
        world.end(alert, by: world.account)
    }

    private mutating func stopLocal(_ form: OrderForm) throws(Refusal) {
        let zone: Int?
        if let id = form.zoneID { zone = try position(ofZone: id) } else { zone = nil }
        let stopped = world.openAlerts.filter { position in
            let alert = world.alerts[position]
            return alert.isLocal && (zone == nil || alert.zonePosition == zone)
        }
        for alert in stopped { world.end(alert, by: world.account) }
    }

    /// A sensor that is open shows in the log only: the request has long been answered then.
    private mutating func arm(_ zones: [Int], under faults: ActiveFaults) {
        for zone in zones where world.zones[zone].arming == .disarmed {
            if faults[.action(.armRefused)] != nil {
                world.log("arm_failed", in: zone, by: world.account, details: ["reason": "sensor_open"])
            } else {
                world.beginArming(of: zone, by: world.account)
            }
        }
    }

    private mutating func comment(on zone: String, _ form: OrderForm) throws(Refusal) {
        let zone = try position(ofZone: zone)
        guard let comment = form.comment else { throw Refusal(response: .badRequest("comment: missing")) }
        world.log(comment: comment, in: zone, by: world.account)
    }

    private mutating func mute(_ isMuted: Bool, _ zone: String?) throws(Refusal) {
        guard let zone else { throw Refusal(response: .badRequest("alarm_zone_id: missing")) }
        let position = try position(ofZone: zone)
        guard world.zones[position].isMuted != isMuted else { return }
        world.zones[position].mute(isMuted)
        world.log(isMuted ? "muted" : "unmuted", in: position, by: world.account)
    }

    private func refuseEnded(_ alert: Int, under faults: ActiveFaults) throws(Refusal) {
        guard let fault = faults[.action(.endedRefused)], world.alerts[alert].hasEnded else { return }
        throw Refusal(response: .ended(Int(clamping: fault.amount ?? 404)))
    }

    private func position(ofAlert guid: String) throws(Refusal) -> Int {
        guard let alert = listedAlert(spelling.known(guid)) else { throw Refusal(response: .notFound("No such alert")) }
        return alert
    }

    private func position(ofZone id: String) throws(Refusal) -> Int {
        guard let zone = listedZone(spelling.known(id)) else { throw Refusal(response: .notFound("No such zone")) }
        return zone
    }

    /// The zones that a body names; all of them for a body that names none.
    private func zones(of form: OrderForm) throws(Refusal) -> [Int] {
        guard let ids = form.zoneIDs else { return world.zones.indices.filter { !world.zones[$0].isDeleted } }
        var positions: [Int] = []
        for id in ids { positions.append(try position(ofZone: id)) }
        return positions
    }
}

extension SimulatedResponse {
    fileprivate static func ended(_ status: Int) -> SimulatedResponse {
        status == 404 ? .notFound("No such alert") : refusal(status, error: "conflict", message: "Alert already ended")
    }
}
