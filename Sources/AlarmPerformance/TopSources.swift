/// How the alarms are spread over their sources. Those that annunciated at least once in the period are counted; of the others
/// an archive knows nothing.
public struct TopSources: Sendable {
    /// Alarms of each source that annunciated, most first; ties in the order in which the sources are given.
    public let counts: [(source: Int, alarms: Int)]
    /// Alarms of the period.
    public let total: Int

    init(_ tally: AlarmTally) {
        counts = tally.index.sourceOfKey.indices.lazy.map { (source: $0, alarms: tally.count(ofKey: $0)) }
            .filter { $0.alarms > 0 }.sorted { ($1.alarms, $0.source) < ($0.alarms, $1.source) }
        total = tally.inPeriod.count
    }

    /// The share of the ten busiest. With ten sources or fewer it is 1 by construction, and says nothing.
    var share: Double? {
        guard counts.count > 10 else { return nil }
        return .ratio(counts.prefix(10).reduce(0) { $0 + $1.alarms }, total)
    }

    /// How many times the share of an even load that is.
    var overEven: Double? { share.map { $0 * Double(counts.count) / 10 } }

    /// The fewest sources that have four fifths of all alarms.
    var coveringFourFifths: Int? {
        guard counts.count > 10 else { return nil }
        var sum = 0
        for (index, count) in counts.enumerated() {
            sum += count.alarms
            if sum * 5 >= total * 4 { return index + 1 }
        }
        return nil
    }
}

extension AlarmTally {
    /// The alarms by source.
    public var topSources: TopSources { TopSources(self) }

    var topTenShare: Indicator {
        let top = topSources
        let sources = top.counts.count
        var share = indicator(
            "top10.share", top.share, .ratio, count: sources, counted: top.total, mark: .published)
        share.parameters = [
            .init("source", "zone + device + rule"), .init("sources", "\(sources) that annunciated in the period"),
        ]
        let few = sources <= 10 ? "n/a" : nil
        share.parts = [
            .init("share / (10 / sources)", top.overEven, .number, shown: few),
            .init(
                "fewest sources with 80 % of the alarms", top.coveringFourFifths.map(Double.init), .sources, shown: few),
        ]
        if sources > 0, sources <= 10 {
            share.notes = share.notes.filter { !$0.hasPrefix("undefined") }
            share.notes.append("n/a: with ten sources or fewer the share is 1 by construction")
        }
        for (rank, count) in top.counts.prefix(10).enumerated() {
            share.parts.append(
                .init("\(rank + 1). \(keyTitle(count.source))", Double(count.alarms), .alarms))
        }
        return targeted(share, sources)
    }

    private func targeted(_ share: Indicator, _ sources: Int) -> Indicator {
        var share = share
        guard let preset = input.settings.preset("isa-18.2"), let low = preset.number("top10.share.low"),
            let high = preset.number("top10.share.high"), let fewest = preset.number("top10.minimum-sources")
        else { return share }
        let isReachable = Double(sources) >= fewest
        let value = share.value
        target(
            &share, "under about \(low.percent) to \(high.percent), with an action plan", from: preset,
            isReached: isReachable ? value.map { $0 <= high } : nil)
        let reason = "n/a: below \(fewest.plain) sources the target cannot be reached"
        if !isReachable { share.notes.append(reason) }
        grade(&share, butNot: isReachable ? nil : reason)
        return share
    }

    /// Re-alarms: starts of the same source minus one.
    var reAlarm: Indicator {
        let counts = topSources.counts
        let value = counts.first.map { Double($0.alarms - 1) }
        var reAlarm = indicator(
            "re-alarm", value, .alarms, count: counts.count, counted: inPeriod.count, mark: .ours)
        reAlarm.parameters = [.init("value", "the most of one source"), .init("source", "zone + device + rule")]
        reAlarm.parts = [
            .init(
                "re-alarms of all sources", counts.isEmpty ? nil : Double(inPeriod.count - counts.count), .alarms)
        ]
        if let first = counts.first, first.alarms > 1 { reAlarm.notes.append("the most: \(keyTitle(first.source))") }
        reAlarm.ungradedBecause = "no target is defined for it"
        return reAlarm
    }
}
