package import AlarmHistory
package import AlarmPerformance
package import ArchiveEvents

/// What a period held: its alarms counted by day, by hour of the week and by zone, each with the time that was observed.
package struct PeriodFigures: Sendable {
    package let period: Range<Instant>
    /// Local time in the period, and nowhere else: clocks may be turned before it and after.
    package let calendar: LocalCalendar
    package let coverage: CoverageFacts
    /// All time of the period by how it was observed.
    package private(set) var observed = ObservedTime()
    /// All alarms that began in the period.
    package private(set) var alarms = VerdictCounts()
    /// Every local day that the period touches, in order.
    package private(set) var days: [DayFigures] = []
    /// The hours of the week, from Monday 00:00 on.
    package private(set) var hours = [HourFigures](repeating: HourFigures(), count: 168)
    /// The zones in the order that alarms name them by.
    package private(set) var zones: [ZoneFigures]
    /// Times from an alarm's start to its first verification.
    package var responses = ResponseTimes()
    /// In order of their start.
    package var floods: [FloodFigures] = []
    package var indicators: [Indicator] = []

    /// A period before any alarm is counted; the intervals of `coverage` are the period, cut up without a hole.
    package init(_ period: Range<Instant>, _ calendar: LocalCalendar, coverage: CoverageFacts, zones: [ZoneName]) {
        self.period = period
        self.calendar = calendar
        self.coverage = coverage
        self.zones = zones.map { ZoneFigures(zone: $0) }
        days = calendar.days(in: period).map { DayFigures(day: CalendarDay(number: $0.number), range: $0.range) }
        for interval in coverage.intervals where !interval.range.isEmpty { observe(interval) }
    }

    private mutating func observe(_ interval: CoverageInterval) {
        observed.add(interval.milliseconds, interval.state)
        for index in days.index(of: interval.range.lowerBound)..<days.count {
            guard days[index].range.lowerBound < interval.range.upperBound else { break }
            days[index].observed.add(days[index].range.clamped(to: interval.range).milliseconds, interval.state)
        }
        calendar.forEachHour(in: interval.range) { hour, part in
            hours[hour].observed.add(part.milliseconds, interval.state)
        }
    }

    /// Counts an alarm of the period; `zone` is the index of its zone.
    package mutating func count(_ start: Instant, _ verdict: AlarmVerdict, zone: Int) {
        guard period.contains(start) else { return }
        alarms.count(verdict)
        days[days.index(of: start)].alarms.count(verdict)
        hours[calendar.hourOfWeek(start)].alarms.count(verdict)
        zones[zone].alarms.count(verdict)
    }

    /// The zones with an alarm, the one with most first; of two with as many, the one that was named first.
    var noisiest: [ZoneFigures] {
        zones.enumerated().filter { $0.element.alarms.total > 0 }
            .sorted { ($1.element.alarms.total, $0.offset) < ($0.element.alarms.total, $1.offset) }.map(\.element)
    }
}

/// A local day, or the part of it that lies in the period.
package struct DayFigures: Sendable, Hashable {
    package let day: CalendarDay
    /// From its first to before its last instant.
    package let range: Range<Instant>
    package internal(set) var alarms = VerdictCounts()
    package internal(set) var observed = ObservedTime()
}

/// An hour of the week, over all weeks of the period.
package struct HourFigures: Sendable, Hashable {
    package internal(set) var alarms = VerdictCounts()
    package internal(set) var observed = ObservedTime()

    /// Whether so little of it was observed that its number misleads. In a long period hardly an hour of the week was
    /// observed every time.
    var isDim: Bool { Double(observed.seen) < 0.9 * Double(observed.whole) }
}

/// A zone's alarms.
package struct ZoneFigures: Sendable, Hashable {
    package let zone: ZoneName
    package internal(set) var alarms = VerdictCounts()
}

/// What a zone is called.
package struct ZoneName: Sendable, Hashable {
    /// The vendor's id; nil where it tells none.
    package let id: VendorText?
    package let name: VendorText
    /// Where it is.
    package let deployment: VendorText

    package init(id: String?, name: String, deployment: String) {
        self.id = id.map { VendorText($0) }
        self.name = VendorText(name)
        self.deployment = VendorText(deployment)
    }

    /// What tells it apart from all others, in this period and the one before.
    var key: [String] { [deployment.raw, id.map { "id " + $0.raw } ?? "name " + name.raw] }

    var idCell: DataTable.Cell { id.map { .vendor($0) } ?? .nothing("-") }
}

extension [DayFigures] {
    /// The day that a time of the period lies in: days follow each other without a hole.
    fileprivate func index(of time: Instant) -> Int {
        var (low, high) = (0, count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if self[middle].range.lowerBound <= time { low = middle } else { high = middle }
        }
        return low
    }
}

extension Range<Instant> {
    var milliseconds: Int64 { upperBound.milliseconds(since: lowerBound) }
}
