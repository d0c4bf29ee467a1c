/// Whether one source chatters, in both published forms.
struct SourceChatter: Sendable {
    /// So many starts within a window.
    var byRule = false
    /// The index is at or above its threshold.
    var byIndex = false
    /// Mean of 1 / max(1, seconds between consecutive starts); nil with fewer than two starts.
    var index: Double?

    /// For each key, from the starts of the period. That they are known counts, whether or not anybody looked then.
    static func all(
        _ alarms: [AnnunciatedAlarm], _ order: [Int32], _ bounds: [Int], _ patterns: PatternRules
    ) -> [SourceChatter] {
        var starts: [Int64] = []
        return bounds.indices.dropLast().map { key in
            starts.removeAll(keepingCapacity: true)
            for position in order[bounds[key]..<bounds[key + 1]] { starts.append(alarms[Int(position)].startTime) }
            return SourceChatter(starts, patterns)
        }
    }

    /// Of one source's starts in order, in milliseconds.
    init(_ starts: [Int64], _ patterns: PatternRules) {
        guard starts.count >= 2 else { return }
        let runs = zip(starts.dropFirst(), starts).map { max(1000, $0 - $1) }
        let sum = runs.reduce(0.0) { $0 + 1000 / Double($1) }
        index = sum / Double(runs.count)
        // mean(1000 / run) >= p / q is sum(1 / run) >= p * runs / (1000 * q).
        let threshold = Fraction(
            patterns.chatterIndex.numerator, patterns.chatterIndex.denominator * 1000)
        byIndex = ReciprocalSum(runs).isAtLeast(threshold, times: Int64(runs.count))
        byRule = Self.hasBurst(starts, patterns)
    }

    private static func hasBurst(_ starts: [Int64], _ patterns: PatternRules) -> Bool {
        let reach = patterns.chatterStarts - 1
        guard starts.count > reach else { return false }
        for first in 0..<starts.count - reach {
            let span = starts[first + reach] - starts[first]
            if patterns.isChatterWindowClosed ? span <= patterns.chatterWindow : span < patterns.chatterWindow {
                return true
            }
        }
        return false
    }
}

extension AlarmTally {
    /// Sources that chatter, by the rule form; the index form beside it.
    var chatterCount: Indicator {
        let sources = chatter.indices.filter { count(ofKey: $0) > 0 }
        let byRule = sources.filter { chatter[$0].byRule }
        let worst = sources.max { (chatter[$0].index ?? -1, $1) < (chatter[$1].index ?? -1, $0) }
        let value = sources.isEmpty ? nil : Double(byRule.count)
        var indicator = indicator(
            "chatter.count", value, .sources, count: sources.count, counted: inPeriod.count, mark: .published)
        let window = "\((Double(patterns.chatterWindow) / 1000).plain) s"
        indicator.parameters = [
            .init("form", "rule: \(patterns.chatterStarts) starts or more of one source within any \(window)"),
            .init("window", patterns.isChatterWindowClosed ? "closed" : "half-open: less than \(window) apart"),
            .init(
                "rival form", "index: mean of 1 / max(1 s, time between starts) >= \(patterns.chatterIndex) per second"),
        ]
        indicator.parts = [
            .init(
                "chattering by the index form",
                value.map { _ in Double(sources.filter { chatter[$0].byIndex }.count) }, .sources),
            .init("highest index, per second", worst.flatMap { chatter[$0].index }, .number),
            .init("fleeting alarms", fleetingCounts.certain.map(Double.init), .alarms),
        ]
        if let worst, chatter[worst].index != nil { indicator.notes.append("the highest index: \(keyTitle(worst))") }
        indicator.notes.append(resolutionNote)
        if let preset = input.settings.preset("isa-18.2"), let most = preset.number("chatter.count.sources") {
            target(
                &indicator, "\(most.plain) chattering or fleeting, and an action plan for any", from: preset,
                isReached: value.map { $0 + Double(fleetingCounts.certain ?? 0) <= most })
        }
        grade(&indicator)
        return indicator
    }

    private var resolutionNote: String {
        guard let floor = input.settings.startResolution else {
            return "starts are the vendor's own times: no chatter is hidden between two looks"
        }
        return "what is shorter than \((Double(floor) / 1000).plain) s between two looks cannot be seen"
    }
}
