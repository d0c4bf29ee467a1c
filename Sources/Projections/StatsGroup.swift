package import AlarmHistory

/// A group of alarms, counted.
package struct StatsGroup: Sendable {
    package let source: StatsSource?
    package let verdict: AlarmVerdict
    /// The day by the query's clocks, of which its month and its weekday follow.
    package let date: StatsDate
    /// 0 to 23.
    package let hour: Int
    private let day: Int64

    package let alarms: Int
    package let valid: Int
    package let falseAlarms: Int
    package let unverified: Int
    /// With a code that this program does not know.
    package let unknown: Int
    package let ongoing: Int
    package let missing: Int
    /// First verdict after the end: not among the responses.
    package let lateVerdicts: Int
    /// How many were answered in time.
    package let answered: Int
    /// Milliseconds from beginning to first verdict, at most and at least; nil where none was answered.
    package let responses: (high: ResponseFigures, low: ResponseFigures)?

    /// Those that nobody answered.
    package var unanswered: Int { alarms &- answered &- lateVerdicts }

    init(place: StatsPlace, source: StatsSource?, tally: StatsTally) {
        self.source = source
        verdict = AlarmVerdict(code: place.verdict) ?? .unknown
        day = place.day
        date = StatsDate(day: place.day)
        hour = Int(place.hour)
        alarms = tally.alarms
        func count(_ verdict: AlarmVerdict) -> Int { tally.verdicts[Int(verdict.code)] }
        (valid, falseAlarms) = (count(.valid), count(.false))
        (unverified, unknown) = (count(.none), count(.unknown))
        (ongoing, missing, lateVerdicts) = (tally.ongoing, tally.missing, tally.late)
        answered = tally.high.count
        let (high, low) = (ResponseFigures(tally.high), ResponseFigures(tally.low))
        responses = if let high, let low { (high, low) } else { nil }
    }

    /// What stands first in an answer: names by the alphabet, what has none last; times as they pass.
    static func comesFirst(_ one: StatsGroup, _ other: StatsGroup, by keys: [StatsKey]) -> Bool {
        for key in keys {
            let isTime = key.isTime || key == .verdict
            let (left, right) = isTime ? (one.rank(key), other.rank(key)) : (0, 0)
            if left != right { return left < right }
            guard !isTime else { continue }
            for (left, right) in zip(one.names(key), other.names(key)) where left != right {
                guard let left, let right else { return left != nil }
                return left < right
            }
        }
        return false
    }

    private func rank(_ key: StatsKey) -> Int64 {
        switch key {
        case .month: date.monthNumber
        case .day: day
        case .weekday: Int64(date.weekday)
        case .hour: Int64(hour)
        case .verdict: verdict.code
        case .zone, .device, .rule, .deployment, .detection, .importance: 0
        }
    }

    private func names(_ key: StatsKey) -> [String?] {
        switch key {
        case .zone: [source?.zoneName, source?.zoneID, source?.deployment]
        case .device: [source?.device, source?.deviceID, source?.deployment]
        case .rule: [source?.ruleName, source?.ruleID, source?.deployment]
        case .deployment: [source?.deployment]
        case .detection: [source?.detection]
        case .importance: [source?.importance]
        case .verdict, .month, .day, .weekday, .hour: []
        }
    }
}
