public import ArchiveEvents

/// A time in which alarms came faster than they can be handled.
public struct Flood: Sendable, Hashable {
    /// How it ended.
    public enum Ending: String, Sendable {
        case closed
        /// Nobody looked any more.
        case truncated
        /// It was still running when the period ended.
        case running
    }

    /// Binned, where its first bin begins; sliding, when the count passed the limit.
    public let start: Instant
    /// Before when it was running.
    public let end: Instant
    /// How it ended.
    public let ending: Ending
    /// Indices of its alarms in the input; the first of them is the first-out alarm.
    public let alarms: Range<Int>
    /// The most alarms in one bin, or in one window.
    public let peak: Int
    /// When that bin began, or when the window held so many.
    public let peakTime: Instant

    /// Milliseconds.
    public var duration: Int64 { end.milliseconds(since: start) }
}

/// How floods are found.
public struct FloodRule: Sendable, Hashable {
    /// How counts are taken.
    public enum Reading: String, Sendable {
        /// By regular intervals: bins that begin at Unix times divisible by the window.
        case binned
        /// By the count over `(t - window, t]` at every instant.
        case sliding
    }

    /// How counts are taken.
    public let reading: Reading
    /// A flood opens where the count passes this, or reaches it where `isInclusive`.
    public let start: Int
    /// Whether reaching the limit is enough.
    public let isInclusive: Bool
    /// And closes where it is below this.
    public let end: Int
    /// Milliseconds.
    public let window: Int64

    func opens(_ count: Int) -> Bool { isInclusive ? count >= start : count > start }
    func closes(_ count: Int) -> Bool { count < end }
}

extension AlarmTally {
    /// The rule in force; `rival` turns "more than" into "or more" and back.
    public func floodRule(_ reading: FloodRule.Reading, rival: Bool = false) -> FloodRule {
        FloodRule(
            reading: reading, start: patterns.floodStart * input.settings.positions,
            isInclusive: patterns.isFloodStartInclusive != rival,
            end: patterns.floodEnd * input.settings.positions, window: patterns.floodWindow)
    }

    /// The floods of the period.
    ///
    /// One that was running when the period began is not carried in: it needs its own start in the period. An unobserved gap
    /// truncates a flood, and behind it a new one needs its own start. A bin of which only a part was observed opens a flood
    /// where that part alone holds enough, and closes none: few alarms in a part say nothing.
    public func floods(_ rule: FloodRule) -> [Flood] {
        stretches.flatMap { stretch in
            let ending: Flood.Ending = stretch.end >= input.period.upperBound.milliseconds ? .running : .truncated
            return switch rule.reading {
            case .binned: stretch.binnedFloods(rule, input.alarms, atEnd: ending)
            case .sliding: stretch.slidingFloods(rule, input.alarms, atEnd: ending)
            }
        }
    }

    /// Zones by how many of a flood's alarms they have, most first.
    public func topZones(of flood: Flood, most: Int = 3) -> [(title: String, alarms: Int)] {
        var counts: [Int32: Int] = [:]
        for alarm in input.alarms[flood.alarms] { counts[index.zoneOf[alarm.source], default: 0] += 1 }
        let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return order.prefix(most).map { (zoneTitle(Int($0.key)), $0.value) }
    }
}

/// A flood that has not ended.
private struct OpenFlood {
    let start: Int64
    let firstAlarm: Int
    var peak: Int
    var peakTime: Int64

    mutating func see(_ count: Int, at time: Int64) {
        guard count > peak else { return }
        peak = count
        peakTime = time
    }

    func ended(_ ending: Flood.Ending, at end: Int64, before alarm: Int) -> Flood {
        Flood(
            start: Instant(milliseconds: start), end: Instant(milliseconds: end), ending: ending,
            alarms: firstAlarm..<alarm, peak: peak, peakTime: Instant(milliseconds: peakTime))
    }
}

extension ObservedStretch {
    fileprivate func binnedFloods(
        _ rule: FloodRule, _ alarms: [AnnunciatedAlarm], atEnd: Flood.Ending
    ) -> [Flood] {
        var floods: [Flood] = []
        var open: OpenFlood?
        for bin in bins(rule.window, alarms) {
            if let flood = open, bin.isWhole, rule.closes(bin.count) {
                floods.append(flood.ended(.closed, at: bin.start, before: bin.alarms.lowerBound))
                open = nil
            } else if open != nil {
                open?.see(bin.count, at: bin.start)
            } else if rule.opens(bin.count) {
                open = OpenFlood(
                    start: bin.start, firstAlarm: bin.alarms.lowerBound, peak: bin.count, peakTime: bin.start)
            }
        }
        return floods + [open?.ended(atEnd, at: end, before: self.alarms.upperBound)].compactMap { $0 }
    }

    /// Goes from one instant at which the count changes to the next: an alarm that comes, or one that is a window old.
    fileprivate func slidingFloods(
        _ rule: FloodRule, _ alarms: [AnnunciatedAlarm], atEnd: Flood.Ending
    ) -> [Flood] {
        var floods: [Flood] = []
        var open: OpenFlood?
        var (next, oldest) = (self.alarms.lowerBound, self.alarms.lowerBound)
        while next < self.alarms.upperBound || open != nil {
            let arrival = next < self.alarms.upperBound ? alarms[next].startTime : .max
            let departure = oldest < next ? alarms[oldest].startTime + rule.window : .max
            let time = min(arrival, departure)
            guard time < end else { break }
            while oldest < next, alarms[oldest].startTime + rule.window == time { oldest += 1 }
            while next < self.alarms.upperBound, alarms[next].startTime == time { next += 1 }
            let count = next - oldest
            if let flood = open, rule.closes(count) {
                floods.append(flood.ended(.closed, at: time, before: next))
                open = nil
            } else if open != nil {
                open?.see(count, at: time)
            } else if rule.opens(count) {
                // What the window still holds of the flood before belongs to that one.
                let first = max(oldest, floods.last?.alarms.upperBound ?? oldest)
                open = OpenFlood(start: time, firstAlarm: first, peak: count, peakTime: time)
            }
        }
        return floods + [open?.ended(atEnd, at: end, before: self.alarms.upperBound)].compactMap { $0 }
    }
}
