import AlarmHistory

/// What was looked at, and each stretch of time in which it was not.
struct CoverageSection {
    let content: ReportContent

    var section: PageSection {
        PageSection(id: "coverage", title: "Coverage") {
            element(.p) {
                facts.isComplete ? "Nothing is known to be missing. " : "Some of this period is missing. "
                Term.links([.observed])
            }
            if !facts.notes.isEmpty {
                element(.ul) { facts.notes.map { note in element(.li) { VendorText(note).shown } } }
            }
            if facts.targets.isEmpty {
                element(.p) { "Nothing was polled." }
            } else {
                targets.node(caption: "What was looked at", id: "coverage-targets")
                CSVLink(table: targets, file: "coverage.csv").node
                gapDetails
            }
        }
    }

    private var facts: CoverageFacts { content.figures.coverage }

    private static let states = [CoverageState.covered, .provisional, .paused, .gap]

    private var targets: DataTable {
        var table = DataTable(
            columns: [
                DataTable.Column("Deployment", "deployment", .text), DataTable.Column("Endpoint", "endpoint", .text),
            ] + Self.states.map { DataTable.Column($0.title, "\($0.rawValue)_seconds") }
                + [DataTable.Column("Observed share", "observed_share")])
        table.rows = facts.targets.map { target in
            var times = ObservedTime()
            for interval in target.intervals { times.add(interval.milliseconds, interval.state) }
            return [.vendor(target.deployment), .vendor(target.endpoint)]
                + Self.states.map { .seconds(Double(times[$0]) / 1000) } + [.share(times.share, else: "no time")]
        }
        return table
    }

    private var gapDetails: Node {
        let table = gaps
        return element(.details) {
            element(.summary) { "Table: Gaps and pauses" }
            if table.rows.isEmpty { element(.p) { "There are none." } }
            table.node(caption: "Gaps and pauses", id: "coverage-gaps")
            CSVLink(table: table, file: "gaps.csv").node
        }
    }

    private var gaps: DataTable {
        var table = DataTable(columns: [
            DataTable.Column("From", "from", .time), DataTable.Column("Until", "until", .time),
            DataTable.Column("Length", "seconds"), DataTable.Column("Deployment", "deployment", .text),
            DataTable.Column("Endpoint", "endpoint", .text), DataTable.Column("State", "state", .text),
            DataTable.Column("Cause", "cause", .text), DataTable.Column("Detail", "detail", .text),
        ])
        let rows = facts.targets.flatMap { target in
            target.intervals.filter { $0.state == .gap || $0.state == .paused }.map { row(target, $0) }
        }
        table.rows = Array(rows.prefix(Self.longest))
        if rows.count > Self.longest { table.total = rows.count }
        table.omission = "the first of each list. alarm-history coverage shows all."
        return table
    }

    private func row(_ target: CoverageFacts.Target, _ interval: CoverageInterval) -> [DataTable.Cell] {
        [
            .time(interval.range.lowerBound, content.calendar), .time(interval.range.upperBound, content.calendar),
            .seconds(Double(interval.milliseconds) / 1000), .vendor(target.deployment), .vendor(target.endpoint),
            .words(interval.state.title), .words(interval.cause ?? ""), .vendor(VendorText(interval.detail ?? "")),
        ]
    }

    private static let longest = 5000
}
