import ArchiveEvents

/// A day of a local calendar.
package struct CalendarDay: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    package let number: Int64

    package init(number: Int64) {
        self.number = number
    }

    package static func < (one: CalendarDay, other: CalendarDay) -> Bool { one.number < other.number }

    /// `2026-11-23`.
    var text: String { String(Instant(milliseconds: number * 86_400_000).description.prefix(10)) }

    /// 0 is Monday.
    var weekday: Int { Int((number + 3) - (number + 3).quotient(7) * 7) }

    var year: String { String(text.prefix(4)) }
    /// 1 to 12.
    var month: Int { Int(text.dropFirst(5).prefix(2)) ?? 1 }
    /// `14 Mar`.
    var short: String { "\(Int(text.suffix(2)) ?? 1) \(monthName)" }
    var monthName: String { Self.months[month - 1] }
    var weekdayName: String { Self.weekdays[weekday] }

    static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}

extension Int64 {
    /// The quotient, rounded down.
    func quotient(_ divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
