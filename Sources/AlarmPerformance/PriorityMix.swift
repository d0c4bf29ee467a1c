extension AlarmTally {
    var threePriorities: Indicator { mix("priority.3", [.low, .medium, .high]) }
    var fourPriorities: Indicator { mix("priority.4", [.low, .medium, .high, .highest]) }

    /// Alarms of the period by priority, and those that have none.
    var priorityCounts: (counts: [AlarmPriority: Int], none: Int) {
        var counts = [Int](repeating: 0, count: input.sources.count)
        for alarm in input.alarms[inPeriod] { counts[alarm.source] += 1 }
        var (sums, none) = ([AlarmPriority: Int](), 0)
        for (source, count) in counts.enumerated() {
            if let priority = index.priorityOf[source] { sums[priority, default: 0] += count } else { none += count }
        }
        return (sums, none)
    }

    /// Shares of the levels; with three of them, what is above high is high.
    private func mix(_ id: String, _ levels: [AlarmPriority]) -> Indicator {
        var (counts, none) = priorityCounts
        if !levels.contains(.highest) { counts[.high, default: 0] += counts.removeValue(forKey: .highest) ?? 0 }
        let total = counts.values.reduce(0, +)
        let top = levels[levels.count - 1]
        let value = Double.ratio(counts[top] ?? 0, total)
        var mix = indicator(
            id, value, .ratio, count: total, mark: .published,
            excluded: [.init("its importance is not known, or no word that is mapped to a priority", none)])
        mix.bounds = Wilson.bounds(successes: counts[top] ?? 0, trials: total)
        mix.parameters = [
            .init("priority", "the importance of the alarm's rule, mapped by preset patterns-default"),
            .init("value", "the share of \(top.rawValue)"), .init("z", "\(Wilson.z)"),
        ]
        mix.parts = levels.map { .init($0.rawValue, .ratio(counts[$0] ?? 0, total), .ratio) }
        if let preset = input.settings.preset("isa-18.2") {
            let shares = levels.compactMap { level in
                preset.number("\(id).\(level.rawValue)").map { "\($0.percent) \(level.rawValue)" }
            }
            target(&mix, "about \(shares.joined(separator: ", "))", from: preset, isReached: nil)
        }
        grade(&mix, butNot: "the target is a mix, without a limit")
        return mix
    }

    var unauthorisedSuppression: Indicator {
        var indicator = notAssessable(
            "suppress.unauth", .alarms,
            "the vendor tells neither who may mute a zone or change a rule, nor which alarms were kept back by it",
            mark: .published)
        if let preset = input.settings.preset("isa-18.2") {
            indicator.preset = preset.printedName
            indicator.target = "target from \(preset.source): 0 suppressed, 0 attributes changed"
        }
        return indicator
    }
}
