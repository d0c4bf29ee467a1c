/// Alarms by hour and weekday: hours run to the right, on a narrow page down.
struct HeatMapChart: Chart {
    /// 168 hours from Monday 00:00 on.
    let hours: [HourFigures]

    func drawing(_ room: Room) -> Drawing {
        let grid = Grid(room)
        return Drawing(
            title: "Alarms by hour and weekday", description: description, width: room.width,
            height: grid.height
        ) {
            grid.labels
            for (hour, figures) in hours.enumerated() where figures.observed.whole > 0 || figures.alarms.total > 0 {
                cell(hour, figures, grid)
            }
        }
    }

    private var maximum: Int { hours.map(\.alarms.total).max() ?? 0 }

    private func cell(_ hour: Int, _ figures: HourFigures, _ grid: Grid) -> Node {
        let (box, count) = (grid.box(hour), figures.alarms.total)
        let step = Self.step(count, of: maximum)
        return Shape.group(title: Self.title(hour, figures)) {
            Shape.rect(box, count == 0 && figures.observed.sight == .none ? "blind" : "heat\(step)")
            if figures.isDim { Shape.path(box.hatch(figures.observed.sight == .none ? 5 : 10), "hatching") }
            if count > 0 {
                Shape.text(
                    Self.short(count), box.x + box.width / 2, box.y + box.height / 2 + 4, "on-heat\(step)", at: .middle)
            }
        }
    }

    /// Which of the five colours a count has; the lightest is none at all.
    static func step(_ count: Int, of maximum: Int) -> Int {
        count == 0 ? 0 : 1 + min(3, count * 4 / max(maximum + 1, 1))
    }

    /// At most four characters: `999`, `1.2k`, `45k`, `3M`.
    static func short(_ count: Int) -> String {
        switch count {
        case ..<1000: "\(count)"
        case ..<9950: "\(Numeral.fixed(Double(count) / 1000, 1))k"
        case ..<999_500: "\(Numeral.fixed(Double(count) / 1000, 0))k"
        default: "\(Numeral.fixed(Double(count) / 1_000_000, 0))M"
        }
    }

    /// `Monday 03:00 to 04:00`.
    static func name(_ hour: Int) -> String {
        let (first, next) = (Numeral.twoDigits(hour % 24), Numeral.twoDigits((hour % 24 + 1) % 24))
        return "\(CalendarDay.weekdays[hour / 24]) \(first):00 to \(next):00"
    }

    private static func title(_ hour: Int, _ figures: HourFigures) -> String {
        let text = "\(name(hour)): \(VerdictStack.text(figures.alarms))"
        switch figures.observed.sight {
        case .whole: return text
        case .part: return text + "; \(Numeral.percent(figures.observed.share ?? 0)) observed"
        case .none: return figures.alarms.total > 0 ? text + "; not observed" : "\(name(hour)): not observed"
        }
    }

    private var description: String {
        let most = hours.indices.max { hours[$0].alarms.total < hours[$1].alarms.total } ?? 0
        return """
            Each cell is one hour of the week; the darker it is (in dark pages, the lighter), the more alarms began in \
            it. Most: \(Self.name(most)), \(Numeral.count(maximum, "alarm")). All numbers are in the table below.
            """
    }
}
