/// How long something took, of many alarms: answered ones, and those of which only a lower bound is known (right-censored).
struct Durations {
    /// Milliseconds times two, plus one where censored: sorted, an answer comes before what is censored at the same time.
    private var encoded: [UInt64] = []
    private(set) var answered = 0
    private var sum = 0.0

    /// Room for so many.
    init(_ count: Int) { encoded.reserveCapacity(count) }

    mutating func removeAll() {
        encoded.removeAll(keepingCapacity: true)
        (answered, sum) = (0, 0)
    }

    /// A time below zero, which clocks that differ may give, counts as zero.
    mutating func add(_ milliseconds: Int64, isCensored: Bool) {
        let time = UInt64(max(0, milliseconds))
        encoded.append(time << 1 | (isCensored ? 1 : 0))
        guard !isCensored else { return }
        answered += 1
        sum += Double(time)
    }

    mutating func sort() { RadixSort.sort(&encoded) }

    var count: Int { encoded.count }
    var censored: Int { count - answered }

    /// Seconds.
    var mean: Double? { answered > 0 ? sum / Double(answered) / 1000 : nil }

    /// Nearest ranks among the answered ones, in seconds: for each of `thousandths`, in rising order, the smallest time that at
    /// least so many thousandths of them do not pass. Sorted before.
    func quantiles(_ thousandths: [Int]) -> [Double?] {
        guard answered > 0 else { return thousandths.map { _ in nil } }
        let ranks = thousandths.map { max(1, (answered * $0 + 999) / 1000) }
        var found: [Double?] = []
        var seen = 0
        for code in encoded where code & 1 == 0 {
            seen += 1
            while found.count < ranks.count, ranks[found.count] == seen { found.append(Double(code >> 1) / 1000) }
            if found.count == ranks.count { break }
        }
        return found
    }

    /// By the Kaplan-Meier estimate, the first time at which at most half are unanswered, censored ones counted as long as they
    /// are known of; in seconds, nil where that is not reached. Sorted before.
    func survivalMedian() -> Double? {
        var median: Double?
        walk { time, share in
            if share <= 0.5 + 1e-12 { median = time }
            return median == nil
        }
        return median
    }

    /// Between two censored ones the product of (1 - answers / at risk) is a quotient of counts, which keeps it exact.
    private func walk(_ body: (_ seconds: Double, _ share: Double) -> Bool) {
        var (share, base, atRisk) = (1.0, encoded.count, encoded.count)
        var index = 0
        while index < encoded.count {
            let code = encoded[index]
            var same = index
            while same < encoded.count, encoded[same] == code { same += 1 }
            let left = atRisk - (same - index)
            if code & 1 == 1 {
                (share, base) = (share * Double(atRisk) / Double(base), left)
            } else if !body(Double(code >> 1) / 1000, share * Double(left) / Double(base)) {
                return
            }
            (index, atRisk) = (same, left)
        }
    }
}

/// What is said of many durations, in seconds.
struct DurationFigures {
    let answered: Int
    let censored: Int
    let mean: Double?
    let median: Double?
    let p90: Double?
    let p95: Double?
    let longest: Double?
    let survivalMedian: Double?

    /// Of sorted ones.
    init(_ durations: Durations) {
        let quantiles = durations.quantiles([500, 900, 950, 1000])
        answered = durations.answered
        censored = durations.censored
        mean = durations.mean
        (median, p90, p95, longest) = (quantiles[0], quantiles[1], quantiles[2], quantiles[3])
        survivalMedian = durations.survivalMedian()
    }

    var count: Int { answered + censored }
}
