package import ArchiveEvents

/// The local time of a place: how far it is ahead of UTC, and since when.
package struct LocalCalendar: Sendable, Hashable {
    /// Name of the time zone: `Europe/Berlin`.
    package let zone: String
    private let shifts: [Shift]

    /// From an instant on, local time is so many milliseconds ahead of UTC.
    private struct Shift: Sendable, Hashable {
        let from: Int64
        let offset: Int64
    }

    /// A time zone, so many seconds ahead of UTC at first, and then otherwise from certain instants on, in their order.
    package init(zone: String, offset seconds: Int, shifts: [(from: Instant, seconds: Int)] = []) {
        self.zone = zone
        self.shifts =
            [Shift(from: .min, offset: Int64(seconds) * 1000)]
            + shifts.map { Shift(from: $0.from.milliseconds, offset: Int64($0.seconds) * 1000) }
    }

    package static let utc = LocalCalendar(zone: "UTC", offset: 0)

    /// Milliseconds that local time is ahead of UTC.
    func offset(at time: Instant) -> Int64 { shifts[index(at: time.milliseconds)].offset }

    /// The local day that a time belongs to.
    func day(of time: Instant) -> LocalDay {
        LocalDay(number: (time.milliseconds + offset(at: time)).quotient(Self.day))
    }

    /// The hour of the week, from Monday 00:00 local time on: 0 to 167.
    func hourOfWeek(_ time: Instant) -> Int {
        Self.hourOfWeek((time.milliseconds + offset(at: time)).quotient(Self.hour))
    }

    /// Cuts a range at local midnights. A day on which the clock is turned has 23 or 25 hours.
    func forEachDay(in range: Range<Instant>, _ body: (LocalDay, Range<Instant>) -> Void) {
        forEachPart(of: range, by: Self.day) { body(LocalDay(number: $0), $1) }
    }

    /// Cuts a range at full local hours; `body` gets the hour of the week.
    func forEachHour(in range: Range<Instant>, _ body: (Int, Range<Instant>) -> Void) {
        forEachPart(of: range, by: Self.hour) { body(Self.hourOfWeek($0), $1) }
    }

    private func forEachPart(of range: Range<Instant>, by unit: Int64, _ body: (Int64, Range<Instant>) -> Void) {
        var time = range.lowerBound.milliseconds
        while time < range.upperBound.milliseconds {
            let index = index(at: time)
            let offset = shifts[index].offset
            let number = (time + offset).quotient(unit)
            var end = min((number + 1) * unit - offset, range.upperBound.milliseconds)
            if index + 1 < shifts.count { end = min(end, shifts[index + 1].from) }
            body(number, Instant(milliseconds: time)..<Instant(milliseconds: end))
            time = end
        }
    }

    /// The last shift that is not after a time.
    private func index(at time: Int64) -> Int {
        var (low, high) = (0, shifts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if shifts[middle].from <= time { low = middle } else { high = middle }
        }
        return low
    }

    private static func hourOfWeek(_ hour: Int64) -> Int {
        LocalDay(number: hour.quotient(24)).weekday * 24 + Int(hour - hour.quotient(24) * 24)
    }

    private static let day: Int64 = 86_400_000
    private static let hour: Int64 = 3_600_000
}

extension Int64 {
    /// The quotient, rounded down.
    func quotient(_ divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
