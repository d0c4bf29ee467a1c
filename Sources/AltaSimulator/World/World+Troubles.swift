extension World {
    /// Something happens in one place, and the next trouble is drawn: more often at night than by day.
    mutating func beginTrouble() {
        var chance = generator.fork()
        schedule(.trouble, after: pause(from: &chance))
        guard !chance.happens(15), let zone = livelyZone(from: &chance) else { return matchSomeRule(from: &chance) }
        switch chance.number(in: 0...99) {
        case 0..<86: passBy(zone, from: &chance)
        case 86..<94: linger(in: zone, from: &chance)
        default: flap(in: zone, from: &chance)
        }
    }

    /// Somebody or something passes: a few detections within a minute.
    private mutating func passBy(_ zone: Int, from chance: inout SeededGenerator) {
        var delay: Milliseconds = 0
        for _ in 0...chance.index(below: 4) {
            scheduleDetection(in: zone, by: chance.index(below: zones[zone].triggers.count), after: delay)
            delay += chance.number(in: 2 * .second...25 * .second)
        }
    }

    /// Somebody stays: detections that keep an alarm growing for as long as nobody ends it.
    private mutating func linger(in zone: Int, from chance: inout SeededGenerator) {
        let end = chance.magnitude(in: 5 * .minute...50 * .minute)
        let longest = min(zones[zone].mergeWindow, .minute) * 9 / 10
        var delay: Milliseconds = 0
        while delay < end {
            scheduleDetection(in: zone, by: chance.index(below: zones[zone].triggers.count), after: delay)
            delay += chance.number(in: 2 * .second...longest)
        }
    }

    /// One device reports again and again, each time too late to be merged: many alarms within minutes.
    private mutating func flap(in zone: Int, from chance: inout SeededGenerator) {
        let trigger = chance.index(below: zones[zone].triggers.count)
        var delay: Milliseconds = 0
        for _ in 0..<chance.number(in: 4...16) {
            scheduleDetection(in: zone, by: trigger, after: delay)
            delay += zones[zone].mergeWindow + chance.number(in: .second...40 * .second)
        }
    }

    /// For some hours, wind and rain set off what is armed, all over the city.
    mutating func beginStorm() {
        var chance = generator.fork()
        schedule(.storm, after: chance.number(in: 3 * .day...12 * .day))
        let length = chance.magnitude(in: 20 * .minute...3 * .hour)
        let most = max(1, Int64(parameters.alarmsPerDay) / 20)
        for zone in zones.indices where chance.happens(50) {
            for _ in 0..<chance.number(in: 1...most) {
                let trigger = chance.index(below: min(2, zones[zone].triggers.count))
                scheduleDetection(in: zone, by: trigger, after: chance.number(in: 0...length))
            }
        }
    }

    private mutating func scheduleDetection(in zone: Int, by trigger: Int, after delay: Milliseconds) {
        schedule(.detection(zone: zone, trigger: trigger), after: delay)
    }

    private mutating func matchSomeRule(from chance: inout SeededGenerator) {
        let rule = chance.index(below: rules.count)
        schedule(.ruleMatch(rule: rule, device: chance.element(of: rules[rule].devices)), after: 0)
    }

    /// An armed zone, the livelier the likelier; by day there may be none.
    private func livelyZone(from chance: inout SeededGenerator) -> Int? {
        for _ in 0..<World.drawLimit {
            let zone = chance.element(of: lots)
            if zones[zone].arming == .armed { return zone }
        }
        return nil
    }

    /// The time to the next trouble, of even chance up to twice its mean.
    private func pause(from chance: inout SeededGenerator) -> Milliseconds {
        let calendar = CalendarTime(now)
        let weekend: Int64 = calendar.weekday >= 5 ? 120 : 92
        let weight = World.hourWeights[calendar.hour] * weekend
        let troubles = max(1, Int64(parameters.alarmsPerDay) * 1000 / World.alarmsPerThousandTroubles)
        return chance.number(in: .second...2 * .day * 10_000 / (troubles * weight))
    }

    /// How often a zone is drawn in the hope for an armed one.
    private static let drawLimit = 40

    /// Percent of the mean, for each hour of the day.
    private static let hourWeights: [Int64] = [
        145, 145, 145, 140, 130, 110, 85, 70, 60, 55, 55, 60, 60, 55, 55, 60, 70, 90, 110, 125, 135, 140, 145, 145,
    ]

    /// How many alarms a thousand troubles come to; measured, since it depends on how soon operators act.
    private static let alarmsPerThousandTroubles: Int64 = 1600
}
