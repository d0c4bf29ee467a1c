import AlarmHistory

/// The figures that most readers look for, each a link to what it means.
struct Summary {
    let content: ReportContent

    var section: PageSection {
        PageSection(id: "summary", title: "Summary") {
            element(.p) { statement }
            element(.ul, .kind("tiles")) { tiles.map(\.node) }
        }
    }

    private var figures: PeriodFigures { content.figures }

    /// The answer in a sentence, also where there is nothing to count.
    private var statement: String { Emptiness(figures).statement ?? knownAlarms }

    private var knownAlarms: String {
        let zones = Numeral.count(figures.noisiest.count, "zone")
        return "\(Numeral.count(figures.alarms.total, "alarm")) in \(zones) began in this period."
    }

    private var tiles: [Tile] {
        [
            Tile("alarms", count(figures.alarms.total), .alarm, note: qualifier),
            Tile("valid (201)", count(figures.alarms.valid), .verdict),
            Tile("false (202)", count(figures.alarms.false), .verdict),
            Tile("unverified (101)", count(figures.alarms.unverified), .verdict),
            Tile("floods", floods, .flood, note: floodQualifier),
            Tile("of the time observed", figures.observed.share.map { Numeral.percent($0) } ?? "nothing", .observed),
        ]
            + figures.responses.marks.prefix(1).map {
                Tile(
                    "\(VendorText($0.name).shortened(to: 40)) from start to first verification",
                    Numeral.duration($0.seconds), .response)
            }
    }

    /// A zero is said only of time that was observed.
    private func count(_ number: Int) -> String {
        number == 0 && figures.observed.sight == .none ? "not observed" : Numeral.whole(number)
    }

    /// Floods need observed time to be found in: of the rest nothing can be said.
    private var floods: String {
        switch figures.observed.sight {
        case .whole: Numeral.whole(figures.floods.count)
        case .part: "at least \(Numeral.whole(figures.floods.count))"
        case .none: "not observed"
        }
    }

    private var floodQualifier: String {
        figures.observed.sight == .part ? "not all of the time was observed" : ""
    }

    private var qualifier: String {
        let unlisted = figures.coverage.unlistedAlarms
        guard unlisted == 0 else { return "listed; the logs of zones tell of \(Numeral.whole(unlisted)) more" }
        return figures.observed.sight == .whole || figures.alarms.total == 0
            ? "" : "known; not all of the time was observed"
    }
}

/// A figure of the summary.
private struct Tile {
    let title: String
    let value: String
    let term: Term
    let note: String

    init(_ title: String, _ value: String, _ term: Term, note: String = "") {
        self.title = title
        self.value = value
        self.term = term
        self.note = note
    }

    var node: Node {
        element(.li) {
            element(.a, .link(to: term.id)) { value }
            title
            if !note.isEmpty { element(.div, .kind("note")) { note } }
        }
    }
}

/// What is to be said of a period without alarms; nothing of one with alarms.
struct Emptiness {
    let statement: String?

    init(_ figures: PeriodFigures) {
        statement = figures.alarms.total > 0 ? nil : Self.text(figures.observed, figures.coverage.unlistedAlarms)
    }

    private static func text(_ observed: ObservedTime, _ unlisted: Int) -> String {
        // However much was observed: the lists did not show everything.
        guard unlisted == 0 else {
            return "No list showed an alarm of this period, but the logs of zones tell of "
                + "\(Numeral.count(unlisted, "alarm"))."
        }
        return switch observed.sight {
        case .whole where observed.provisional == 0: "No alarm began in this period, and all of it was observed."
        case .whole:
            """
            No alarm began in this period as far as is known; all of it was observed, but of \
            \(Numeral.duration(milliseconds: observed.provisional)) nothing is final yet.
            """
        case .part:
            """
            No alarm is known to have begun in this period; \(Numeral.percent(observed.share ?? 0)) of it was observed, \
            and of the rest nothing can be said.
            """
        case .none: "Nothing of this period was observed: whether there were alarms cannot be said."
        }
    }
}
