/// Days put together so that a picture has no more bars than it can show.
struct TimeUnits {
    let unit: Unit
    let items: [Item]

    enum Unit: String, CaseIterable {
        case day, week, month, year
    }

    /// One bar.
    struct Item {
        /// The first day of it that lies in the period.
        let first: CalendarDay
        var last: CalendarDay
        var alarms: VerdictCounts
        var observed: ObservedTime
    }

    /// By day, week, month or year: the first that makes no more than `limit` bars.
    init(_ days: [DayFigures], limit: Int) {
        let choices = Unit.allCases.lazy.map { unit in (unit, Self.grouped(days, by: unit)) }
        let choice = choices.first { $0.1.count <= limit } ?? (.year, Self.grouped(days, by: .year))
        (unit, items) = choice
    }

    /// By one unit, however many bars that makes.
    init(_ days: [DayFigures], by unit: Unit) {
        self.unit = unit
        items = Self.grouped(days, by: unit)
    }

    private static func grouped(_ days: [DayFigures], by unit: Unit) -> [Item] {
        var items: [Item] = []
        var key = ""
        for day in days {
            let next = self.key(day.day, unit)
            if next == key, let last = items.indices.last {
                items[last].last = day.day
                items[last].alarms = items[last].alarms + day.alarms
                items[last].observed = items[last].observed + day.observed
            } else {
                items.append(Item(first: day.day, last: day.day, alarms: day.alarms, observed: day.observed))
            }
            key = next
        }
        return items
    }

    private static func key(_ day: CalendarDay, _ unit: Unit) -> String {
        switch unit {
        case .day: "\(day.number)"
        case .week: "\((day.number + 3).quotient(7))"
        case .month: String(day.text.prefix(7))
        case .year: day.year
        }
    }
}

extension TimeUnits {
    /// `day`, or what the reader must be told of what stands in its place.
    var note: String { unit == .day ? "" : "The period is long: days are put together to \(unit.rawValue)s." }

    /// `2026-03-14 (Saturday)`, `2026-03-09 to 2026-03-15`.
    func title(_ item: Item) -> String {
        item.first == item.last
            ? "\(item.first.text) (\(item.first.weekdayName))" : "\(item.first.text) to \(item.last.text)"
    }

    /// Where the axis of time has a word: each day of a short period; else each first one of a month or a year.
    var labels: [(band: Int, text: String)] {
        if unit == .day, items.count <= 62 { return items.indices.map { ($0, items[$0].first.short) } }
        guard let first = items.first?.first else { return [] }
        let start = unit == .day || unit == .week && items.count <= Self.namedWeeks ? first.monthName : first.year
        return [(0, start)]
            + items.indices.dropFirst().compactMap { index in
                let (day, before) = (items[index].first, items[index - 1].first)
                if day.year != before.year { return (index, day.year) }
                return unit == .day && day.month != before.month ? (index, day.monthName) : weekLabel(index)
            }
    }

    private static let namedWeeks = 110

    /// Weeks of few years have their months named.
    private func weekLabel(_ index: Int) -> (band: Int, text: String)? {
        guard unit == .week, items.count <= Self.namedWeeks, items[index].first.month != items[index - 1].first.month
        else {
            return nil
        }
        return (index, items[index].first.monthName)
    }
}
