import ArchiveEvents

/// How many alarms were answered within a limit.
///
/// An unanswered one is not within it once it is older; until then it is open, and is not judged. One that ended before
/// anybody answered ages on.
struct ServiceLevel {
    /// Within the limit by the later, and by the earlier end of their brackets.
    private(set) var surely = 0
    private(set) var possibly = 0
    /// Alarms that can be judged.
    private(set) var judged = 0
    /// Unanswered and younger than the limit.
    private(set) var open = 0
    /// Unanswered and older.
    private(set) var missed = 0
    private(set) var retrospective = 0
    private(set) var lost = 0
    private(set) var untimed = 0
    private var sum = 0.0

    init(_ tally: AlarmTally, _ clock: ServiceClock, limit: Int64, _ isMeant: (Int) -> Bool) {
        let countsRetrospective = tally.input.settings.countsRetrospective
        for alarm in tally.input.alarms[tally.inPeriod] where isMeant(alarm.source) {
            switch tally.response(of: alarm, clock, countsRetrospective) {
            case .answered(let low, let high): answer(low, high, limit)
            case .waiting: wait(tally.input.now.milliseconds - alarm.startTime, limit)
            case .retrospective: retrospective += 1
            case .lost: lost += 1
            case .untimed: untimed += 1
            }
        }
    }

    private mutating func answer(_ low: Int64, _ high: Int64, _ limit: Int64) {
        judged += 1
        sum += Double(high)
        if high <= limit { surely += 1 }
        if low <= limit { possibly += 1 }
    }

    private mutating func wait(_ age: Int64, _ limit: Int64) {
        if age > limit {
            judged += 1
            missed += 1
        } else {
            open += 1
        }
    }

    /// By the later ends; nil where nothing can be judged.
    var share: Double? { .ratio(surely, judged) }
    var highestShare: Double? { .ratio(possibly, judged) }

    /// Seconds; nil where an answer never came: no number is made from the others.
    var average: Double? {
        missed == 0 && open == 0 && judged > 0 ? sum / Double(judged) / 1000 : nil
    }

    /// Exact: shares are compared as whole numbers.
    func attainment(_ percentileThousandths: Int) -> Indicator.Attainment? {
        guard judged > 0 else { return nil }
        let wanted = percentileThousandths * judged
        if surely * 100_000 >= wanted { return .reached }
        return possibly * 100_000 >= wanted ? .undecided : .notReached
    }
}

extension AlarmTally {
    /// An indicator for each line of the presets in force: `sla.arc-80-98.5.1` ...
    var serviceLines: [Indicator] {
        input.settings.presets.flatMap { preset in
            preset.lines.enumerated().map { index, line in
                self.line(line, "sla.\(preset.id).\(index + 1)", of: preset)
            }
        }
    }

    private func line(_ line: ServiceLine, _ id: String, of preset: Preset) -> Indicator {
        var indicator: Indicator
        if case .annotated(let clock) = line.clock {
            indicator = notAssessable(
                id, .ratio, "the clock \"\(clock)\" needs annotations for dispatch or runner", mark: preset.mark)
        } else {
            indicator = assessed(line, id, of: preset)
        }
        indicator.target = "target from \(preset.source): \(line.title)"
        indicator.preset = preset.printedName
        indicator.parameters += [
            .init("percentile", line.percentile.plain), .init("seconds", line.seconds.plain),
            .init("filter", "\(line.filter)"), .init("clock", "\(line.clock)"),
        ]
        return indicator
    }

    private func assessed(_ line: ServiceLine, _ id: String, of preset: Preset) -> Indicator {
        let isMeant = input.sources.map { preset.isMeant(line.filter, $0) }
        let level = ServiceLevel(self, line.clock, limit: line.limit) { isMeant[$0] }
        var indicator = indicator(
            id, level.share, .ratio, count: level.judged, mark: preset.mark,
            excluded: [
                .init("unanswered, but younger than the line", level.open),
                .init("verified after its end (retrospective)", level.retrospective),
                .init("no longer listed, and no end was seen", level.lost),
                .init("no beginning was told, or clocks contradict each other", level.untimed),
            ])
        if let low = level.share, let high = level.highestShare, low != high {
            indicator.bounds = .init(low: low, high: high, kind: .bracket)
        }
        indicator.parts = [
            .init("within the line", Double(level.surely), .alarms),
            .init("never answered", Double(level.missed + level.open), .alarms),
            .init(
                "average", level.average, .seconds, shown: level.missed + level.open > 0 ? "***" : nil),
        ]
        indicator.attainment = isWhollyObserved ? level.attainment(line.percentileThousandths) : nil
        indicator.ungradedBecause = ungraded(preset)
        if preset.kinds.isEmpty, line.filter != .all {
            indicator.notes.append("no kinds of alarms are mapped in the preset: every alarm counts as other")
        }
        return indicator
    }

    private func ungraded(_ preset: Preset) -> String {
        if !isWhollyObserved { return "the period is only partly observed" }
        return preset.isConfirmed ? "no bands are defined for it" : "the preset's numbers are unconfirmed"
    }
}

extension Preset {
    /// Whether a line with that filter is for the alarms of a source.
    func isMeant(_ filter: ServiceFilter, _ source: AnnunciationSource) -> Bool {
        switch filter {
        case .all: return true
        case .kinds(let names): return kind(of: source).map(names.contains) ?? false
        case .other: return kind(of: source).map { !namedKinds.contains($0) } ?? true
        }
    }

    private var namedKinds: Set<String> {
        Set(
            lines.flatMap { line in
                if case .kinds(let names) = line.filter { names } else { [String]() }
            })
    }

    private func kind(of source: AnnunciationSource) -> String? {
        [
            source.detection, source.ruleID, source.ruleName, source.deviceID, source.deviceName, source.zoneID,
            source.zoneName,
        ].lazy.compactMap { $0.flatMap { kinds[$0] } }.first
    }
}
