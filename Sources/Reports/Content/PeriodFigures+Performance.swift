package import AlarmPerformance
import ArchiveEvents

extension PeriodFigures {
    /// The period of a tally: one pass over its alarms, then its indicators.
    package init(_ tally: AlarmTally, coverage: CoverageFacts) {
        let input = tally.input
        let zones = ZoneIndex(input)
        self.init(input.period, input.calendar, coverage: coverage, zones: zones.names)
        for alarm in input.alarms where input.period.contains(alarm.start) {
            count(alarm.start, alarm.verdict, zone: zones.places[alarm.source])
            responses.count(alarm, countsRetrospective: input.settings.countsRetrospective)
        }
        indicators = Indicators.all(tally)
        responses.marks = Self.marks(indicators)
        responses.targets = input.settings.presets.flatMap { Self.targets($0, indicators) }
        floods = tally.floods(tally.floodRule(.binned)).map { FloodFigures($0, tally) }
    }

    /// Median and percentiles of the times to the first verification.
    private static func marks(_ indicators: [Indicator]) -> [ResponseTimes.Mark] {
        let parts = indicators.first { $0.id == "response.tta" }?.parts ?? []
        return ["median", "p90", "p95"].compactMap { name in
            parts.first { $0.name == name }?.value.map { ResponseTimes.Mark(name, seconds: $0) }
        }
    }

    /// The lines of a preset that are about that time.
    private static func targets(_ preset: Preset, _ indicators: [Indicator]) -> [ResponseTimes.TargetLine] {
        preset.lines.enumerated().filter { $0.element.clock == .startToFirstVerification }.map { index, line in
            let indicator = indicators.first { $0.id == "sla.\(preset.id).\(index + 1)" }
            return ResponseTimes.TargetLine(
                percentile: line.percentile, seconds: line.seconds, filter: line.filter.description,
                preset: preset.printedName, achieved: indicator?.value,
                outcome: indicator?.attainment?.rawValue ?? "not judged")
        }
    }
}

extension ResponseTimes {
    /// Counts an alarm by the later end of what is known of its first verification.
    fileprivate mutating func count(_ alarm: AnnunciatedAlarm, countsRetrospective: Bool) {
        if let verification = alarm.verification {
            guard !alarm.isRetrospective || countsRetrospective else { return countRetrospective() }
            guard !alarm.isUntimed else { return countUntimed() }
            let milliseconds = verification.upperBound.milliseconds(since: alarm.start)
            count(seconds: Double(max(0, milliseconds)) / 1000)
        } else {
            countUnanswered()
        }
    }
}

extension FloodFigures {
    fileprivate init(_ flood: Flood, _ tally: AlarmTally) {
        let input = tally.input
        self.init(
            flood.start..<flood.end, alarms: flood.alarms.count, peak: flood.peak, ending: flood.ending,
            first: flood.alarms.first.map { input.sources[input.alarms[$0].source].title },
            zones: tally.topZones(of: flood).map { "\($0.title) (\($0.alarms))" })
    }
}

/// Which zone each source belongs to.
private struct ZoneIndex {
    private(set) var names: [ZoneName] = []
    /// For each source the place of its zone among the names.
    private(set) var places: [Int] = []

    init(_ input: PerformanceInput) {
        var known: [[String?]: Int] = [:]
        for source in input.sources {
            let key = [source.deployment, source.zoneID ?? source.zoneName]
            let place = known[key] ?? names.count
            if place == names.count {
                known[key] = place
                names.append(ZoneName(id: source.zoneID, name: source.zoneTitle, deployment: source.deployment))
            }
            places.append(place)
        }
    }
}
