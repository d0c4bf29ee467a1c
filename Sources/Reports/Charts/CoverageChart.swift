/// A cell for each day, month or year: how much of it was observed.
struct CoverageChart: Chart {
    let days: [DayFigures]

    /// By day, in columns of weeks, as long as these can be told apart; else by month, or by year.
    var units: TimeUnits {
        if days.count <= Self.mostDays { return TimeUnits(days, by: .day) }
        let months = TimeUnits(days, by: .month)
        return months.items.count <= Self.mostMonths ? months : TimeUnits(days, by: .year)
    }

    private static let mostDays = 380
    private static let mostMonths = 720

    func drawing(_ room: Room) -> Drawing {
        let units = self.units
        let grid = CoverageGrid(units, room)
        return Drawing(
            title: "Observed time per \(units.unit.rawValue)", description: description(units), width: room.width,
            height: grid.height
        ) {
            grid.labels
            for item in units.items { cell(item, units.title(item), grid.box(item.first)) }
        }
    }

    private func cell(_ item: TimeUnits.Item, _ title: String, _ box: Box) -> Node {
        Shape.group(title: "\(title): \(Self.text(item.observed))") {
            switch item.observed.sight {
            case .whole: Shape.rect(box, item.observed.provisional > 0 ? "provisional" : "covered")
            case .part:
                Shape.rect(box, "partial")
                Shape.path(box.hatch(4), "hatching")
            case .none: Shape.rect(box, "blind")
            }
            if item.observed.sight == .none { cross(box) }
        }
    }

    private func cross(_ box: Box) -> Node {
        let (left, right) = (Shape.number(box.x), Shape.number(box.x + box.width))
        let (top, bottom) = (Shape.number(box.y), Shape.number(box.y + box.height))
        return Shape.path("M\(left) \(top)L\(right) \(bottom)M\(left) \(bottom)L\(right) \(top)", "hatching")
    }

    static func text(_ observed: ObservedTime) -> String {
        switch observed.sight {
        case .whole: observed.provisional > 0 ? "observed, not final yet" : "observed"
        case .part: "\(Numeral.percent(observed.share ?? 0)) observed"
        case .none: "not observed"
        }
    }

    private func description(_ units: TimeUnits) -> String {
        let unit = units.unit.rawValue
        func count(_ sight: ObservedTime.Sight) -> String {
            Numeral.whole(units.items.filter { $0.observed.sight == sight }.count)
        }
        return """
            Of \(Numeral.count(units.items.count, unit)), \(count(.whole)) wholly observed, \(count(.part)) in part, \
            \(count(.none)) not at all. All are in the table below.
            """
    }
}
