extension IndicatorDefinition {
    /// The definition of an indicator; lines of presets, `sla.<preset>.<line>`, share one.
    public static func of(_ id: String) -> IndicatorDefinition? {
        all.first { $0.id == (id.hasPrefix("sla.") ? "sla" : id) }
    }

    /// Every definition, in the order in which indicators are shown.
    public static let all: [IndicatorDefinition] = load + patterns + responses + validity + lines

    private static let isa = "published target (ISA-18.2-2016 / IEC 62682), known through secondary sources"
    private static let eemua = "published target (EEMUA 191), known through secondary sources"
    private static let starts = "starts of alarms, observed stretches of the period, number of operator positions"

    private static let load: [IndicatorDefinition] = [
        .init(
            id: "rate.day", title: "Alarms per day",
            definition: """
                Alarms that began in observed time, divided by observed days of 24 hours and by the operator positions \
                (one where none is set). One alarm is one guid, counted once at its start.
                """, inputs: starts, source: isa),
        .init(
            id: "rate.hour", title: "Alarms per hour",
            definition: "As alarms per day, divided by observed hours.", inputs: starts,
            source: "\(isa); bands: common practice"),
        .init(
            id: "rate.10min", title: "Alarms per 10 minutes",
            definition: "As alarms per day, divided by observed periods of 10 minutes.", inputs: starts, source: isa),
        .init(
            id: "peak.hours30", title: "Hours with more than 30 alarms",
            definition: """
                Of the wholly observed hours that begin at Unix times divisible by 3600, the share that holds more than 30 \
                alarms for each operator position. Partly observed hours are left out.
                """, inputs: starts, source: isa),
        .init(
            id: "peak.bins10", title: "10-minute periods with more than 10 alarms",
            definition: """
                Of the wholly observed 10-minute periods that begin at Unix times divisible by 600, the share that holds \
                more than 10 alarms for each operator position. Partly observed ones are left out. "10 or more" stands beside.
                """, inputs: starts, source: isa),
        .init(
            id: "peak.bin", title: "Most alarms in 10 minutes",
            definition: """
                The most alarms in one 10-minute period that begins at a Unix time divisible by 600, or in the observed part \
                of one, divided by the operator positions. The fullest hour and the most in any 600 s stand beside.
                """, inputs: starts, source: isa),
        .init(
            id: "flood.time", title: "Time in flood",
            definition: """
                Seconds of floods / observed seconds. Binned: a flood opens at the first 10-minute period with more than 10 \
                alarms and closes at the start of the first later one with fewer than 5. Sliding, beside it: by the count over \
                (t - 600 s, t] at every instant. Both limits are for each operator position. A gap in the observation \
                truncates a flood, and behind it a new one needs its own start; one that ran before the period is not carried \
                in. A partly observed 10-minute period may open a flood and closes none.
                """, inputs: starts, source: "\(isa); closing limit: common practice"),
        .init(
            id: "top10.share", title: "Share of the ten busiest sources",
            definition: """
                Alarms of the ten busiest sources / all alarms of the period. A source is zone + device + rule; those that \
                annunciated in the period are counted. With N sources an even load gives 10/N: beside the share stand share / \
                (10/N) and the fewest sources with 80 % of the alarms. With ten sources or fewer all three are n/a.
                """, inputs: "starts and sources of alarms", source: isa),
    ]

    private static let patterns: [IndicatorDefinition] = [
        .init(
            id: "chatter.count", title: "Chattering sources",
            definition: """
                Sources with 3 or more starts within any 60 s, half-open: the third less than 60 s after the first. Index form, \
                beside it: the mean of 1 / max(1, seconds between consecutive starts) is 0.05 per second or more, compared \
                exactly; undefined with fewer than two starts.
                """, inputs: "starts and sources of alarms", source: "\(isa); forms: common practice and literature"),
        .init(
            id: "fleeting", title: "Fleeting alarms",
            definition: """
                Alarms that ended by themselves, not verified before, within 10 s, whose source did not start again within \
                60 s after the end. Both times include their limit. The value takes the later end of each bracket.
                """, inputs: "starts, ends, first verifications and sources",
            source: "common practice; no standard gives the times"),
        .init(
            id: "stale.day", title: "Stale alarms",
            definition: """
                For each local day, distinct alarms that had been active for more than 24 h without a break at an instant of it; \
                the value is the day with the most. An open alarm has been active until now.
                """, inputs: "starts and ends of alarms, also of those that began before the period; the calendar",
            source: isa),
        .init(
            id: "standing", title: "Standing alarms",
            definition:
                "Alarms active at the last instant of the period, or now; the most at any instant stands beside.",
            inputs: "starts and ends of alarms, also of those that began before the period", source: eemua),
        .init(
            id: "re-alarm", title: "Re-alarms",
            definition: "Starts of the same source minus one; the value is the most of one source.",
            inputs: "starts and sources of alarms", source: "our own choice"),
        .init(
            id: "priority.3", title: "Priority mix, three levels",
            definition: """
                Shares of low, medium and high among the alarms that have a priority, which is the importance of their rule, \
                mapped by a preset; what is above high counts as high. The value is the share of high, with Wilson's 95 % bounds.
                """, inputs: "importance of the alarms' rules", source: isa),
        .init(
            id: "priority.4", title: "Priority mix, four levels",
            definition: "As with three levels, but with the highest apart. The value is its share, with its bounds.",
            inputs: "importance of the alarms' rules", source: isa),
        .init(
            id: "suppress.unauth", title: "Unauthorised suppression",
            definition: "Alarms suppressed, or attributes changed, without authorisation. Not assessable here.",
            inputs: "authorisations, which the vendor does not tell", source: isa),
        .init(
            id: "eemua.average", title: "Long-run average load",
            definition: """
                As alarms per 10 minutes, with the published word for the load; between two published points it says \
                "between". Beside it the share of wholly observed 10-minute periods above the line of very likely acceptable, \
                and the fullest hour and minute.
                """, inputs: starts, source: eemua),
        .init(
            id: "eemua.upset", title: "Alarms after an upset",
            definition: """
                Alarms in the 10-minute period in which a binned flood begins, for each operator position; the value is that \
                with the most. An archive of alarms knows no upsets: floods stand for them.
                """, inputs: starts, source: eemua),
    ]

    private static let responses: [IndicatorDefinition] = [
        .init(
            id: "response.tta", title: "Time to first verification",
            definition: """
                From the alarm's start to the first change of its code away from 101. The value is the median by nearest rank, \
                by the later end of each bracket; mean, p90, p95, max stand beside. Alarms without a verification are \
                right-censored at their end, open ones at now, and the Kaplan-Meier median counts them. Verifications after \
                the end are retrospective and kept out.
                """, inputs: "starts, first verifications and ends of alarms", source: "our own choice"),
        .init(
            id: "response.ttr", title: "Time to end",
            definition:
                "From the alarm's start to its end, as the time to first verification; open ones are right-censored at now.",
            inputs: "starts and ends of alarms", source: "our own choice"),
        .init(
            id: "response.reversals", title: "Reversed verdicts",
            definition: "How often a code went back to 101, from 201 to 202, or from 202 to 201.",
            inputs: "transitions of alarms", source: "our own choice"),
        .init(
            id: "operator.view", title: "The operator's view",
            definition: """
                Of the ended alarms, the share that ended before anybody had verified it. Beside it the share verified within \
                the allowed time, where one is set, and the distribution by priority. The bounds are Wilson's, 95 %.
                """, inputs: "first verifications, ends and priorities of alarms", source: "common practice"),
    ]

    private static let validity: [IndicatorDefinition] = [
        .init(
            id: "valid.coverage", title: "Verified alarms",
            definition: "Ended alarms with code 201 or 202 / ended alarms, with Wilson's 95 % bounds.",
            inputs: "verdicts and ends of alarms",
            source: "our own choice"),
        .init(
            id: "valid.false-ratio", title: "False (202) among the judged",
            definition: """
                False (202) / (valid (201) + false (202)) with Wilson's 95 % bounds, z = 1.959964; never over unverified ones, \
                undefined where both are 0. Beside it false ones per site and year.
                """, inputs: "verdicts of alarms", source: "our own choice"),
        .init(
            id: "valid.nuisance-rate", title: "False (202) per sensor and day",
            definition: """
                False (202) alarms that began in observed time, divided by the sensors that annunciated in it and by observed \
                days. Usage of the word for alarms with a harmless cause varies; the vendor has one code.
                """, inputs: "starts, verdicts and devices of alarms, observed stretches", source: "common practice"),
        .init(
            id: "rate.armed-hour", title: "Alarms per armed hour",
            definition: """
                Alarms that began in observed time while their zone was known to be armed / hours of observed time in which \
                zones were known to be armed, summed over zones.
                """, inputs: "starts and zones of alarms, armed stretches from the zones' logs",
            source: "our own choice"),
        .init(
            id: "alarm-factor", title: "Alarm factor",
            definition: """
                False dispatches per permitted alarm system and year of 365 days; all dispatches, which some publishers count, \
                stand beside. Needs annotated dispatches and the number of systems.
                """, inputs: "annotated dispatches",
            source: "published figure of the industry; publishers differ in the numerator"),
        .init(
            id: "npcc", title: "False calls in twelve months",
            definition: """
                The most false intruder calls of one site within any 365 days; 2 lead to a warning, 3 to a withdrawal, hold-up \
                calls have their own numbers. Counts calls to the police, so it needs annotated dispatches.
                """, inputs: "annotated dispatches",
            source: "published policy (UK police response), known through secondary sources"),
        .init(
            id: "zone.noise", title: "Zone noise",
            definition: """
                For each zone the mean of four inputs, each divided by that of the zone with the most: alarms per observed day, \
                the highest chattering index of its sources, false ratio, re-alarms. Undefined inputs are left out. The inputs \
                are always shown; the value is the noisiest zone's.
                """, inputs: "starts, sources and verdicts of alarms", source: "our own choice"),
        .init(
            id: "avs-01", title: "Suggested levels",
            definition: """
                Alarms for which a level of ANSI/TMA-AVS-01 may be suggested: level 0 where the code is 202 and the alarm has \
                ended; a candidate for level 2 where it is 201. Higher ones are never inferred. The value counts level 0.
                """, inputs: "verdicts and ends of alarms", source: "published level wording (ANSI/TMA-AVS-01)"),
        .init(
            id: "opc-ua", title: "OPC UA names",
            definition: """
                The period's figures under the names of OPC UA Part 9. AlarmCount counts starts in observed time; rates are per \
                10 minutes; MaximumUnAck runs from start to first verification, else to the end, else to now.
                """, inputs: "starts, ends and first verifications of alarms", source: "published names (OPC UA Part 9)"
        ),
    ]

    private static let lines: [IndicatorDefinition] = [
        .init(
            id: "sla", title: "Response time line",
            definition: """
                Of the alarms that a preset's line is for, the share answered within its seconds, limit included, by the later \
                end of each bracket. An unanswered alarm is not within the line once it is older, and is open until then. \
                Reached where the share is at least the line's per cent; undecided where the bracket's ends disagree. Where an \
                answer never came, the average prints ***.
                """, inputs: "starts, first verifications and ends of alarms; kinds as the preset maps them",
            source: "the preset's; the rule is our own choice")
    ]
}
