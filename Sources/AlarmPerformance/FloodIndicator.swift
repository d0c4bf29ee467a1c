extension AlarmTally {
    /// Time in flood: binned by default, sliding beside it.
    var floodTime: Indicator {
        let rule = floodRule(.binned)
        let binned = floods(rule)
        let sliding = floods(floodRule(.sliding))
        let value = share(of: binned)
        var flood = indicator(
            "flood.time", value, .ratio, count: binned.count, counted: observedCount, mark: .published,
            excluded: [unobserved])
        flood.parameters =
            rule.parameters + [
                .init("partly observed bins", "may open a flood, close none"),
                .init("a flood running when the period began", "not carried in"),
            ]
        flood.parts = [
            .init("floods, binned", Double(binned.count), .number),
            .init("time in flood, binned", binned.time, .seconds),
            .init("alarms in floods, binned", Double(binned.alarms), .alarms),
            .init("share of time, sliding", share(of: sliding), .ratio),
            .init("floods, sliding", Double(sliding.count), .number),
            .init("time in flood, sliding", sliding.time, .seconds),
            .init("alarms in floods, sliding", Double(sliding.alarms), .alarms),
            .init(
                "rival reading: binned, \(rule.isInclusive ? "more than" : "at least") \(rule.start)",
                share(of: floods(floodRule(.binned, rival: true))), .ratio),
        ]
        let truncated = binned.filter { $0.ending == .truncated }.count
        if truncated > 0 { flood.notes.append("truncated where nobody looked any more: \(truncated)") }
        if let preset = input.settings.preset("isa-18.2"), let most = preset.number("flood.time.share") {
            target(&flood, "under about \(most.percent)", from: preset, isReached: value.map { $0 < most })
        }
        grade(&flood)
        return flood
    }

    /// Milliseconds: a share of time in flood needs one whole window at least.
    private static let leastFloodTime: Int64 = 600_000

    /// Flood seconds / observed seconds.
    private func share(of floods: [Flood]) -> Double? {
        guard isObserved(for: Self.leastFloodTime) else { return nil }
        return .ratio(floods.reduce(0) { $0 + $1.duration }, observedMilliseconds)
    }
}

extension FloodRule {
    fileprivate var parameters: [Indicator.Parameter] {
        [
            .init("reading", reading.rawValue), .init("start", "count \(isInclusive ? ">=" : ">") \(start)"),
            .init("end", "count < \(end)"), .init("window", "\(window / 1000) s"),
        ]
    }
}

extension [Flood] {
    /// Seconds.
    fileprivate var time: Double { Double(reduce(0) { $0 + $1.duration }) / 1000 }
    fileprivate var alarms: Int { reduce(0) { $0 + $1.alarms.count } }
}
