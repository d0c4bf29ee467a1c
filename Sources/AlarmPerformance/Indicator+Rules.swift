/// What applies to all indicators.
extension AlarmTally {
    /// An indicator that rests on the period: with its coverage, and with what must be said of a short or partly observed one.
    func indicator(
        _ id: String, _ value: Double?, _ unit: Indicator.Unit, count: Int, counted: Int? = nil, mark: Indicator.Mark,
        excluded: [Indicator.Exclusion] = []
    ) -> Indicator {
        var indicator = Indicator(id, value, unit, count: count, counted: counted ?? count, mark: mark)
        indicator.coverage = coverage
        indicator.excluded = excluded.filter { $0.count > 0 }
        if value == nil { indicator.notes.append(isScarcelyObserved ? Self.tooLittle : Self.nothing) }
        if input.detections != nil { indicator.notes.append(Self.byDetection) }
        if !isLongEnough { indicator.notes.append("indicative: the period is shorter than \(minimumDays.plain) days") }
        if !isWhollyObserved { indicator.notes.append("the period is only partly observed") }
        return indicator
    }

    private static let byDetection = "each detection counts, with the verdict, verification and end of its alarm"

    /// Whether less than a day of the period was observed, and not all of it.
    private var isScarcelyObserved: Bool { !isObserved(for: LocalCalendar.day) && !isWhollyObserved }
    private static let tooLittle = "undefined: too little time was observed to compute it from"
    private static let nothing = "undefined: there is nothing to compute it from"

    /// One that cannot be computed from what an archive holds.
    func notAssessable(_ id: String, _ unit: Indicator.Unit, _ reason: String, mark: Indicator.Mark) -> Indicator {
        var indicator = Indicator(id, nil, unit, count: 0, counted: 0, mark: mark)
        indicator.attainment = .notAssessable
        indicator.ungradedBecause = "not assessable"
        indicator.notes = ["not assessable: \(reason)"]
        return indicator
    }

    /// One that began while nobody looked is no part of a rate.
    var unobserved: Indicator.Exclusion { .init("began while nobody looked", unobservedCount) }

    private var minimumDays: Double { input.settings.preset("isa-18.2")?.number("minimum-days") ?? 30 }

    /// Why nothing is held against a target for operator positions; none where it may be.
    private var obstacles: [String] {
        var obstacles: [String] = []
        if input.settings.operators == nil { obstacles.append(Self.perSite) }
        if !isWhollyObserved { obstacles.append("the period is only partly observed") }
        if !isLongEnough { obstacles.append("indicative: the period is shorter than \(minimumDays.plain) days") }
        return obstacles
    }

    private static let perSite = "per site, not per operator"

    /// Names the target with the preset that it is from, and how the figure stands to it where it may be held against it.
    func target(
        _ indicator: inout Indicator, _ words: String, from preset: Preset, isPerOperator: Bool = true,
        isReached: Bool?
    ) {
        indicator.target = "target from \(preset.source): \(words)"
        indicator.preset = preset.printedName
        indicator.mark = preset.mark
        indicator.notes.append(Self.processIndustry)
        if isPerOperator, input.settings.operators == nil { indicator.notes.append(Self.perSite) }
        if let operators = input.settings.operators {
            indicator.parameters.append(.init("operators", "\(operators)"))
        }
        guard obstacles.isEmpty, preset.isConfirmed, indicator.value != nil, let isReached else { return }
        indicator.attainment = isReached ? .reached : .notReached
    }

    static let processIndustry = "a reference line: the target is of the process industry and assumes a plant operator"

    /// Gives the grade of the preset's bands, or says why there is none.
    func grade(_ indicator: inout Indicator, butNot reason: String? = nil) {
        let bands = input.settings.preset("bands-default")
        let amber = bands?.number("\(indicator.id).amber")
        let red = bands?.number("\(indicator.id).red")
        var reasons = obstacles + [reason].compactMap { $0 }
        if indicator.value == nil { reasons.insert("undefined", at: 0) }
        if bands?.isConfirmed == false { reasons.append("the bands are unconfirmed") }
        guard let bands, let amber, let red else {
            reasons.append("no bands are defined for it")
            indicator.ungradedBecause = reasons.joined(separator: "; ")
            return
        }
        guard reasons.isEmpty, let value = indicator.value else {
            indicator.ungradedBecause = reasons.joined(separator: "; ")
            return
        }
        indicator.grade = value < amber ? .green : (value <= red ? .amber : .red)
        indicator.parameters.append(
            .init("bands", "\(bands.printedName): amber \(amber.plain) to \(red.plain)"))
    }
}
