import ArchiveEvents

/// Numbers groups in the order in which they appear.
struct StatsGrouping {
    private let keys: Set<StatsKey>
    private let hasVerdict: Bool
    private let hasHour: Bool
    private let hasDay: Bool
    private var numbers: [Int64: Int] = [:]
    /// What a day is to the keys, for days that were met.
    private var days: [Int64: Int64] = [:]
    private var lastDay: (day: Int64, part: Int64)?
    private var last: (key: Int64, number: Int)?

    init(_ keys: [StatsKey]) {
        self.keys = Set(keys)
        hasVerdict = self.keys.contains(.verdict)
        hasHour = self.keys.contains(.hour)
        hasDay = !self.keys.isDisjoint(with: [.day, .month, .weekday])
    }

    /// The number of a place's group: the count of groups so far where it is a new one.
    mutating func number(of place: StatsPlace, sourceGroup: Int) -> Int {
        let day = hasDay ? part(of: place.day) : 0
        let time = day * 24 + (hasHour ? place.hour : 0)
        // Sources are fewer than 2^24, and days fit into the rest.
        let key = (time << 24 | Int64(sourceGroup)) << 2 | (hasVerdict ? place.verdict : 0)
        if let last, last.key == key { return last.number }
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        last = (key, number)
        return number
    }

    private mutating func part(of day: Int64) -> Int64 {
        if let lastDay, lastDay.day == day { return lastDay.part }
        let part = days[day] ?? newPart(of: day)
        days[day] = part
        lastDay = (day, part)
        return part
    }

    private func newPart(of day: Int64) -> Int64 {
        guard !keys.contains(.day) else { return day }
        let month = keys.contains(.month) ? StatsDate(day: day).monthNumber : 0
        return month * 7 + (keys.contains(.weekday) ? Int64(StatsDate(day: day).weekday) : 0)
    }
}

/// A date as keys tell it.
package struct StatsDate: Sendable {
    /// `2026-11-23`.
    package let text: String
    /// 0 is Monday.
    package let weekday: Int

    /// The date of a number of days since 1970-01-01.
    package init(day: Int64) {
        text = String(Instant(milliseconds: day * StatsQuery.millisecondsPerDay).description.prefix(10))
        // 1970 began on a Thursday.
        weekday = Int((day % 7 + 10) % 7)
    }

    /// `2026-11`.
    package var month: String { String(text.prefix(7)) }

    var monthNumber: Int64 { (Int64(text.prefix(4)) ?? 0) * 12 + (Int64(text.dropFirst(5).prefix(2)) ?? 0) }
}
