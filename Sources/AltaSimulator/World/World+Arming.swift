import ExactJSON

extension World {
    /// Puts a zone into the state its schedule wants at the beginning of time.
    mutating func beginSchedule(of zone: Int) {
        if zones[zone].schedule.isArmed(at: now) {
            zones[zone].setArming(.armed, by: "schedule")
            settle(zone)
        }
        scheduleNextBound(of: zone)
    }

    /// A bound of a frame has come: the zone is armed or disarmed, unless it is so already.
    mutating func followSchedule(of zone: Int) {
        guard !zones[zone].isDeleted else { return }
        scheduleNextBound(of: zone)
        let wanted = zones[zone].schedule.isArmed(at: now)
        guard wanted != (zones[zone].arming == .armed) else { return }
        if wanted {
            arm(zone, by: .schedule)
        } else {
            log("schedule_disarmed", in: zone)
            setArming(.disarmed, of: zone, by: nil)
        }
    }

    /// Arms a zone. Now and then a door stands open, and the attempt fails until somebody has closed it.
    mutating func arm(_ zone: Int, by attempt: ArmingAttempt) {
        guard zones[zone].arming == .disarmed, !zones[zone].isDeleted else { return }
        if generator.happens(2) {
            log("arm_failed", in: zone, details: ["reason": "sensor_open"])
            schedule(.arming(zone: zone, attempt: attempt), after: generator.number(in: .minute...10 * .minute))
            return
        }
        switch attempt {
        case .schedule:
            log("schedule_armed", in: zone)
            setArming(.armed, of: zone, by: "schedule")
        case .person(let person): beginArming(of: zone, by: person)
        }
    }

    /// Somebody arms a zone, which takes as long as the exit delay.
    mutating func beginArming(of zone: Int, by person: Int) {
        log("armed", in: zone, by: person)
        let delay = zones[zone].exitDelay
        setArming(delay > 0 ? .arming : .armed, of: zone, by: people[person].name)
        if delay > 0 { schedule(.exitDelayOver(zone: zone), after: delay) }
    }

    mutating func finishArming(of zone: Int) {
        guard zones[zone].arming == .arming else { return }
        setArming(.armed, of: zone, by: zones[zone].armedBy)
    }

    /// Somebody disarms a zone, which also ends a pre-alarm: the entry delay is there for that.
    mutating func disarm(_ zone: Int, by person: Int) {
        guard zones[zone].arming != .disarmed else { return }
        log("disarmed", in: zone, by: person)
        zones[zone].setArming(.disarmed, by: nil)
        for alert in zones[zone].openAlerts where alerts[alert].phase == .preAlarm { end(alert, by: person) }
        settle(zone)
    }

    /// Somebody works in an armed zone for a while: disarms it, and arms it again when leaving.
    mutating func visit(_ zone: Int) {
        var chance = generator.fork()
        schedule(.visit(zone: chance.index(below: zones.count)), after: chance.number(in: .hour...8 * .hour))
        guard zones[zone].arming == .armed else { return }
        let visitor = chance.index(below: operators.count)
        disarm(zone, by: visitor)
        let stay = chance.magnitude(in: 5 * .minute...2 * .hour)
        schedule(.arming(zone: zone, attempt: .person(visitor)), after: stay)
    }

    /// Lets the zone's state follow from its arming and its open alerts.
    mutating func settle(_ zone: Int) {
        zones[zone].settle(phases: zones[zone].openAlerts.map { alerts[$0].phase }, at: stamp)
    }

    private mutating func setArming(_ arming: Zone.Arming, of zone: Int, by person: String?) {
        zones[zone].setArming(arming, by: person)
        settle(zone)
    }

    private mutating func scheduleNextBound(of zone: Int) {
        guard let bound = zones[zone].schedule.nextBound(after: now) else { return }
        schedule(.scheduleBound(zone: zone), after: bound - now)
    }
}
