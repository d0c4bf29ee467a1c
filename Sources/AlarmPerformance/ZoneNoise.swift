/// How noisy a zone is, always shown with what the score is made of.
public struct ZoneNoise: Sendable, Hashable {
    /// The zone as people know it.
    public let title: String
    /// Whose it is.
    public let deployment: String
    /// Nil of alarms that have none.
    public let zoneID: String?
    /// Alarms of the period.
    public let alarms: Int
    /// Alarms for each observed day; nil without observed time.
    public let rate: Double?
    /// The highest chattering index of its sources.
    public let index: Double?
    /// Code 201.
    public let valid: Int
    /// Code 202.
    public let falseOnes: Int
    /// Starts of the same source minus one, summed up.
    public let reAlarms: Int
    /// Mean of its four inputs, each divided by that of the zone with the most; undefined ones are left out.
    public fileprivate(set) var score: Double?

    /// False / (valid + false).
    public var falseRatio: Double? { .ratio(falseOnes, valid + falseOnes) }
}

extension AlarmTally {
    /// The zones that annunciated, the noisiest first.
    public var zoneNoise: [ZoneNoise] {
        var zones = index.sourceOfZone.indices.map { ZoneSums(zone: $0) }
        for alarm in input.alarms[inPeriod] {
            let zone = Int(index.zoneOf[alarm.source])
            zones[zone].alarms += 1
            if alarm.isValid { zones[zone].valid += 1 } else if alarm.isFalse { zones[zone].falseOnes += 1 }
        }
        for stretch in stretches {
            for alarm in input.alarms[stretch.alarms] { zones[Int(index.zoneOf[alarm.source])].observed += 1 }
        }
        for key in index.sourceOfKey.indices where count(ofKey: key) > 0 {
            let zone = Int(index.zoneOf[index.sourceOfKey[key]])
            zones[zone].reAlarms += count(ofKey: key) - 1
            if let index = chatter[key].index { zones[zone].index = max(zones[zone].index ?? 0, index) }
        }
        return scored(zones.filter { $0.alarms > 0 }.map(noise))
    }

    private struct ZoneSums {
        let zone: Int
        var alarms = 0
        var observed = 0
        var valid = 0
        var falseOnes = 0
        var reAlarms = 0
        var index: Double?
    }

    private func noise(_ sums: ZoneSums) -> ZoneNoise {
        let source = input.sources[index.sourceOfZone[sums.zone]]
        let days = Double(observedMilliseconds) / Double(LocalCalendar.day)
        return ZoneNoise(
            title: source.zoneTitle, deployment: source.deployment, zoneID: source.zoneID, alarms: sums.alarms,
            rate: days > 0 ? Double(sums.observed) / days : nil, index: sums.index, valid: sums.valid,
            falseOnes: sums.falseOnes, reAlarms: sums.reAlarms)
    }

    private func scored(_ zones: [ZoneNoise]) -> [ZoneNoise] {
        let inputs: [(ZoneNoise) -> Double?] = [
            { $0.rate }, { $0.index }, { $0.falseRatio }, { Double($0.reAlarms) },
        ]
        let most = inputs.map { input in zones.compactMap(input).max() ?? 0 }
        var zones = zones
        for position in zones.indices {
            let parts = zip(inputs, most).compactMap { input, most in
                input(zones[position]).map { most > 0 ? $0 / most : 0 }
            }
            zones[position].score = parts.isEmpty ? nil : parts.reduce(0, +) / Double(parts.count)
        }
        return zones.enumerated().sorted { one, other in
            (other.element.score ?? 0, one.offset) < (one.element.score ?? 0, other.offset)
        }.map(\.element)
    }

    var zoneNoiseScore: Indicator {
        let zones = zoneNoise
        var noise = indicator(
            "zone.noise", zones.first?.score, .number, count: zones.count, counted: inPeriod.count, mark: .ours)
        noise.parameters = [
            .init("value", "the score of the noisiest zone"),
            .init(
                "score", "mean of alarms/day, highest index, false ratio and re-alarms, each / that of the worst zone"),
        ]
        for zone in zones.prefix(5) {
            noise.parts += [
                .init("\(zone.title): score", zone.score, .number),
                .init("\(zone.title): alarms/day", zone.rate, .alarmsPerDay),
                .init("\(zone.title): highest index, per second", zone.index, .number),
                .init("\(zone.title): false ratio of \(zone.valid + zone.falseOnes)", zone.falseRatio, .ratio),
                .init("\(zone.title): re-alarms", Double(zone.reAlarms), .alarms),
            ]
        }
        noise.ungradedBecause = "no target is defined for it"
        return noise
    }
}
