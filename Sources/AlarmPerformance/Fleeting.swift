/// Alarms that came, ended by themselves (not verified before) within a duration, and whose source was quiet for a time
/// behind. Both times include their limit.
struct FleetingCounts: Sendable {
    /// Wherever in its bracket each end lies; nil where no alarm has a known end.
    private(set) var certain: Int?
    /// With the most favourable end in each bracket.
    private(set) var possible = 0
    /// Alarms with an end, of which their length is known.
    private(set) var ended = 0
    /// So near the end of the period that a restart cannot be seen.
    private(set) var tooLate = 0

    /// Of alarms that are given key by key; nothing is known of what came at `horizon` or later.
    init(
        _ alarms: [AnnunciatedAlarm], _ order: [Int32], _ bounds: [Int], _ patterns: PatternRules, until horizon: Int64
    ) {
        for key in bounds.indices.dropLast() {
            for place in bounds[key]..<bounds[key + 1] {
                let alarm = alarms[Int(order[place])]
                guard alarm.hasEnd, !alarm.isEndUntimed else { continue }
                let next = place + 1 < bounds[key + 1] ? alarms[Int(order[place + 1])].startTime : nil
                judge(alarm, next, patterns, horizon)
            }
        }
    }

    private mutating func judge(
        _ alarm: AnnunciatedAlarm, _ next: Int64?, _ patterns: PatternRules, _ horizon: Int64
    ) {
        ended += 1
        certain = certain ?? 0
        let endedByItself = !alarm.isVerified || alarm.isRetrospective
        let earliest = max(alarm.startTime, alarm.endedNotBefore)
        let latest = max(earliest, alarm.endedNotAfter)
        func isFleeting(_ end: Int64) -> Bool {
            end - alarm.startTime <= patterns.fleetingDuration
                && (next.map { $0 - end > patterns.fleetingQuiet } ?? true)
        }
        guard endedByItself, isFleeting(earliest) else { return }
        guard next != nil || earliest + patterns.fleetingQuiet <= horizon else {
            tooLate += 1
            return
        }
        possible += 1
        if isFleeting(latest) { certain = (certain ?? 0) + 1 }
    }
}

extension AlarmTally {
    var fleeting: Indicator {
        let counts = fleetingCounts
        var fleeting = indicator(
            "fleeting", counts.certain.map(Double.init), .alarms, count: counts.ended, mark: .commonPractice,
            excluded: [
                .init("no end, or no length, is known", inPeriod.count - counts.ended),
                .init("ended too near the end of the period to see a restart", counts.tooLate),
            ])
        fleeting.parameters = [
            .init(
                "ends within", "\((Double(patterns.fleetingDuration) / 1000).plain) s, by itself: not verified before"),
            .init("no restart within", "\((Double(patterns.fleetingQuiet) / 1000).plain) s"), .laterEnd,
        ]
        if let certain = counts.certain, counts.possible > certain {
            fleeting.bounds = .init(low: Double(certain), high: Double(counts.possible), kind: .bracket)
        }
        grade(&fleeting)
        return fleeting
    }
}

extension Indicator.Parameter {
    /// How a bracket becomes one figure.
    static let laterEnd = Indicator.Parameter("brackets", "the value takes the later end, the bounds both")
}
