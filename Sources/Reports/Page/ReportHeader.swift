import AlarmPerformance
import ArchiveEvents

/// The head of a report: which period, how much of it was observed, and what it can be checked against.
struct ReportHeader {
    let content: ReportContent

    var node: Node {
        element(.header) {
            element(.h1) { content.title }
            element(.dl, .kind("facts")) {
                if !content.choice.isEmpty { fact("Only") { choice } }
                fact("Period") { period }
                fact("Time zone") { "\(content.calendar.name); days and hours below are local" }
                fact("Observed") { observed }
                fact("Archive") { element(.bdi) { content.archive.origin.shown } }
                fact("Checkpoint") { checkpoint }
                fact("Made") { "\(content.madeAt)" }
            }
            if let warning { element(.p, .kind("warning")) { warning } }
        }
    }

    private var figures: PeriodFigures { content.figures }

    private func fact(_ name: String, @NodeBuilder _ value: () -> [Node]) -> [Node] {
        [element(.dt) { name }, element(.dd, content: value)]
    }

    private var choice: [Node] {
        content.choice.enumerated().flatMap { index, text in (index > 0 ? [.text(", ")] : []) + [text.node] }
    }

    @NodeBuilder private var period: [Node] {
        time(figures.period.lowerBound)
        " until "
        time(figures.period.upperBound)
        ", which is not part of it (\(Numeral.duration(milliseconds: figures.period.milliseconds)))"
        element(.div, .kind("note")) { "In UTC: \(figures.period.lowerBound) until \(figures.period.upperBound)" }
    }

    private func time(_ time: Instant) -> Node {
        element(.time, .dateTime(time.description)) { content.calendar.text(time) }
    }

    @NodeBuilder private var observed: [Node] {
        element(.a, .link(to: Term.observed.id)) { figures.observed.share.map { Numeral.percent($0) } ?? "nothing" }
        " of the time\(provisional), "
        element(.a, .link(to: "coverage")) { figures.coverage.isComplete ? "complete" : "incomplete" }
    }

    private var provisional: String {
        let time = figures.observed.provisional
        return time == 0 ? "" : ", and \(Numeral.duration(milliseconds: time)) looked at, but not final yet"
    }

    @NodeBuilder private var checkpoint: [Node] {
        element(.a, .link(to: Term.checkpoint.id)) { Numeral.count(Int(content.archive.size), "event") }
        ", root "
        element(.code) { content.archive.root }
        ", signed by key "
        element(.code) { content.archive.key }
        "; the signed text "
        element(.a, .link(to: "archive")) { "stands below" }
        if content.archive.viewsComparedBefore == nil { "; the figures were not compared with it" }
    }

    private var warning: String? {
        guard !figures.coverage.isComplete else { return nil }
        guard figures.observed.sight != .none else {
            return figures.alarms.total == 0
                ? "Nothing of this period was observed: nothing can be said of it, not even that there were no alarms."
                : "Nothing of this period was observed as it happened: the alarms below were read later, and may not be all."
        }
        guard figures.observed.sight != .whole || figures.coverage.unlistedAlarms == 0 else {
            let unlisted = Numeral.count(figures.coverage.unlistedAlarms, "alarm")
            return "The lists of alarms did not show everything: \(unlisted) of this period are known from the logs of "
                + "zones alone, and no figure counts them."
        }
        return """
            This period was not wholly observed. Numbers of alarms are those that are known; there may have been more. \
            Hatched parts of the pictures show where.
            """
    }
}
