import ArchiveEvents

extension AlarmTally {
    /// Alarms that began while their zone was known to be armed, for each armed hour, both within observed time.
    var armedRate: Indicator {
        let zones = armedTimes
        let counts = armedCounts(zones)
        let hours = zones.map { $0.hours }.reduce(0, +)
        let inside = counts.inside.reduce(0, +)
        let value = hours >= 1 ? Double(inside) / hours : nil
        var rate = indicator(
            "rate.armed-hour", value, .alarmsPerArmedHour, count: inside, mark: .ours,
            excluded: [
                unobserved, .init("its zone's arming is not known at all", counts.unknownZone),
                .init("its zone was not known to be armed then", counts.outside),
            ])
        rate.parameters = [.init("armed time", "by the zones' logs, within observed time")]
        rate.parts = [
            .init("armed hours", zones.isEmpty ? nil : hours, .number),
            .init("zones whose arming is known", Double(zones.count), .number),
        ]
        let busiest = zones.indices.filter { zones[$0].hours > 0 && counts.inside[$0] > 0 }
            .sorted { Double(counts.inside[$0]) / zones[$0].hours > Double(counts.inside[$1]) / zones[$1].hours }
        for zone in busiest.prefix(5) {
            rate.parts.append(
                .init(zones[zone].title, Double(counts.inside[zone]) / zones[zone].hours, .alarmsPerArmedHour))
        }
        if input.armedZones.isEmpty { rate.notes.append("no zone's arming is known: the archive has no zone logs") }
        rate.ungradedBecause = "no target is defined for it"
        return rate
    }

    private struct ArmedTime {
        let title: String
        /// In milliseconds since 1970, cut down to observed time.
        let ranges: [Range<Int64>]

        var hours: Double { Double(ranges.reduce(0) { $0 + $1.upperBound - $1.lowerBound }) / 3_600_000 }

        func contains(_ time: Int64) -> Bool {
            let next = ranges.partitioningIndex { $0.upperBound > time }
            return next < ranges.count && ranges[next].lowerBound <= time
        }
    }

    private var armedTimes: [ArmedTime] {
        var titles: [[String?]: String] = [:]
        for zone in index.sourceOfZone { titles[input.sources[zone].zoneKey] = input.sources[zone].zoneTitle }
        return input.armedZones.map { zone in
            ArmedTime(
                title: titles[[zone.deployment, zone.zoneID]] ?? zone.zoneID,
                ranges: Self.common(zone.armed, input.observed))
        }
    }

    /// What lies in both of two ordered lists of stretches.
    private static func common(_ one: [Range<Instant>], _ other: [Range<Instant>]) -> [Range<Int64>] {
        var (common, left, right) = ([Range<Int64>](), one[...], other[...])
        while let first = left.first, let second = right.first {
            let low = max(first.lowerBound, second.lowerBound).milliseconds
            let high = min(first.upperBound, second.upperBound).milliseconds
            if low < high { common.append(low..<high) }
            if first.upperBound.milliseconds == high { left.removeFirst() }
            if second.upperBound.milliseconds == high { right.removeFirst() }
        }
        return common
    }

    private func armedCounts(_ zones: [ArmedTime]) -> (inside: [Int], outside: Int, unknownZone: Int) {
        let places = Dictionary(
            input.armedZones.enumerated().map { ([$1.deployment, $1.zoneID] as [String?], $0) },
            uniquingKeysWith: { first, _ in first })
        let placeOfZone = index.sourceOfZone.map { places[input.sources[$0].zoneKey] }
        var (inside, outside, unknown) = ([Int](repeating: 0, count: zones.count), 0, 0)
        for stretch in stretches {
            for alarm in input.alarms[stretch.alarms] {
                guard let place = placeOfZone[Int(index.zoneOf[alarm.source])] else {
                    unknown += 1
                    continue
                }
                if zones[place].contains(alarm.startTime) { inside[place] += 1 } else { outside += 1 }
            }
        }
        return (inside, outside, unknown)
    }
}
