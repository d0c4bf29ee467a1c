import ArchiveEvents

extension AlarmTally {
    /// The names of OPC UA Part 9, for output that no vendor owns.
    var alarmMetrics: Indicator {
        let value = isObserved(for: 600_000) ? Double(observedCount) : nil
        var metrics = indicator(
            "opc-ua", value, .alarms, count: observedCount, mark: .published, excluded: [unobserved])
        metrics.parameters = [.init("value", "AlarmCount"), .init("rates", "for each 10 minutes"), .laterEnd]
        let peak = binCounts(600_000, limit: 10)
        metrics.parts = [
            .init("AlarmCount", value, .alarms),
            .init("StartTime", nil, .number, shown: "\(input.period.lowerBound)"),
            .init("MaximumActiveState", longestActive, .seconds),
            .init("MaximumUnAck", longestUnverified, .seconds),
            .init("CurrentAlarmRate (10 minutes)", currentRate, .alarmsPerTenMinutes),
            .init(
                "MaximumAlarmRate (10 minutes)", peak.whole == 0 ? nil : peak.peakStart.map { _ in Double(peak.peak) },
                .alarmsPerTenMinutes),
            .init("MaximumReAlarmCount", topSources.counts.first.map { Double($0.alarms - 1) }, .alarms),
            .init(
                "AverageAlarmRate (10 minutes)",
                isObserved(for: 600_000) ? Double(observedCount) * 600_000 / Double(observedMilliseconds) : nil,
                .alarmsPerTenMinutes),
        ]
        metrics.ungradedBecause = "names for exchange, without targets"
        return metrics
    }

    /// Seconds from start to end, or to now.
    private var longestActive: Double? {
        input.alarms[inPeriod].lazy.compactMap { alarm in
            self.activeEnds(alarm).map { $0.high - alarm.startTime }
        }.max().map { Double(max(0, $0)) / 1000 }
    }

    /// Seconds from start to first verification; without one to the end, or to now.
    private var longestUnverified: Double? {
        input.alarms[inPeriod].lazy.compactMap { alarm -> Int64? in
            switch self.response(of: alarm, .startToFirstVerification, true) {
            case .answered(_, let high), .waiting(_, let high): high
            case .retrospective, .lost, .untimed: nil
            }
        }.max().map { Double($0) / 1000 }
    }

    /// Alarms of the last ten minutes; nil where those were not all observed.
    private var currentRate: Double? {
        let from = horizon - 600_000
        guard let last = stretches.last, last.start <= from, last.end >= horizon else { return nil }
        let recent = input.alarms[last.alarms]
        return Double(recent.endIndex - recent.partitioningIndex { $0.startTime >= from })
    }
}
