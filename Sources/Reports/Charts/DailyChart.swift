/// Alarms per day, their verdicts stacked.
struct DailyChart: Chart {
    let days: [DayFigures]

    /// Bars that can be told apart.
    static func units(_ days: [DayFigures], _ room: Room) -> TimeUnits {
        TimeUnits(days, limit: room == .wide ? 400 : 62)
    }

    func drawing(_ room: Room) -> Drawing {
        let units = Self.units(days, room)
        let plot = Plot(
            room, height: room == .wide ? 260 : 200, upTo: units.items.map(\.alarms.total).max() ?? 0)
        let bands = BandScale(count: units.items.count, from: plot.left, to: plot.right)
        return Drawing(
            title: "Alarms per \(units.unit.rawValue), by verdict", description: description(units),
            width: room.width, height: plot.bottom + 24
        ) {
            UnobservedBands.shapes(units.items.map(\.observed.sight), bands, top: plot.top, bottom: plot.bottom)
            Axes.counts(plot.counts, from: plot.left, to: plot.right)
            for (index, item) in units.items.enumerated() {
                bar(item, title: units.title(item), bands(index), plot.counts)
            }
            Axes.labels(units.labels, bands, y: plot.bottom)
        }
    }

    private func bar(
        _ item: TimeUnits.Item, title: String, _ band: (start: Double, width: Double), _ scale: LinearScale
    ) -> Node? {
        guard item.alarms.total > 0 else { return nil }
        return Shape.group(title: "\(title): \(VerdictStack.text(item.alarms))\(Self.sight(item.observed))") {
            VerdictStack.upright(item.alarms, x: band.start, width: band.width, scale)
        }
    }

    private static func sight(_ observed: ObservedTime) -> String {
        switch observed.sight {
        case .whole: ""
        case .part: "; \(Numeral.percent(observed.share ?? 0)) observed"
        case .none: "; not observed"
        }
    }

    private func description(_ units: TimeUnits) -> String {
        let unit = units.unit.rawValue
        let most = units.items.max { $0.alarms.total < $1.alarms.total }
        let dim = units.items.filter { $0.observed.sight != .whole }.count
        let alarms = units.items.reduce(VerdictCounts()) { $0 + $1.alarms }
        var text = "\(VerdictStack.text(alarms)), over \(Numeral.count(units.items.count, unit))."
        if let most, most.alarms.total > 0 {
            text += " Most in one \(unit): \(Numeral.whole(most.alarms.total)), \(units.title(most))."
        }
        if dim > 0 { text += " \(Numeral.count(dim, unit)) not observed, or in part; these are hatched." }
        return text + " All numbers are in the table below."
    }
}

extension Drawing {
    init(
        title: String, description: String, width: Double, height: Double, @NodeBuilder shapes: () -> [Node]
    ) {
        self.init(title: title, description: description, width: width, height: height, shapes: shapes())
    }
}
