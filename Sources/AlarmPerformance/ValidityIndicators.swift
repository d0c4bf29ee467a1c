/// What the period's alarms were found to be.
struct VerdictCounts {
    var valid = 0
    /// Code 202.
    var falseOnes = 0
    var ended = 0
    /// Ended with either verdict.
    var endedVerified = 0
    /// Ended before anybody had verified them, and those of them that were verified afterwards.
    var clearedUnverified = 0
    var verifiedLater = 0

    init(_ alarms: ArraySlice<AnnunciatedAlarm>) {
        for alarm in alarms {
            if alarm.isValid { valid += 1 }
            if alarm.isFalse { falseOnes += 1 }
            guard alarm.hasEnd, !alarm.isOpen else { continue }
            ended += 1
            if alarm.isValid || alarm.isFalse { endedVerified += 1 }
            guard !alarm.isVerified || alarm.isRetrospective else { continue }
            clearedUnverified += 1
            if alarm.isVerified { verifiedLater += 1 }
        }
    }

    var judged: Int { valid + falseOnes }
}

extension AlarmTally {
    var verdicts: VerdictCounts { VerdictCounts(input.alarms[inPeriod]) }

    var verificationCoverage: Indicator {
        let counts = verdicts
        var coverage = indicator(
            "valid.coverage", .ratio(counts.endedVerified, counts.ended), .ratio, count: counts.ended, mark: .ours,
            excluded: [.init("not known to have ended", inPeriod.count - counts.ended)])
        coverage.bounds = Wilson.bounds(successes: counts.endedVerified, trials: counts.ended)
        coverage.parameters = [
            .init("counted", "ended alarms with code 201 or 202 / ended alarms"), .init("z", "\(Wilson.z)"),
        ]
        coverage.ungradedBecause = "no target is defined for it"
        return coverage
    }

    var falseRatio: Indicator {
        let counts = verdicts
        var ratio = indicator(
            "valid.false-ratio", .ratio(counts.falseOnes, counts.judged), .ratio, count: counts.judged, mark: .ours,
            excluded: [.init("neither valid (201) nor false (202)", inPeriod.count - counts.judged)])
        ratio.bounds = Wilson.bounds(successes: counts.falseOnes, trials: counts.judged)
        ratio.parameters = [.init("counted", "false (202) / (valid (201) + false (202))"), .init("z", "\(Wilson.z)")]
        ratio.parts = [
            .init("false (202)", Double(counts.falseOnes), .alarms),
            .init("valid (201)", Double(counts.valid), .alarms),
            .init("false (202) per site and year", falsePerSiteAndYear, .number),
        ]
        ratio.notes.append("the share alone misleads: see how many false alarms a site has")
        ratio.ungradedBecause = "no target is defined for it"
        return ratio
    }

    /// False ones that began in observed time, for each site that annunciated in it, by that time.
    private var falsePerSiteAndYear: Double? {
        var (count, sites) = (0, Set<Int32>())
        for stretch in stretches {
            for alarm in input.alarms[stretch.alarms] {
                sites.insert(index.siteOf[alarm.source])
                if alarm.isFalse { count += 1 }
            }
        }
        guard !sites.isEmpty, isObserved(for: LocalCalendar.day) else { return nil }
        return Double(count) / Double(sites.count) * 365 * Double(LocalCalendar.day) / Double(observedMilliseconds)
    }

    /// False ones that began in observed time, for each sensor that annunciated and each observed day.
    var falseRate: Indicator {
        var (count, seen) = (0, [Bool](repeating: false, count: index.sensors))
        for stretch in stretches {
            for alarm in input.alarms[stretch.alarms] {
                seen[Int(index.sensorOf[alarm.source])] = true
                if alarm.isFalse { count += 1 }
            }
        }
        let sensors = seen.count { $0 }
        let days = Double(observedMilliseconds) / Double(LocalCalendar.day)
        let value = sensors > 0 && isObserved(for: LocalCalendar.day) ? Double(count) / Double(sensors) / days : nil
        var rate = indicator(
            "valid.nuisance-rate", value, .alarmsPerDay, count: count, mark: .ours,
            excluded: [unobserved, .init("not false (202)", observedCount - count)])
        rate.parameters = [
            .init("counted", "false (202), whatever the cause"),
            .init("sensors", "\(sensors) that annunciated in observed time"), .init("divided by", "observed time"),
        ]
        rate.notes.append("the vendor has one code: usage of the word for harmless causes varies")
        rate.ungradedBecause = "no target is defined for it"
        return rate
    }

    /// What the operator's day looked like.
    var operatorView: Indicator {
        let counts = verdicts
        var view = indicator(
            "operator.view", .ratio(counts.clearedUnverified, counts.ended), .ratio, count: counts.ended,
            mark: .commonPractice, excluded: [.init("not known to have ended", inPeriod.count - counts.ended)])
        view.bounds = Wilson.bounds(successes: counts.clearedUnverified, trials: counts.ended)
        view.parameters = [
            .init("value", "the share that ended before anybody had verified it"),
            .init("z", "\(Wilson.z)"),
            .init("allowed time", input.settings.allowedSeconds.map { "\($0.plain) s" } ?? "none is set"),
        ]
        view.parts = [
            .init("of them verified afterwards", Double(counts.verifiedLater), .alarms),
            .init("verified within the allowed time", withinAllowedTime, .ratio),
        ]
        let priorities = priorityCounts
        let total = priorities.counts.values.reduce(0, +)
        view.parts += AlarmPriority.allCases.map {
            .init("priority \($0.rawValue)", .ratio(priorities.counts[$0] ?? 0, total), .ratio)
        }
        view.ungradedBecause = "no target is defined for it"
        return view
    }

    private var withinAllowedTime: Double? {
        input.settings.allowedSeconds.flatMap { seconds in
            ServiceLevel(self, .startToFirstVerification, limit: Int64((seconds * 1000).rounded())) { _ in true }.share
        }
    }
}
