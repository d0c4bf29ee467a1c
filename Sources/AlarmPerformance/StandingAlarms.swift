import ArchiveEvents

/// How many alarms were active at the same time.
extension AlarmTally {
    /// Active at the last instant of the period, and the most that were at any instant of it. Ends are taken at their later end.
    var standing: Indicator {
        let known = inPeriod.upperBound - lost.count
        let (last, most) = (standingCount(\.high), mostStanding)
        let value = observedMilliseconds > 0 ? Double(last) : nil
        var standing = indicator(
            "standing", value, .alarms, count: known, mark: .published, excluded: [lost])
        standing.parameters = [
            .init("sampled at", "the last instant of the period, or now where that is earlier"), .laterEnd,
        ]
        let low = standingCount(\.low)
        if value != nil, low != last { standing.bounds = .init(low: Double(low), high: Double(last), kind: .bracket) }
        standing.parts = [.init("most at any instant", value.map { _ in Double(most) }, .alarms)]
        if let preset = input.settings.preset("eemua-191"), let limit = preset.number("standing.alarms") {
            target(
                &standing, "under \(limit.plain) where more than 1000 are configured", from: preset, isReached: nil)
        }
        grade(&standing, butNot: "eemua-191 is not graded by default")
        return standing
    }

    private func standingCount(_ end: (((low: Int64, high: Int64)) -> Int64)) -> Int {
        input.alarms[..<inPeriod.upperBound].count { alarm in
            guard alarm.startTime < horizon, let ends = activeEnds(alarm) else { return false }
            return alarm.isOpen || end(ends) >= horizon
        }
    }

    /// The sweep: starts are in order, ends are sorted, and the earlier of both moves.
    private var mostStanding: Int {
        let begin = input.period.lowerBound.milliseconds
        var ends: [UInt64] = []
        ends.reserveCapacity(inPeriod.upperBound)
        for alarm in input.alarms[..<inPeriod.upperBound] {
            if let end = lastStanding(alarm) { ends.append(UInt64(end - begin)) }
        }
        RadixSort.sort(&ends)
        var (began, ended, most) = (0, 0, 0)
        for alarm in input.alarms[..<inPeriod.upperBound] where lastStanding(alarm) != nil {
            let start = UInt64(max(begin, alarm.startTime) - begin)
            while ended < ends.count, ends[ended] <= start { ended += 1 }
            began += 1
            most = max(most, began - ended)
        }
        return most
    }

    /// Before when an alarm was active in the period or behind it; nil where it was not, or where that is not known.
    private func lastStanding(_ alarm: AnnunciatedAlarm) -> Int64? {
        let begin = input.period.lowerBound.milliseconds
        guard let high = activeEnds(alarm)?.high, high > begin || alarm.startTime >= begin else { return nil }
        return max(high, alarm.startTime)
    }
}
