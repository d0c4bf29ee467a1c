package import AlarmHistory
package import AlarmPerformance
package import ArchiveEvents

/// What a period held: its alarms counted by day, by hour of the week and by zone, each with the time that was observed.
package struct PeriodFigures: Sendable {
    package let period: Range<Instant>
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
        if !period.isEmpty {
            let last = calendar.day(of: period.upperBound.advanced(byMilliseconds: -1))
            days = (calendar.day(of: period.lowerBound).number...last.number).map { number in
                DayFigures(day: LocalDay(number: number))
            }
        }
        for interval in coverage.intervals { observe(interval) }
    }

    private mutating func observe(_ interval: CoverageInterval) {
        observed.add(interval.milliseconds, interval.state)
        calendar.forEachDay(in: interval.range) { day, part in
            days[days.index(of: day)].observed.add(part.milliseconds, interval.state)
        }
        calendar.forEachHour(in: interval.range) { hour, part in
            hours[hour].observed.add(part.milliseconds, interval.state)
        }
    }

    /// Counts an alarm of the period; `zone` is the index of its zone.
    package mutating func count(_ start: Instant, _ verdict: AlarmVerdict, zone: Int) {
        guard period.contains(start) else { return }
        alarms.count(verdict)
        days[days.index(of: calendar.day(of: start))].alarms.count(verdict)
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
    package let day: LocalDay
    package internal(set) var alarms = VerdictCounts()
    package internal(set) var observed = ObservedTime()
}

/// An hour of the week, over all weeks of the period.
package struct HourFigures: Sendable, Hashable {
    package internal(set) var alarms = VerdictCounts()
    package internal(set) var observed = ObservedTime()

    /// Whether so little of it was observed that its number misleads. In a long period hardly an hour of the week was
    /// observed every time.
    var isDim: Bool { (observed.share ?? 1) < 0.9 }
}

/// A zone's alarms.
package struct ZoneFigures: Sendable, Hashable {
    package let zone: ZoneName
    package internal(set) var alarms = VerdictCounts()
}

/// What a zone is called.
package struct ZoneName: Sendable, Hashable {
    /// Names it apart from all others, in this period and the one before.
    package let key: String
    package let name: VendorText
    /// Where it is.
    package let deployment: VendorText

    package init(key: String, name: String, deployment: String) {
        self.key = key
        self.name = VendorText(name)
        self.deployment = VendorText(deployment)
    }
}

extension [DayFigures] {
    /// The place of a day among days without a hole.
    func index(of day: LocalDay) -> Int { first.map { Int(day.number - $0.day.number) } ?? 0 }
}

extension Range<Instant> {
    var milliseconds: Int64 { upperBound.milliseconds(since: lowerBound) }
}
