/// One regular interval, or the observed part of one.
struct TimeBin {
    /// Milliseconds since 1970, `[start, end)`.
    let start: Int64
    let end: Int64
    /// The alarms that began in it.
    let alarms: Range<Int>
    /// Whether all of it was observed.
    let isWhole: Bool

    var count: Int { alarms.count }
}

extension ObservedStretch {
    /// The bins of a width that the stretch touches, in order. Bins begin at Unix times that the width divides; the first and
    /// the last one may be cut.
    func bins(_ width: Int64, _ alarms: [AnnunciatedAlarm]) -> [TimeBin] {
        var bins: [TimeBin] = []
        var next = self.alarms.lowerBound
        var edge = start.quotient(by: width) * width
        bins.reserveCapacity(Int((end - edge) / width + 1))
        while edge < end {
            let first = next
            let (low, high) = (max(edge, start), min(edge + width, end))
            while next < self.alarms.upperBound, alarms[next].startTime < high { next += 1 }
            bins.append(TimeBin(start: low, end: high, alarms: first..<next, isWhole: high - low == width))
            edge += width
        }
        return bins
    }

    /// The most alarms in any `(t - width, t]`, by sliding instead of by bins.
    func slidingPeak(_ width: Int64, _ alarms: [AnnunciatedAlarm]) -> Int {
        var (oldest, peak) = (self.alarms.lowerBound, 0)
        for newest in self.alarms {
            while alarms[oldest].startTime <= alarms[newest].startTime - width { oldest += 1 }
            peak = max(peak, newest - oldest + 1)
        }
        return peak
    }
}

/// What the bins of one width say.
struct BinCounts {
    /// Wholly observed ones.
    var whole = 0
    /// Those of them with more than the limit, and with the limit or more.
    var above = 0
    var atLeast = 0
    /// Bins of which only a part was observed.
    var cut = 0
    /// The most alarms in a bin, cut ones included, and where it begins.
    var peak = 0
    var peakStart: Int64?

    mutating func take(_ bin: TimeBin, limit: Int) {
        if bin.isWhole {
            whole += 1
            if bin.count > limit { above += 1 }
            if bin.count >= limit { atLeast += 1 }
        } else {
            cut += 1
        }
        if bin.count > peak || peakStart == nil {
            peak = bin.count
            peakStart = bin.start
        }
    }
}

extension AlarmTally {
    /// Counts over all observed bins of a width.
    func binCounts(_ width: Int64, limit: Int) -> BinCounts {
        var counts = BinCounts()
        for stretch in stretches {
            for bin in stretch.bins(width, input.alarms) { counts.take(bin, limit: limit) }
        }
        return counts
    }
}
