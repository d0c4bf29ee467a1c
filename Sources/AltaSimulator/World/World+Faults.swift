import ExactJSON

extension World {
    /// Puts the world's faults into its calendar. Those that are over before it begins never were.
    mutating func scheduleFaults() {
        for (position, fault) in parameters.faults.enumerated() where fault.kind.isWorldly && fault.until > now {
            schedule(.faultBegin(position), after: max(0, fault.from - now))
            schedule(.faultEnd(position), after: max(0, fault.until - now))
        }
    }

    /// `position` is the fault's in the script.
    mutating func begin(_ fault: ScriptedFault, at position: Int) {
        switch fault.kind {
        case .time(.clockOff): clockOffset += fault.amount ?? World.usualClockOffset
        case .time(.logSameTime): hasCoarseLogs = true
        case .life(let kind): begin(kind, of: fault, at: position)
        default: break
        }
    }

    mutating func end(_ fault: ScriptedFault, at position: Int) {
        switch fault.kind {
        case .time(.clockOff): clockOffset -= fault.amount ?? World.usualClockOffset
        case .time(.logSameTime): hasCoarseLogs = false
        case .life(.retentionDrop): alertRetention = parameters.alertRetentionMilliseconds
        case .life(.alertReappears): reveal(faultSubjects[position])
        case .life(.zoneRecreated): recreate(faultSubjects[position])
        default: break
        }
    }

    private mutating func begin(_ kind: LifeFault, of fault: ScriptedFault, at position: Int) {
        switch kind {
        case .zoneRenamed, .zoneDeleted, .zoneRecreated: beginZoneFault(kind, of: fault, at: position)
        case .alertVanishes: retire(someAlert(for: fault))
        case .alertReappears: hide(someAlert(for: fault), for: position)
        case .retentionDrop: dropRetention(to: fault.amount ?? 7 * .day)
        default: stageAlarm(kind, of: fault)
        }
    }

    private mutating func beginZoneFault(_ kind: LifeFault, of fault: ScriptedFault, at position: Int) {
        let zone = someZone(for: fault)
        if kind == .zoneRenamed { return rename(zone) }
        zones[zone].delete()
        faultSubjects[position] = kind == .zoneRecreated ? zone : nil
    }

    private mutating func rename(_ zone: Int) {
        let name = zones[zone].name + " (annexe)"
        zones[zone].rename(to: name)
        log("zone_edited", in: zone, by: 0, details: ["name": .string(name)])
    }

    /// Another zone takes the name of the deleted one and goes by the same schedule.
    private mutating func recreate(_ zone: Int?) {
        guard let zone else { return }
        lots += Array(repeating: zones.count, count: zones[zone].liveliness)
        zones.append(zones[zone].successor(id: generator.identifier(), at: stamp))
        beginSchedule(of: zones.count - 1)
    }

    private mutating func hide(_ alert: Int, for position: Int) {
        alerts[alert].isHidden = true
        faultSubjects[position] = alert
    }

    private mutating func reveal(_ alert: Int?) {
        guard let alert else { return }
        alerts[alert].isHidden = false
    }

    /// What ended longer ago goes at once.
    private mutating func dropRetention(to retention: Milliseconds) {
        alertRetention = retention
        for (guid, position) in positions.sorted(by: { $0.value < $1.value }) {
            guard let end = alerts[position].end?.time, positions[guid] != nil else { continue }
            schedule(.retirement(alert: position), after: max(0, end + retention - now))
        }
    }

    /// One of the zones that are left, an armed one if there is any; another `number`, as a rule another one.
    func someZone(for fault: ScriptedFault, after number: Int = 0) -> Int {
        let first = Int((fault.seed &+ UInt64(number)) % UInt64(zones.count))
        let order = zones.indices.map { (first + $0) % zones.count }.filter { !zones[$0].isDeleted }
        return order.first { zones[$0].arming == .armed } ?? order.first ?? first
    }

    /// An alert that has ended and is still listed, the newest; one of the fault's own if there is none.
    private mutating func someAlert(for fault: ScriptedFault) -> Int {
        if let known = alerts.lastIndex(where: { $0.hasEnded && $0.isListed }) { return known }
        let alert = raiseStaged(in: someZone(for: fault))
        end(alert, by: 0)
        return alert
    }

    /// Seven minutes are far beyond what a synchronised clock is off, and near enough to be overlooked.
    private static let usualClockOffset = 7 * Milliseconds.minute
}
