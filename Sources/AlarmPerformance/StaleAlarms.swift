import ArchiveEvents

/// For each local day, how many alarms were stale at some instant of it.
public struct StaleDay: Sendable, Hashable {
    /// By the calendar of the input.
    public let day: LocalDay
    /// By the earlier ends of the brackets.
    public let low: Int
    /// By the later ones.
    public let high: Int
}

extension AlarmTally {
    /// Distinct alarms that had been active for more than 24 hours at an instant of each local day. What is open still has
    /// been active until now; what was lost from sight is left out.
    public var staleDays: [StaleDay] {
        let end = Instant(milliseconds: max(input.period.lowerBound.milliseconds, horizon))
        let days = input.calendar.days(in: input.period.lowerBound..<end)
        guard !days.isEmpty else { return [] }
        var (low, high) = (Steps(days.count), Steps(days.count))
        for alarm in input.alarms[..<inPeriod.upperBound] {
            guard let ends = activeEnds(alarm) else { continue }
            let first = alarm.startTime + patterns.staleAge + 1
            low.add(first..<max(first, ends.low), days)
            high.add(first..<max(first, ends.high), days)
        }
        let (lows, highs) = (low.sums, high.sums)
        return days.indices.map { StaleDay(day: days[$0], low: lows[$0], high: highs[$0]) }
    }

    /// Before when it was active at the latest, by both ends of its bracket; nil where that is not known.
    func activeEnds(_ alarm: AnnunciatedAlarm) -> (low: Int64, high: Int64)? {
        if alarm.isOpen { return (input.now.milliseconds, input.now.milliseconds) }
        guard alarm.hasEnd else { return nil }
        let low = max(alarm.startTime, alarm.endedNotBefore)
        return (low, max(low, alarm.endedNotAfter))
    }

    /// Alarms that are neither open nor known to have ended.
    var lost: Indicator.Exclusion {
        let lost = input.alarms[..<inPeriod.upperBound].count { !$0.isOpen && !$0.hasEnd }
        return .init("no longer listed, and no end was seen", lost)
    }

    var staleDay: Indicator {
        let days = staleDays
        // Of time in which nobody looked, nobody knows.
        let value = observedMilliseconds > 0 ? days.map(\.high).max().map(Double.init) : nil
        let counted = inPeriod.upperBound - lost.count
        var stale = indicator(
            "stale.day", value, .alarms, count: days.count, counted: counted, mark: .published, excluded: [lost])
        stale.parameters = [
            .init("active for more than", "\((Double(patterns.staleAge) / 3_600_000).plain) h without a break"),
            .init("days", "local, \(input.calendar.name)"), .init("value", "the day with the most"), .laterEnd,
        ]
        if let low = days.map(\.low).max().map(Double.init), let value, low != value {
            stale.bounds = .init(low: low, high: value, kind: .bracket)
        }
        let sum = days.reduce(0) { $0 + $1.high }
        stale.parts = [
            .init("mean of all days", .ratio(sum, days.count), .alarms),
            .init("days with any", value.map { _ in Double(days.filter { $0.high > 0 }.count) }, .number),
        ]
        if let preset = input.settings.preset("isa-18.2"), let most = preset.number("stale.day.alarms") {
            let limit = most * Double(input.settings.positions)
            target(
                &stale, "under \(most.plain) present on any day, with an action plan", from: preset,
                isReached: value.map { $0 < limit })
        }
        grade(&stale)
        return stale
    }
}

/// Counts of days, each alarm adding one to all days from its first to its last: linear in alarms and days.
private struct Steps {
    private var changes: [Int]

    init(_ days: Int) {
        changes = [Int](repeating: 0, count: days + 1)
    }

    mutating func add(_ times: Range<Int64>, _ days: [LocalDay]) {
        guard !times.isEmpty else { return }
        let first = days.partitioningIndex { $0.range.upperBound.milliseconds > times.lowerBound }
        let end = days.partitioningIndex { $0.range.lowerBound.milliseconds >= times.upperBound }
        guard first < end else { return }
        changes[first] += 1
        changes[end] -= 1
    }

    var sums: [Int] {
        var sum = 0
        return changes.dropLast().map { change in
            sum += change
            return sum
        }
    }
}
