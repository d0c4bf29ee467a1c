/// Columns of numbers of alarms, by verdict and in all.
enum VerdictColumns {
    static let columns: [DataTable.Column] =
        VerdictKind.allCases.map { DataTable.Column($0.title, $0.rawValue) } + [DataTable.Column("all", "alarms")]

    /// A zero is said only of time that was observed, and of time observed in part a number is "at least".
    static func cells(_ counts: VerdictCounts, _ observed: ObservedTime) -> [DataTable.Cell] {
        (VerdictKind.allCases.map { counts[$0] } + [counts.total]).map { number in
            switch observed.sight {
            case .whole: .count(number)
            case .part: .qualified(number, "at least")
            case .none where counts.total > 0: .qualified(number, "at least")
            case .none: .nothing(observed.whole == 0 ? "not in the period" : "not observed")
            }
        }
    }

    static func cells(_ counts: VerdictCounts) -> [DataTable.Cell] {
        (VerdictKind.allCases.map { counts[$0] } + [counts.total]).map { .count($0) }
    }
}

/// The table of ``DailyChart``.
struct DailyTable {
    let table: DataTable

    init(_ units: TimeUnits) {
        var table = DataTable(
            columns: [DataTable.Column("From", "first_day", .text), DataTable.Column("To", "last_day", .text)]
                + VerdictColumns.columns + [DataTable.Column("Observed", "observed_share")])
        table.rows = units.items.map { item in
            [.words(item.first.text), .words(item.last.text)] + VerdictColumns.cells(item.alarms, item.observed)
                + [.share(item.observed.share, else: "no time")]
        }
        self.table = table
    }
}

/// The table of ``HeatMapChart``.
struct HourTable {
    let table: DataTable

    init(_ hours: [HourFigures]) {
        var table = DataTable(
            columns: [DataTable.Column("Weekday", "weekday", .text), DataTable.Column("Hour from", "hour", .text)]
                + VerdictColumns.columns
                + [DataTable.Column("Observed hours", "observed_hours"), DataTable.Column("Alarms/hour", "per_hour")])
        table.rows = hours.enumerated().map { hour, figures in Self.row(hour, figures) }
        self.table = table
    }

    private static func row(_ hour: Int, _ figures: HourFigures) -> [DataTable.Cell] {
        let observed = Double(figures.observed.covered) / 3_600_000
        let rate = DataTable.Cell.number(Double(figures.alarms.total) / observed, decimals: 2)
        return [.words(CalendarDay.weekdays[hour / 24]), .words("\(Numeral.twoDigits(hour % 24)):00")]
            + VerdictColumns.cells(figures.alarms, figures.observed)
            + [.number(observed, decimals: 1), observed > 0 ? rate : .nothing("undefined")]
    }
}

/// The table of ``ZoneChart``.
struct ZoneTable {
    let table: DataTable

    init(_ zones: [ZoneFigures], total: Int) {
        var table = DataTable(
            columns: [
                DataTable.Column("Zone", "zone", .text), DataTable.Column("Deployment", "deployment", .text),
                DataTable.Column("Zone id", "zone_id", .text),
            ] + VerdictColumns.columns
                + [DataTable.Column("Share", "share"), DataTable.Column("Share so far", "cumulative_share")])
        var sum = 0
        table.rows = zones.prefix(Self.longest).map { zone in
            sum += zone.alarms.total
            return [.vendor(zone.zone.name), .vendor(zone.zone.deployment), zone.zone.idCell]
                + VerdictColumns.cells(zone.alarms)
                + [.share(zone.alarms.total, of: total), .share(sum, of: total)]
        }
        if zones.count > Self.longest { table.total = zones.count }
        table.omission = "those with most alarms. Ask for fewer zones or a shorter period to see the others."
        self.table = table
    }

    /// More rows than anyone reads make a page that no browser likes.
    private static let longest = 5000
}

/// The table of ``CoverageChart``.
struct CoverageTable {
    let table: DataTable

    init(_ units: TimeUnits) {
        var table = DataTable(
            columns: [
                DataTable.Column("From", "first_day", .text), DataTable.Column("To", "last_day", .text),
                DataTable.Column("Observed", "covered_seconds"),
                DataTable.Column("Not final yet", "provisional_seconds"),
                DataTable.Column("Paused", "paused_seconds"), DataTable.Column("Not observed", "gap_seconds"),
                DataTable.Column("Observed share", "observed_share"),
            ])
        table.rows = units.items.map { item in
            let times = [item.observed.covered, item.observed.provisional, item.observed.paused, item.observed.gap]
            return [.words(item.first.text), .words(item.last.text)] + times.map { .seconds(Double($0) / 1000) }
                + [.share(item.observed.share, else: "no time")]
        }
        self.table = table
    }
}
