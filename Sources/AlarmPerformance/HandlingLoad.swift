import ArchiveEvents

/// The load on an operator by the classes of EEMUA 191.
extension AlarmTally {
    /// The long-run average. Only some points of the scale are published; between two of them the answer says "between".
    var averageLoad: Indicator {
        let value = meanRate(per: 600_000)
        var load = indicator(
            "eemua.average", value, .alarmsPerTenMinutes, count: observedCount, mark: .published,
            excluded: [unobserved])
        guard let preset = input.settings.preset("eemua-191"), let points = LoadPoints(preset) else { return load }
        if let value { load.notes.append("verdict: \(points.verdict(value))") }
        load.parts = [
            .init("10-minute periods above very likely acceptable", outside(points.acceptable), .ratio),
            .init("fullest hour", peak(3_600_000), .alarms), .init("fullest minute", peak(60_000), .alarms),
        ]
        load.parameters = [.init("divided by", "observed time")]
        target(&load, points.words, from: preset, isReached: nil)
        grade(&load, butNot: "eemua-191 is not graded by default")
        return load
    }

    private func outside(_ acceptable: Double) -> Double? {
        let counts = binCounts(600_000, limit: Int(acceptable) * input.settings.positions)
        return .ratio(counts.above, counts.whole)
    }

    private func peak(_ width: Int64) -> Double? {
        let counts = binCounts(width, limit: 0)
        return counts.peakStart.map { _ in Double(counts.peak) / Double(input.settings.positions) }
    }

    /// Alarms in the ten minutes in which a flood begins, which are taken for those after an upset: an archive of alarms
    /// knows no upsets.
    var upsetLoad: Indicator {
        let floods = floods(floodRule(.binned))
        let counts = floods.map { flood in
            let end = flood.start.milliseconds.quotient(by: 600_000) * 600_000 + 600_000
            let alarms = input.alarms[flood.alarms]
            let count = alarms.partitioningIndex { $0.startTime >= end } - alarms.startIndex
            return Double(count) / Double(input.settings.positions)
        }
        var load = indicator(
            "eemua.upset", counts.max(), .alarms, count: floods.count, counted: observedCount, mark: .published,
            excluded: [unobserved])
        load.parameters = [
            .init("upset", "taken to be where a binned flood begins"), .init("value", "the one with the most alarms"),
        ]
        guard let preset = input.settings.preset("eemua-191"), let points = UpsetPoints(preset) else { return load }
        load.parts = UpsetPoints.classes.map { name in
            .init(name, Double(counts.count { points.verdict($0) == name }), .number)
        }
        target(&load, points.words, from: preset, isReached: nil)
        grade(&load, butNot: "eemua-191 is not graded by default")
        return load
    }
}

/// Points of the scale of the long-run average, in alarms per 10 minutes.
private struct LoadPoints {
    let unacceptable: Double
    let overDemanding: Double
    let manageable: Double
    let acceptable: Double

    init?(_ preset: Preset) {
        guard let unacceptable = preset.number("average.unacceptable"),
            let overDemanding = preset.number("average.over-demanding"),
            let manageable = preset.number("average.manageable"), let acceptable = preset.number("average.acceptable")
        else { return nil }
        (self.unacceptable, self.overDemanding) = (unacceptable, overDemanding)
        (self.manageable, self.acceptable) = (manageable, acceptable)
    }

    func verdict(_ average: Double) -> String {
        if average > unacceptable { return "very likely unacceptable" }
        if average > overDemanding { return "between likely over-demanding and very likely unacceptable" }
        if average == overDemanding { return "likely over-demanding" }
        if average > manageable { return "between manageable and likely over-demanding" }
        if average == manageable { return "manageable" }
        return average < acceptable ? "very likely acceptable" : "between very likely acceptable and manageable"
    }

    var words: String {
        "per 10 minutes above \(unacceptable.plain) very likely unacceptable, \(overDemanding.plain) likely "
            + "over-demanding, \(manageable.plain) manageable, below \(acceptable.plain) very likely acceptable"
    }
}

/// Points of the scale of the ten minutes after an upset.
private struct UpsetPoints {
    let excessive: Double
    let hard: Double
    let manageable: Double

    static let classes = ["excessive", "hard to cope with", "between", "should be manageable"]

    init?(_ preset: Preset) {
        guard let excessive = preset.number("upset.excessive"), let hard = preset.number("upset.hard"),
            let manageable = preset.number("upset.manageable")
        else { return nil }
        (self.excessive, self.hard, self.manageable) = (excessive, hard, manageable)
    }

    func verdict(_ alarms: Double) -> String {
        if alarms > excessive { return Self.classes[0] }
        if alarms >= hard { return Self.classes[1] }
        return Self.classes[alarms >= manageable ? 2 : 3]
    }

    var words: String {
        "above \(excessive.plain) excessive, from \(hard.plain) on hard to cope with, below \(manageable.plain) should "
            + "be manageable"
    }
}
