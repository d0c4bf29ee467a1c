/// A picture with its heading, its table and the table's CSV twin.
struct Figure {
    /// Names it in the page: `figure-days`.
    let id: String
    let heading: String
    /// What it shows, and how to read it.
    let caption: String
    /// What is meant by the words that its numbers stand for.
    let terms: [Term]
    var legend: [LegendItem] = []
    /// Nil where nothing can be drawn, for the reason in `emptiness`.
    var chart: (any Chart)?
    /// What is the case where there is no picture.
    var emptiness = ""
    let table: DataTable
    /// Name of the CSV file.
    let file: String

    var node: Node {
        element(.section, .kind("figure"), .labelledBy(id)) {
            element(.h2, .id(id)) { heading }
            element(.figure) {
                element(.figcaption) {
                    element(.p) {
                        caption + " "
                        Term.links(terms)
                    }
                    if chart != nil, !legend.isEmpty { LegendItem.list(legend) }
                }
                if let chart { pictures(chart) } else { element(.p, .kind("emptiness")) { emptiness } }
            }
            data
        }
    }

    /// The picture twice, of which the page shows the one that fits.
    @NodeBuilder private func pictures(_ chart: any Chart) -> [Node] {
        element(.div, .kind("picture wide")) { chart.drawing(.wide).node(id: id + "-wide") }
        element(.div, .kind("picture narrow")) { chart.drawing(.narrow).node(id: id + "-narrow") }
    }

    private var data: Node {
        element(.details) {
            element(.summary) { "Table: \(heading)" }
            if table.rows.isEmpty {
                element(.p) { "The table has no rows: \(emptiness)" }
            }
            table.node(caption: heading, id: id + "-table")
            CSVLink(table: table, file: file).node
        }
    }
}

/// The link to a table's CSV twin.
struct CSVLink {
    let table: DataTable
    let file: String

    var node: Node {
        element(.p, .kind("csv")) {
            element(.a, .csv(table.csv), .download(file)) { "The same as CSV: \(file)" }
            if table.holdsVendorText { element(.span, .kind("note")) { " \(VendorText.guardNote)" } }
        }
    }
}

extension DataTable {
    var holdsVendorText: Bool {
        rows.contains { row in
            row.contains { cell in
                if case .vendor = cell { true } else { false }
            }
        }
    }
}
