import ArchiveEvents

/// What rests on annotated calls to the police.
extension AlarmTally {
    private static let withoutDispatches = "no dispatches are annotated"

    /// Dispatches in the period.
    private var dispatches: [Dispatch]? { input.dispatches?.filter { input.period.contains($0.time) } }

    /// False dispatches for each permitted system and year; all dispatches beside them.
    var alarmFactor: Indicator {
        guard let dispatches else {
            return notAssessable("alarm-factor", .number, Self.withoutDispatches, mark: .published)
        }
        guard let systems = input.settings.systems, systems > 0 else {
            return notAssessable(
                "alarm-factor", .number, "the number of permitted systems is not set", mark: .published)
        }
        let real = dispatches.count { $0.wasReal == true }
        let unknown = dispatches.count { $0.wasReal == nil }
        let factor = AlarmFactor(
            dispatches: dispatches.count - unknown, real: real, systems: systems,
            years: Double(periodMilliseconds) / Double(LocalCalendar.day) / 365)
        var indicator = indicator(
            "alarm-factor", factor.falseOnly, .number, count: dispatches.count - unknown, mark: .published,
            excluded: [.init("nobody said whether it was real", unknown)])
        indicator.parameters = [.init("numerator", "false dispatches only"), .init("systems", "\(systems)")]
        indicator.parts = [.init("numerator: all dispatches", factor.all, .number)]
        indicator.ungradedBecause = "not graded by default"
        return indicator
    }

    /// False calls of the last twelve months, of the site that has the most.
    var policeResponse: Indicator {
        guard let dispatches = input.dispatches else {
            return notAssessable("npcc", .number, Self.withoutDispatches, mark: .published)
        }
        guard let preset = input.settings.preset("npcc"), let rule = RollingRule(preset) else {
            return notAssessable("npcc", .number, "the preset npcc is not in force", mark: .published)
        }
        let counts = RollingCounts(
            dispatches.filter { $0.wasReal == false && $0.time < input.period.upperBound }, rule,
            until: input.period.upperBound)
        var indicator = Indicator(
            "npcc", Double(counts.highest(.intruder)), .number, count: dispatches.count, counted: dispatches.count,
            mark: preset.mark)
        indicator.preset = preset.printedName
        indicator.coverage = coverage
        indicator.parameters = rule.parameters
        indicator.parts = [
            .init("hold-up: most of one site", Double(counts.highest(.holdUp)), .number),
            .init("sites with a warning", Double(counts.sites(.warning)), .number),
            .init("sites with a withdrawal", Double(counts.sites(.withdrawal)), .number),
        ]
        if periodMilliseconds < rule.window { indicator.notes.append("indicative: shorter than the window") }
        indicator.ungradedBecause = "warnings and withdrawals are counted instead"
        return indicator
    }
}

/// Dispatches per permitted system and year. Publishers differ in the numerator: it is always named.
public struct AlarmFactor: Sendable, Hashable {
    /// False dispatches only.
    public let falseOnly: Double?
    /// All dispatches.
    public let all: Double?

    /// Undefined without systems or time.
    public init(dispatches: Int, real: Int, systems: Int, years: Double = 1) {
        guard systems > 0, years > 0 else {
            (falseOnly, all) = (nil, nil)
            return
        }
        falseOnly = Double(dispatches - real) / Double(systems) / years
        all = Double(dispatches) / Double(systems) / years
    }
}
