import AlarmPerformance
import ArchiveEvents

extension LocalCalendar {
    /// The hour of the week, from Monday 00:00 by the clocks on the wall: 0 to 167.
    func hourOfWeek(_ time: Instant) -> Int { Self.hourOfWeek(wallMilliseconds(time).quotient(Self.hour)) }

    /// Cuts a range at full hours by the clocks on the wall; `body` gets the hour of the week.
    func forEachHour(in range: Range<Instant>, _ body: (Int, Range<Instant>) -> Void) {
        var time = range.lowerBound
        while time < range.upperBound {
            let ahead = Int64(secondsAhead(at: time)) * 1000
            let number = (time.milliseconds + ahead).quotient(Self.hour)
            let full = Instant(milliseconds: (number + 1) * Self.hour - ahead)
            let end = firstChange(in: time..<min(full, range.upperBound))
            body(Self.hourOfWeek(number), time..<end)
            time = end
        }
    }

    /// When clocks are turned within a range in which they are turned once at most; its end where they are not.
    private func firstChange(in range: Range<Instant>) -> Instant {
        let ahead = secondsAhead(at: range.lowerBound)
        var (before, after) = (range.lowerBound.milliseconds, range.upperBound.milliseconds)
        guard secondsAhead(at: Instant(milliseconds: after - 1)) != ahead else { return range.upperBound }
        while after - before > 1 {
            let middle = before + (after - before) / 2
            if secondsAhead(at: Instant(milliseconds: middle)) == ahead { before = middle } else { after = middle }
        }
        return Instant(milliseconds: after)
    }

    private static func hourOfWeek(_ number: Int64) -> Int {
        let day = number.quotient(24)
        return CalendarDay(number: day).weekday * 24 + Int(number - day * 24)
    }

    private static let hour: Int64 = 3_600_000
}
