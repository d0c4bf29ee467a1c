/// The indicators by name.
public enum Indicators {
    /// All that the presets in force define, in the order of ``IndicatorDefinition/all``.
    public static func all(_ input: PerformanceInput) -> [Indicator] { all(AlarmTally(input)) }

    /// The same from a tally that is there already.
    public static func all(_ tally: AlarmTally) -> [Indicator] {
        table.map { $0.make(tally) } + tally.serviceLines
    }

    /// The one of that name; nil where there is none.
    public static func one(_ id: String, _ tally: AlarmTally) -> Indicator? {
        if let entry = table.first(where: { $0.id == id }) { return entry.make(tally) }
        return tally.serviceLines.first { $0.id == id }
    }

    /// The names, without those that lines of presets have.
    public static var ids: [String] { table.map(\.id) }

    /// The names, with those that lines of the presets in force have.
    public static func ids(_ settings: PerformanceSettings) -> [String] {
        ids + settings.presets.flatMap { preset in preset.lines.indices.map { "sla.\(preset.id).\($0 + 1)" } }
    }

    private static let table: [(id: String, make: @Sendable (AlarmTally) -> Indicator)] = [
        ("rate.day", { $0.dayRate }), ("rate.hour", { $0.hourRate }), ("rate.10min", { $0.tenMinuteRate }),
        ("peak.hours30", { $0.peakHours }), ("peak.bins10", { $0.peakBins }), ("peak.bin", { $0.peakBin }),
        ("flood.time", { $0.floodTime }), ("top10.share", { $0.topTenShare }),
        ("chatter.count", { $0.chatterCount }), ("fleeting", { $0.fleeting }), ("stale.day", { $0.staleDay }),
        ("standing", { $0.standing }), ("re-alarm", { $0.reAlarm }), ("priority.3", { $0.threePriorities }),
        ("priority.4", { $0.fourPriorities }), ("suppress.unauth", { $0.unauthorisedSuppression }),
        ("eemua.average", { $0.averageLoad }), ("eemua.upset", { $0.upsetLoad }),
        ("response.tta", { $0.timeToAnswer }), ("response.ttr", { $0.timeToEnd }),
        ("response.reversals", { $0.reversals }), ("operator.view", { $0.operatorView }),
        ("valid.coverage", { $0.verificationCoverage }), ("valid.false-ratio", { $0.falseRatio }),
        ("valid.nuisance-rate", { $0.falseRate }), ("rate.armed-hour", { $0.armedRate }),
        ("alarm-factor", { $0.alarmFactor }), ("npcc", { $0.policeResponse }), ("zone.noise", { $0.zoneNoiseScore }),
        ("avs-01", { $0.suggestedLevels }), ("opc-ua", { $0.alarmMetrics }),
    ]
}
