/// Where the cells of the coverage calendar lie: days in columns of weeks, months in rows of years, years in rows of ten.
struct CoverageGrid {
    private let units: TimeUnits
    private let left = 36.0
    private let top = 20.0
    private let cell: Double
    private let gap: Double
    /// On a narrow page the weeks of a year stand in two blocks, one below the other.
    private let weeksPerBlock: Int

    init(_ units: TimeUnits, _ room: Room) {
        self.units = units
        weeksPerBlock = room == .wide ? 56 : 28
        let width = room.width - left - 2
        let columns = units.unit == .day ? min(Self.weeks(units), weeksPerBlock) : (units.unit == .month ? 12 : 10)
        cell = min(width / Double(max(columns, 1)), units.unit == .day ? 26 : 60)
        gap = cell > 9 ? 2 : 1
    }

    private static func weeks(_ units: TimeUnits) -> Int {
        guard let first = units.items.first?.first, let last = units.items.last?.first else { return 1 }
        return Int(week(last) - week(first)) + 1
    }

    private static func week(_ day: CalendarDay) -> Int64 { (day.number + 3).quotient(7) }

    private var rowHeight: Double { units.unit == .day ? cell : 22 }

    private var rows: Int {
        guard units.unit != .day else { return 7 }
        return (units.items.last.map { row($0.first) } ?? 0) + 1
    }

    private var blockHeight: Double { top + Double(rows) * rowHeight + 2 }

    var height: Double { blockHeight * Double(blocks) }

    private var blocks: Int { units.unit == .day ? (Self.weeks(units) - 1) / weeksPerBlock + 1 : 1 }

    private func column(_ day: CalendarDay) -> Int {
        switch units.unit {
        case .day, .week: Int(Self.week(day) - Self.week(units.items.first?.first ?? day))
        case .month: day.month - 1
        case .year: (Int(day.year) ?? 0) % 10
        }
    }

    private func row(_ day: CalendarDay) -> Int {
        let (year, first) = (Int(day.year) ?? 0, Int(units.items.first?.first.year ?? day.year) ?? 0)
        switch units.unit {
        case .day, .week: return day.weekday
        case .month: return year - first
        case .year: return year / 10 - first / 10
        }
    }

    /// The cell that a day, or what begins with it, has.
    func box(_ day: CalendarDay) -> Box {
        let (block, column) = column(day).quotientAndRemainder(dividingBy: weeksPerBlock)
        return Box(
            left + Double(column) * cell, Double(block) * blockHeight + top + Double(row(day)) * rowHeight,
            max(cell - gap, 1), rowHeight - gap)
    }

    @NodeBuilder var labels: [Node] {
        for block in 0..<blocks {
            for (row, text) in rowLabels {
                let y = Double(block) * blockHeight + top + (Double(row) + 0.5) * rowHeight + 4
                Shape.text(text, left - 6, y, "tick", at: .end)
            }
        }
        for (column, text) in columnLabels {
            let (block, place) = column.quotientAndRemainder(dividingBy: weeksPerBlock)
            Shape.text(text, left + Double(place) * cell, Double(block) * blockHeight + top - 7, "tick")
        }
    }

    private var rowLabels: [(Int, String)] {
        switch units.unit {
        case .day, .week:
            [0, 2, 4, 6].filter { rowHeight > 9 || $0.isMultiple(of: 4) }
                .map { ($0, String(CalendarDay.weekdays[$0].prefix(3))) }
        case .month, .year:
            (0..<rows).map { row in
                (row, units.items.first { self.row($0.first) == row }?.first.year ?? "")
            }
        }
    }

    private var columnLabels: [(Int, String)] {
        switch units.unit {
        case .day, .week: monthLabels
        case .month: CalendarDay.months.enumerated().map { ($0, $1) }
        case .year: (0..<10).map { ($0, "…\($0)") }
        }
    }

    /// Each month's name above the week that it begins in, as far as names do not touch.
    private var monthLabels: [(Int, String)] {
        var labels: [(Int, String)] = []
        for item in units.items where item.first.text.hasSuffix("-01") || item.first == units.items.first?.first {
            let column = column(item.first)
            let last = labels.last?.0 ?? -weeksPerBlock
            let isFree = column / weeksPerBlock > last / weeksPerBlock || Double(column - last) * cell >= 30
            if isFree { labels.append((column, item.first.monthName)) }
        }
        return labels
    }
}
