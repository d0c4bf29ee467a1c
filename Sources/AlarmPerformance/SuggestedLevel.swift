/// A level of ANSI/TMA-AVS-01 that may be suggested to the operator, who is the final arbiter. The two highest levels are never
/// inferred.
public enum SuggestedLevel: Sendable, Hashable, CaseIterable {
    /// Level 0: found false, and ended.
    case noCall
    /// Found valid: a candidate, no more.
    case candidateForTwo

    /// The number with the words that it is always printed with.
    public var words: String {
        switch self {
        case .noCall: "level 0: no call for service (cancelled or cleared)"
        case .candidateForTwo:
            "candidate for level 2: confirmed or highly probable human presence, intent unknown"
        }
    }
}

extension AnnunciatedAlarm {
    /// What its verdict justifies; nil where that is nothing.
    public var suggestedLevel: SuggestedLevel? {
        if isValid { return .candidateForTwo }
        return isFalse && hasEnd && !isOpen ? .noCall : nil
    }
}

extension AlarmTally {
    var suggestedLevels: Indicator {
        let alarms = input.alarms[inPeriod]
        let counts = SuggestedLevel.allCases.map { level in alarms.count { $0.suggestedLevel == level } }
        let suggested = counts.reduce(0, +)
        let value = inPeriod.isEmpty ? nil : Double(counts[0])
        var levels = indicator(
            "avs-01", value, .alarms, count: suggested, mark: .published,
            excluded: [.init("nothing may be suggested for it", inPeriod.count - suggested)])
        levels.parameters = [
            .init("value", SuggestedLevel.noCall.words), .init("suggested from", "code 202 and ended; code 201"),
        ]
        levels.parts = zip(SuggestedLevel.allCases, counts).map { .init($0.words, Double($1), .alarms) }
        levels.notes.append("suggestions only: a level is set by an annotation, and the operator is the final arbiter")
        levels.ungradedBecause = "a count of suggestions has no target"
        return levels
    }
}
