/// A word of the report that its glossary explains.
enum Term: String, CaseIterable {
    case alarm, verdict, observed, day, week, zone, response, flood, checkpoint, comparison

    var id: String { "term-\(rawValue)" }

    var title: String {
        switch self {
        case .alarm: "Alarm"
        case .verdict: "Verdict"
        case .observed: "Observed time"
        case .day: "Local day"
        case .week: "Hour of the week"
        case .zone: "Zone"
        case .response: "Response time"
        case .flood: "Flood"
        case .checkpoint: "Checkpoint"
        case .comparison: "Comparison"
        }
    }

    /// Links to the explanations of some words.
    static func links(_ terms: [Term]) -> Node {
        element(.span, .kind("defined")) {
            "Defined: "
            for (index, term) in terms.enumerated() {
                if index > 0 { ", " }
                element(.a, .link(to: term.id)) { term.title.lowercased() }
            }
            "."
        }
    }

    var definition: String {
        switch self {
        case .alarm:
            """
            One alarm of the vendor's (one guid), counted once, at its start: by the vendor's clock, else when it was \
            first seen. Edits, comments, arming and polling are never alarms. An alarm belongs to the period if it \
            began in it: at its beginning or later, and before its end.
            """
        case .verdict:
            """
            The vendor's code as it stood when the report was made: 201 valid, 202 false, 101 unverified. “False (202)” \
            says nothing of the cause. A code that is none of these is counted apart.
            """
        case .observed:
            """
            Time for which the archive's log vouches that both lists of alarms were read completely, again and again: this \
            alone counts in shares and rates. Behind it may lie time that is looked at, but not final yet. All other time is \
            a gap or a pause: of it nothing can be said, not even that there were no alarms. Alarms that are known to have \
            begun in it are counted all the same, so that their number is “at least”.
            """
        case .day:
            """
            A day of the calendar in the time zone named above, or the part of it that lies in the period. A day on \
            which the clock is turned has 23 or 25 hours. Weeks begin on Monday.
            """
        case .week: "An hour by the local clock on a day of the week, added up over all weeks of the period."
        case .zone: "The vendor's alarm zone that the alarm names, by its id; shown by its last known name."
        case .response:
            """
            From an alarm's start to its first verification. Where it was seen by polling, the look that showed it \
            counts, which is the latest that it can have been. Alarms that nobody verified are not answered late: they \
            are not in the picture, and counted beside it; so are those that were verified after their end.
            """
        case .flood:
            """
            A run of ten-minute periods in which alarms come faster than a person can handle them; the thresholds stand \
            with the indicator flood.time. One that unobserved time or the period's end cut short is truncated.
            """
        case .checkpoint:
            """
            The signed head of the archive's log: it commits to every event that this report can rest on. Whoever has it \
            can check later that nothing before it was changed: alarm-history verify --since.
            """
        case .comparison:
            """
            The same figures of the period of equal length that ended where this one begins. A difference of counts over \
            partly observed time may be one of what was seen, and not of what happened.
            """
        }
    }
}
