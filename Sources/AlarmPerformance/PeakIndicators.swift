import ArchiveEvents

/// Peaks. Bins begin at Unix times divisible by their width. One of which only a part was observed cannot tell that it held few
/// alarms: it is left out of the shares, and what it did hold counts for the maximum.
extension AlarmTally {
    var peakHours: Indicator { share("peak.hours30", width: 3_600_000, "hours") }
    var peakBins: Indicator { share("peak.bins10", width: 600_000, "10-minute periods") }

    private func share(_ id: String, width: Int64, _ name: String) -> Indicator {
        let preset = input.settings.preset("isa-18.2")
        let limit = Int(preset?.number("\(id).alarms") ?? (width == 600_000 ? 10 : 30)) * input.settings.positions
        let counts = binCounts(width, limit: limit)
        let value = Double.ratio(counts.above, counts.whole)
        var share = indicator(
            id, value, .ratio, count: counts.whole, counted: observedCount, mark: .published, excluded: [unobserved])
        share.parameters = [
            .init("reading", "more than \(limit)"), .init("bins", "begin at Unix times divisible by \(width / 1000)"),
            .init("partly observed bins", "left out: \(counts.cut)"),
        ]
        share.parts = [
            .init("\(name) above", Double(counts.above), .number),
            .init("rival reading: \(limit) or more", .ratio(counts.atLeast, counts.whole), .ratio),
        ]
        if let preset, let most = preset.number("\(id).share") {
            target(
                &share, "under about \(most.percent) of the \(name)", from: preset, isReached: value.map { $0 < most })
        }
        grade(&share)
        return share
    }

    var peakBin: Indicator {
        let counts = binCounts(600_000, limit: 10)
        let positions = Double(input.settings.positions)
        let value = counts.whole == 0 ? nil : counts.peakStart.map { _ in Double(counts.peak) / positions }
        var peak = indicator(
            "peak.bin", value, .alarmsPerTenMinutes, count: counts.whole + counts.cut, counted: observedCount,
            mark: .published, excluded: [unobserved])
        peak.parameters = [
            .init("bins", "begin at Unix times divisible by 600"), .init("partly observed bins", "counted as they are"),
        ]
        let hours = binCounts(3_600_000, limit: 30)
        let sliding = stretches.map { $0.slidingPeak(600_000, input.alarms) }.max()
        peak.parts = [
            .init("most in one aligned hour", hours.peakStart.map { _ in Double(hours.peak) / positions }, .alarms),
            .init("rival reading: most in any 600 s", sliding.map { Double($0) / positions }, .alarms),
        ]
        if let start = counts.peakStart, counts.peak > 0 {
            peak.notes.append("the fullest 10 minutes begin at \(Instant(milliseconds: start))")
        }
        if let preset = input.settings.preset("isa-18.2"), let most = preset.number("peak.bin.alarms") {
            target(&peak, "at most \(most.plain)", from: preset, isReached: value.map { $0 <= most })
        }
        grade(&peak)
        return peak
    }
}
