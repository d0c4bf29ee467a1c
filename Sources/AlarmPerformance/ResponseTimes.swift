/// Response times of the period's alarms, by both ends of what brackets them.
struct ResponseTimes {
    /// With each bracket's earlier end, and with its later one.
    let low: DurationFigures
    let high: DurationFigures
    /// Whether no bracket is wider than nothing.
    let isExact: Bool
    /// Verified after the end.
    let retrospective: Int
    /// Neither open nor known to have ended.
    let lost: Int
    /// Of which nobody can tell how long it took.
    let untimed: Int

    init(_ tally: AlarmTally, _ clock: ServiceClock) {
        let countsRetrospective = tally.input.settings.countsRetrospective
        var (retrospective, lost, untimed, isExact) = (0, 0, 0, true)
        var times = Durations(tally.inPeriod.count)
        for alarm in tally.input.alarms[tally.inPeriod] {
            switch tally.response(of: alarm, clock, countsRetrospective) {
            case .answered(let low, let high), .waiting(let low, let high): if low != high { isExact = false }
            case .retrospective: retrospective += 1
            case .lost: lost += 1
            case .untimed: untimed += 1
            }
        }
        (self.retrospective, self.lost, self.untimed, self.isExact) = (retrospective, lost, untimed, isExact)
        // One after the other, so that only one of them is in memory.
        high = times.figures(of: tally, clock) { $1 }
        low = isExact ? high : times.figures(of: tally, clock) { low, _ in low }
    }
}

extension Durations {
    fileprivate mutating func figures(
        of tally: AlarmTally, _ clock: ServiceClock, by end: (_ low: Int64, _ high: Int64) -> Int64
    ) -> DurationFigures {
        removeAll()
        let countsRetrospective = tally.input.settings.countsRetrospective
        for alarm in tally.input.alarms[tally.inPeriod] {
            switch tally.response(of: alarm, clock, countsRetrospective) {
            case .answered(let low, let high): add(end(low, high), isCensored: false)
            case .waiting(let low, let high): add(end(low, high), isCensored: true)
            case .retrospective, .lost, .untimed: continue
            }
        }
        sort()
        return DurationFigures(self)
    }
}

/// What is known of one alarm's response, in milliseconds from its start.
enum AlarmResponse {
    case answered(low: Int64, high: Int64)
    /// It was waiting that long, and then it ended, or it waits still.
    case waiting(low: Int64, high: Int64)
    case retrospective
    case lost
    /// No beginning was told, or clocks contradict each other.
    case untimed
}

extension AlarmTally {
    /// What became of an alarm by a clock.
    ///
    /// Without a verification it is censored at its end, behind which one would be retrospective; while it is open, at now.
    func response(of alarm: AnnunciatedAlarm, _ clock: ServiceClock, _ countsRetrospective: Bool) -> AlarmResponse {
        func span(_ low: Int64, _ high: Int64) -> (Int64, Int64) {
            let low = max(0, low - alarm.startTime)
            return (low, max(low, high - alarm.startTime))
        }
        if case .startToFirstVerification = clock, alarm.isVerified {
            guard !alarm.isRetrospective || countsRetrospective else { return .retrospective }
            guard !alarm.isUntimed else { return .untimed }
            let (low, high) = span(alarm.verifiedNotBefore, alarm.verifiedNotAfter)
            return .answered(low: low, high: high)
        }
        guard let ends = activeEnds(alarm) else { return .lost }
        guard !alarm.isEndUntimed else { return .untimed }
        let (low, high) = span(ends.low, ends.high)
        if case .startToEnd = clock, !alarm.isOpen { return .answered(low: low, high: high) }
        return .waiting(low: low, high: high)
    }

    var timeToAnswer: Indicator { responseTime("response.tta", .startToFirstVerification) }
    var timeToEnd: Indicator { responseTime("response.ttr", .startToEnd) }

    private func responseTime(_ id: String, _ clock: ServiceClock) -> Indicator {
        let times = ResponseTimes(self, clock)
        let median = times.high.median
        var response = indicator(
            id, median, .seconds, count: times.high.answered, counted: times.high.count, mark: .ours,
            excluded: [
                .init("verified after its end (retrospective)", times.retrospective),
                .init("no longer listed, and no end was seen", times.lost),
                .init("no beginning was told, or clocks contradict each other", times.untimed),
            ])
        response.parameters = [
            .init("clock", clock.description), .init("value", "the median; percentiles by nearest rank"), .laterEnd,
            .init("right-censored", "unanswered alarms at their end, open ones at \(input.now)"),
        ]
        if let low = times.low.median, let median, !times.isExact {
            response.bounds = .init(low: low, high: median, kind: .bracket)
        }
        response.parts = [.init("unanswered", Double(times.high.censored), .alarms)] + times.high.parts("")
        if !times.isExact { response.parts += times.low.parts(", earlier ends") }
        response.parts += linesWithin(clock)
        response.ungradedBecause = "no target is defined for it; lines of presets are indicators of their own"
        return response
    }

    /// The share within each line of the presets in force.
    private func linesWithin(_ clock: ServiceClock) -> [Indicator.Part] {
        let lines = input.settings.presets.flatMap(\.lines).filter { $0.clock == clock }.map(\.limit)
        let allowed = input.settings.allowedSeconds.map { [Int64(($0 * 1000).rounded())] } ?? []
        return Set(lines + allowed).sorted().map { limit in
            let level = ServiceLevel(self, clock, limit: limit) { _ in true }
            return .init("within \((Double(limit) / 1000).plain) s", level.share, .ratio)
        }
    }

    var reversals: Indicator {
        var (total, alarms) = (0, 0)
        for alarm in input.alarms[inPeriod] where alarm.reversals > 0 {
            total += alarm.reversals
            alarms += 1
        }
        let value = inPeriod.isEmpty ? nil : Double(total)
        var reversals = indicator("response.reversals", value, .reversals, count: inPeriod.count, mark: .ours)
        reversals.parameters = [.init("reversal", "a code back to 101, 201 to 202, or 202 to 201")]
        reversals.parts = [
            .init("alarms with any", value.map { _ in Double(alarms) }, .alarms),
            .init("share of alarms with any", .ratio(alarms, inPeriod.count), .ratio),
        ]
        reversals.ungradedBecause = "no target is defined for it"
        return reversals
    }
}

extension DurationFigures {
    fileprivate func parts(_ which: String) -> [Indicator.Part] {
        [
            .init("mean\(which)", mean, .seconds), .init("median\(which)", median, .seconds),
            .init("p90\(which)", p90, .seconds), .init("p95\(which)", p95, .seconds),
            .init("max\(which)", longest, .seconds),
            .init(
                "Kaplan-Meier median\(which)", survivalMedian, .seconds,
                shown: count > 0 && survivalMedian == nil ? "not reached" : nil),
        ]
    }
}
