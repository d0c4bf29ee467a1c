/// Wilson's score interval of a proportion, 95 %: for shares of alarms. Service levels have the bounds of their looks. Shares of
/// time, of bins and of the busiest sources are no proportions of independent trials; they carry their number, and no bounds.
enum Wilson {
    /// The bounds; nil without trials.
    static func bounds(successes: Int, trials: Int) -> Indicator.Bounds? {
        guard trials > 0 else { return nil }
        let (count, share) = (Double(trials), Double(successes) / Double(trials))
        let square = z * z
        let centre = share + square / (2 * count)
        let reach = z * (share * (1 - share) / count + square / (4 * count * count)).squareRoot()
        let scale = 1 + square / count
        let low = successes == 0 ? 0 : max(0, (centre - reach) / scale)
        let high = successes == trials ? 1 : min(1, (centre + reach) / scale)
        return Indicator.Bounds(low: low, high: high, kind: .wilson95)
    }

    static let z = 1.959964
}
