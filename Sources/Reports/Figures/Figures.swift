/// The pictures of a report, in the order of the page.
struct Figures {
    let figures: PeriodFigures

    init(_ content: ReportContent) {
        figures = content.figures
    }

    var all: [Figure] { [daily, heatMap, zones, responses, floods, coverage] }

    /// Why there is no picture of alarms.
    var emptiness: String? { Emptiness(figures).statement }
}

extension Figures {
    private var daily: Figure {
        let units = DailyChart.units(figures.days, .wide)
        return Figure(
            id: "figure-days", heading: "Alarms per \(units.unit.rawValue)",
            caption: "Alarms by the \(units.unit.rawValue) that they began on, and by verdict. \(units.note)",
            terms: [.alarm, .verdict, .day, .observed], legend: LegendItem.verdicts(figures.alarms) + [.unobserved],
            chart: emptiness == nil ? DailyChart(days: figures.days) : nil, emptiness: emptiness ?? "",
            table: DailyTable(units).table, file: "alarms-per-\(units.unit.rawValue).csv")
    }

    private var heatMap: Figure {
        Figure(
            id: "figure-hours", heading: "Hour by weekday",
            caption: """
                Alarms by the hour and the weekday that they began on, in local time, over all weeks of the period; not \
                every hour of the week need have been observed equally long, which the table tells.
                """,
            terms: [.alarm, .week, .observed], legend: [.dimHours],
            chart: emptiness == nil ? HeatMapChart(hours: figures.hours) : nil, emptiness: emptiness ?? "",
            table: HourTable(figures.hours).table, file: "alarms-by-hour-and-weekday.csv")
    }

    private var zones: Figure {
        let zones = figures.noisiest
        return Figure(
            id: "figure-zones", heading: "Zones",
            caption: """
                Which zones raise most alarms, and with what verdicts. Behind each bar: its number of alarms, and the share of all alarms from the \
                first zone down to it.
                """,
            terms: [.alarm, .verdict, .zone], legend: LegendItem.verdicts(figures.alarms),
            chart: emptiness == nil ? ZoneChart(zones: zones, total: figures.alarms.total) : nil,
            emptiness: emptiness ?? "", table: ZoneTable(zones, total: figures.alarms.total).table,
            file: "alarms-by-zone.csv")
    }

    private var coverage: Figure {
        let chart = CoverageChart(days: figures.days)
        return Figure(
            id: "figure-coverage", heading: "Observed time",
            caption: """
                Which \(chart.units.unit.rawValue)s were observed: of all others the numbers above may be too small. \
                Hatched: in part; crossed: not at all.
                """,
            terms: [.observed, .day],
            legend: [
                LegendItem(mark: "covered", title: "observed"),
                LegendItem(mark: "provisional", title: "observed, not final yet"), .unobserved,
            ],
            chart: figures.days.isEmpty ? nil : chart, emptiness: "The period is empty.",
            table: CoverageTable(chart.units).table, file: "observed-time.csv")
    }
}
