/// Annunciation rates: alarms that began in observed time, divided by that time and by the operator positions.
extension AlarmTally {
    var dayRate: Indicator { rate("rate.day", .alarmsPerDay, per: LocalCalendar.day) }
    var hourRate: Indicator { rate("rate.hour", .alarmsPerHour, per: 3_600_000) }
    var tenMinuteRate: Indicator { rate("rate.10min", .alarmsPerTenMinutes, per: 600_000) }

    /// Alarms for each `unit` of observed time and each position; undefined with less than one unit of observed time.
    ///
    /// It takes one whole unit of observed time: from seconds of it, a day's figure would be an invention.
    func meanRate(per unit: Int64) -> Double? {
        guard isObserved(for: unit) else { return nil }
        return Double(observedCount) * Double(unit) / Double(observedMilliseconds)
            / Double(input.settings.positions)
    }

    private func rate(_ id: String, _ unit: Indicator.Unit, per milliseconds: Int64) -> Indicator {
        let value = meanRate(per: milliseconds)
        var rate = indicator(id, value, unit, count: observedCount, mark: .published, excluded: [unobserved])
        rate.parameters = [
            .init("divided by", "observed time"), .init("observed", "\((Double(observedMilliseconds) / 1000).plain) s"),
        ]
        if let preset = input.settings.preset("isa-18.2"), let acceptable = preset.number("\(id).acceptable"),
            let manageable = preset.number("\(id).manageable")
        {
            let words = "about \(acceptable.plain) very likely acceptable, about \(manageable.plain) maximum manageable"
            target(&rate, words, from: preset, isReached: value.map { $0 <= manageable })
            if let value, isWhollyObserved || value > manageable {
                rate.notes.append(Self.place(of: value, acceptable, manageable))
            }
        }
        grade(&rate)
        return rate
    }

    private static func place(of value: Double, _ acceptable: Double, _ manageable: Double) -> String {
        if value <= acceptable { return "at or below the line of very likely acceptable" }
        if value <= manageable { return "between the lines of very likely acceptable and of maximum manageable" }
        return "above the line of maximum manageable"
    }
}
