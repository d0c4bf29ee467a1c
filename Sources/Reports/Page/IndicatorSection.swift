import AlarmPerformance

/// Every indicator with all that is needed to read it right.
struct IndicatorSection {
    let content: ReportContent

    var section: PageSection? {
        guard !content.figures.indicators.isEmpty else { return nil }
        return PageSection(id: "indicators", title: "Indicators") {
            element(.p, .kind("warning")) { Self.caution }
            element(.div, .kind("cards")) { cards }
            element(.details) {
                element(.summary) { "Table: Indicators" }
                table.node(caption: "Indicators. \(Self.caution)", id: "indicators-table")
                CSVLink(table: table, file: "indicators.csv").node
            }
        }
    }

    /// What every page with such targets has to say.
    static let caution = """
        Targets of the process industry assume an operator of a plant. For video security they are reference lines. No \
        figure here says that a standard is kept.
        """

    private var cards: [Node] { content.figures.indicators.map { IndicatorCard(indicator: $0).node } }

    private var table: DataTable {
        let names = [
            ("Indicator", "id"), ("Value", "value"), ("Unit", "unit"), ("n", "n"), ("Low", "low"), ("High", "high"),
            ("Coverage", "coverage"), ("Target", "target"), ("Preset", "preset"), ("Mark", "mark"),
            ("Reached", "attainment"), ("Grade", "grade"), ("Parameters", "parameters"),
        ]
        var table = DataTable(
            columns: names.map { title, name in
                DataTable.Column(
                    title, name, ["value", "n", "low", "high", "coverage"].contains(name) ? .number : .text)
            })
        table.rows = content.figures.indicators.map(Self.row)
        return table
    }

    private static func row(_ indicator: Indicator) -> [DataTable.Cell] {
        [
            .words(indicator.id), .figure(indicator.value, indicator.unit), .words(indicator.unit.rawValue),
            .count(indicator.count), bound(indicator.bounds?.low, indicator), bound(indicator.bounds?.high, indicator),
            .share(indicator.coverage, else: "-"),
            words(indicator.target), words(indicator.preset), .words(indicator.mark.rawValue),
            words(indicator.attainment?.rawValue),
            indicator.grade.map { .words($0.rawValue) } ?? .nothing(indicator.ungradedBecause ?? "-"),
            words(indicator.parametersText),
        ]
    }

    private static func bound(_ bound: Double?, _ indicator: Indicator) -> DataTable.Cell {
        bound.map { .figure($0, indicator.unit) } ?? .nothing("-")
    }

    /// Presets are files of users: what stands in them is no more to be trusted than the vendor's text.
    private static func words(_ text: String?) -> DataTable.Cell {
        text.map { .vendor(VendorText($0)) } ?? .nothing("-")
    }
}

extension Indicator {
    /// `window = 600 s; start > 10`.
    var parametersText: String? {
        parameters.isEmpty ? nil : parameters.map { "\($0.name) = \($0.value)" }.joined(separator: "; ")
    }
}
