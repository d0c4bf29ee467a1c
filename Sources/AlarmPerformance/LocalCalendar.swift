public import ArchiveEvents

/// How far a place's clocks are ahead of UTC, and since when: as much of a time zone as a period needs, as a plain value.
public struct LocalCalendar: Sendable, Hashable {
    /// From an instant on, clocks are so many seconds ahead of UTC.
    public struct Change: Sendable, Hashable {
        /// The first instant of it.
        public let from: Instant
        /// Below zero west of Greenwich.
        public let secondsAhead: Int

        /// A change of clocks.
        public init(from: Instant, secondsAhead: Int) {
            self.from = from
            self.secondsAhead = secondsAhead
        }
    }

    /// The IANA name, for print.
    public let name: String
    private let first: Int
    private let changes: [Change]

    /// Clocks that are `secondsAhead` of UTC until the first of `changes`, which are in order of time.
    public init(name: String, secondsAhead: Int, changes: [Change] = []) {
        self.name = name
        first = secondsAhead
        self.changes = changes
    }

    /// Days of 24 hours that begin at midnight UTC.
    public static let utc = LocalCalendar(name: "UTC", secondsAhead: 0)

    /// Seconds that clocks are ahead of UTC.
    public func secondsAhead(at instant: Instant) -> Int {
        let behind = changesUntil(instant)
        return behind == 0 ? first : changes[behind - 1].secondsAhead
    }

    /// Milliseconds since 1970 as clocks on the wall showed them.
    public func wallMilliseconds(_ instant: Instant) -> Int64 {
        instant.milliseconds + Int64(secondsAhead(at: instant)) * 1000
    }

    /// The hour of the day, 0 to 23.
    public func hour(of instant: Instant) -> Int {
        Int(wallMilliseconds(instant).remainder(modulo: Self.day) / 3_600_000)
    }

    /// The day of the week: 0 is Monday.
    public func weekday(of instant: Instant) -> Int {
        // 1970 began on a Thursday.
        Int((wallMilliseconds(instant).quotient(by: Self.day) + 3).remainder(modulo: 7))
    }

    /// The days of a period in order and without a hole; the first and the last one may be cut. Where clocks were put back
    /// over midnight, the new day goes on.
    public func days(in period: Range<Instant>) -> [LocalDay] {
        var days: [LocalDay] = []
        var time = period.lowerBound
        while time < period.upperBound {
            let ahead = Int64(secondsAhead(at: time)) * 1000
            let shown = (time.milliseconds + ahead).quotient(by: Self.day)
            let midnight = Instant(milliseconds: (shown + 1) * Self.day - ahead)
            let end = min(midnight, nextChange(after: time) ?? midnight, period.upperBound)
            if let last = days.last, shown <= last.number {
                days[days.count - 1] = LocalDay(number: last.number, range: last.range.lowerBound..<end)
            } else {
                days.append(LocalDay(number: shown, range: time..<end))
            }
            time = end
        }
        return days
    }

    private func nextChange(after instant: Instant) -> Instant? {
        let next = changesUntil(instant)
        return next < changes.count ? changes[next].from : nil
    }

    /// How many changes came at or before an instant.
    private func changesUntil(_ instant: Instant) -> Int { changes.partitioningIndex { $0.from > instant } }

    static let day: Int64 = 86_400_000
}

/// A day by the clocks of a place.
public struct LocalDay: Sendable, Hashable {
    /// Days since 1970-01-01.
    public let number: Int64
    /// From its first to before its last instant: 23 to 25 hours, or fewer where a period cuts it.
    public let range: Range<Instant>
}

extension Int64 {
    /// The quotient rounded down.
    func quotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// What is left of the quotient rounded down: never below zero.
    func remainder(modulo divisor: Int64) -> Int64 { self - quotient(by: divisor) * divisor }
}

extension RandomAccessCollection {
    /// The first index whose element `isBehind`, in a collection where all that are come last.
    func partitioningIndex(where isBehind: (Element) -> Bool) -> Index {
        var (low, count) = (startIndex, self.count)
        while count > 0 {
            let middle = index(low, offsetBy: count / 2)
            if isBehind(self[middle]) {
                count /= 2
            } else {
                low = index(after: middle)
                count -= count / 2 + 1
            }
        }
        return low
    }
}
