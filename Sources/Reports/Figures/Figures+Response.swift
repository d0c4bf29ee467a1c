extension Figures {
    var responses: Figure {
        let times = figures.responses
        return Figure(
            id: "figure-responses", heading: "Response times",
            caption: """
                Alarms by the time from their start to their first verification. Not in the picture: \
                \(Numeral.count(times.unanswered, "alarm")) that nobody verified, \(Numeral.whole(times.retrospective)) \
                verified after the end, and \(Numeral.whole(times.untimed)) of which no clock tells how fast they were.
                """,
            terms: [.response, .alarm],
            legend: [
                LegendItem(mark: "percentile", title: "median and percentiles of those that were verified")
            ] + (times.targets.isEmpty ? [] : [LegendItem(mark: "target", title: presets)]),
            chart: times.answered > 0 ? ResponseChart(times: times) : nil,
            emptiness: emptiness ?? "No alarm of this period was verified before its end.",
            table: ResponseTable(times).table, file: "response-times.csv")
    }

    private var presets: String {
        var names: [String] = []
        for target in figures.responses.targets where !names.contains(target.preset) { names.append(target.preset) }
        return names.map { "target from \(VendorText($0).shortened(to: 60))" }.joined(separator: ", ")
    }

    var floods: Figure {
        let largest = Self.largest(figures.floods, FloodTable.longest)
        let drawn = Self.largest(largest, Self.drawnFloods)
        let omitted = figures.floods.count - drawn.count
        return Figure(
            id: "figure-floods", heading: "Floods",
            caption: """
                When alarms came faster than a person can handle them, and how many each flood had. \
                \(omitted > 0 ? "Only the \(Numeral.whole(drawn.count)) largest of \(Numeral.whole(figures.floods.count)) are drawn." : "")
                """,
            terms: [.flood, .observed], legend: [.unobserved],
            chart: figures.floods.isEmpty
                ? nil
                : FloodChart(
                    period: figures.period, calendar: figures.calendar, days: figures.days,
                    coverage: figures.coverage.intervals, floods: drawn),
            emptiness: emptiness ?? noFloods,
            table: FloodTable(largest, total: figures.floods.count, figures.calendar).table, file: "floods.csv")
    }

    private var noFloods: String {
        switch figures.observed.sight {
        case .whole: "There was no flood in this period."
        case .part: "There was no flood in the part of the period that was observed."
        case .none: "Floods are looked for in observed time alone, and nothing of this period was observed."
        }
    }

    /// The largest ones, in the order that they had.
    static func largest(_ floods: [FloodFigures], _ limit: Int) -> [FloodFigures] {
        guard floods.count > limit else { return floods }
        let order = floods.indices.sorted { (floods[$1].alarms, $0) < (floods[$0].alarms, $1) }
        return order.prefix(limit).sorted().map { floods[$0] }
    }

    /// More stems would be one grey area.
    private static let drawnFloods = 400
}
