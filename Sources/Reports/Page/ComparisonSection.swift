import AlarmPerformance

/// The period beside the one before it.
struct ComparisonSection {
    let content: ReportContent
    let before: PeriodFigures

    /// Nil where nothing is compared.
    init?(content: ReportContent) {
        guard let before = content.before else { return nil }
        self.content = content
        self.before = before
    }

    var section: PageSection {
        PageSection(id: "comparison", title: "Compared with the period before") {
            element(.p) {
                "The period before: \(before.calendar.text(before.period.lowerBound)) until "
                "\(before.calendar.text(before.period.upperBound)). "
                Term.links([.comparison, .observed])
            }
            if let caution { element(.p, .kind("warning")) { caution } }
            totals.node(caption: "Alarms and observed time", id: "comparison-totals")
            CSVLink(table: totals, file: "comparison-totals.csv").node
            if !indicators.rows.isEmpty {
                indicators.node(caption: "Indicators. \(IndicatorSection.caution)", id: "comparison-indicators")
                CSVLink(table: indicators, file: "comparison-indicators.csv").node
            }
            zoneDetails
        }
    }

    private var now: PeriodFigures { content.figures }

    /// What must be said where not all was observed.
    private var caution: String? {
        guard now.observed.sight != .whole || before.observed.sight != .whole else { return nil }
        return """
            Observed: \(Self.share(now.observed)) of this period, \(Self.share(before.observed)) of the one before. \
            Differences over partly observed time may be ones of what was seen, and not of what happened.
            """
    }

    private static func share(_ observed: ObservedTime) -> String {
        observed.share.map { Numeral.percent($0) } ?? "nothing"
    }

    private static let columns = [
        DataTable.Column("This period", "now"), DataTable.Column("Before", "before"),
        DataTable.Column("Change", "difference", .text),
    ]

    private var totals: DataTable {
        var table = DataTable(columns: [DataTable.Column("What", "what", .text)] + Self.columns)
        let kinds = VerdictKind.allCases.map { ($0.title, now.alarms[$0], before.alarms[$0]) }
        let counts =
            [("alarms", now.alarms.total, before.alarms.total)] + kinds
            + [("floods", now.floods.count, before.floods.count)]
        table.rows = counts.map { title, now, before in row(title, known(now, self.now), known(before, self.before)) }
        table.rows.append(observedRow)
        return table
    }

    /// A zero is known only of time that was observed.
    private func known(_ count: Int, _ figures: PeriodFigures) -> Int? {
        count == 0 && figures.observed.sight == .none ? nil : count
    }

    private func row(_ title: String, _ now: Int?, _ before: Int?) -> [DataTable.Cell] {
        let difference = Difference(now.map { Double($0) }, before.map { Double($0) }, .alarms)
        return [.words(title), Self.count(now), Self.count(before), .spoken(difference.amount, difference.text)]
    }

    private static func count(_ number: Int?) -> DataTable.Cell {
        number.map { .count($0) } ?? .nothing("not observed")
    }

    private var observedRow: [DataTable.Cell] {
        let difference = Difference(now.observed.share, before.observed.share, .ratio)
        return [
            .words("share of the time observed"), .share(now.observed.share, else: "no time"),
            .share(before.observed.share, else: "no time"), .spoken(difference.amount, difference.text),
        ]
    }

    private var indicators: DataTable {
        let earlier = Dictionary(before.indicators.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var table = DataTable(
            columns: [DataTable.Column("Indicator", "id", .text), DataTable.Column("Unit", "unit", .text)]
                + Self.columns)
        table.rows = now.indicators.map { indicator in
            let earlier = earlier[indicator.id]
            let difference = Difference(indicator.value, earlier?.value, indicator.unit)
            return [
                .words(indicator.id), .words(indicator.unit.rawValue), .figure(indicator.value, indicator.unit),
                .figure(earlier?.value, indicator.unit),
                .spoken(difference.amount, difference.text + Self.partly(indicator, earlier)),
            ]
        }
        return table
    }

    private static func partly(_ now: Indicator, _ before: Indicator?) -> String {
        let shares = [now.coverage, before?.coverage].compactMap(\.self).filter { $0 < 1 }
        return shares.isEmpty ? "" : "; over partly observed time"
    }
}
