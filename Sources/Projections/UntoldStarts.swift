import AlarmHistory
import ArchiveEvents
import GRDB

/// When alarms began of which no beginning was told: after the look before the one that showed them first. They are taken to
/// have begun when they were seen; but where that look before lies in front of a gap, or there was none and the observed
/// stretch began with this one, they began at some time that nobody observed, and are put just before the stretch.
struct UntoldStarts {
    private let observed: [Range<Instant>]
    private let period: Range<Instant>
    private let database: Database

    /// Of stretches in order, no two of which touch.
    init(_ observed: [Range<Instant>], in period: Range<Instant>, _ database: Database) {
        (self.observed, self.period, self.database) = (observed, period, database)
    }

    /// Of the alarm whose first event that is; in ms since 1970.
    func start(of position: Int64, seenAt time: Int64) throws -> Int64 {
        guard let stretch = stretch(at: time) else { return time }
        // What was observed before the period is not known here.
        guard stretch.lowerBound > period.lowerBound else { return time }
        let sql = "SELECT not_before FROM transition WHERE alarm = ? AND position = ? AND sequence = 0"
        let before = try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [position, position])
        let border = stretch.lowerBound.milliseconds
        // A stretch begins with a question, and alarms are seen with its answer.
        let isUnobserved = before.map { $0 < border } ?? (time &- border <= AlarmTimeline.longestAnswer)
        return isUnobserved ? border - 1 : time
    }

    private func stretch(at time: Int64) -> Range<Instant>? {
        var (low, high) = (0, observed.count)
        while low < high {
            let middle = (low + high) / 2
            if observed[middle].upperBound.milliseconds <= time { low = middle + 1 } else { high = middle }
        }
        return low < observed.count && observed[low].lowerBound.milliseconds <= time ? observed[low] : nil
    }
}
