package import AlarmHistory
package import AlarmPerformance
package import ArchiveEvents
import EventStorage
import GRDB

/// What alarms are counted by.
package enum StatsKey: String, Sendable, CaseIterable {
    case zone, device, rule, deployment, detection, importance, verdict, month, day, weekday, hour

    /// Whether it is a time, by the clocks of the query's calendar.
    package var isTime: Bool { [.month, .day, .weekday, .hour].contains(self) }

    /// Whether it tells where alarms come from.
    package var isSource: Bool { !isTime && self != .verdict }
}

/// Which alarms to count, and by what.
package struct StatsQuery: Sendable {
    package var keys: [StatsKey] = []
    /// Alarms that began in `[since, until)`, by the vendor's clock, else first seen then.
    package var since: Instant?
    package var until: Instant?
    package var deployment: String?
    /// A zone's id or name.
    package var zone: String?
    /// A device's id or name.
    package var device: String?
    package var states: [AlarmState] = []
    package var verdicts: [AlarmVerdict] = []
    /// By whose clocks hours, days and months are told.
    package var calendar = LocalCalendar.utc

    package init() {}

    /// From which rows an answer is made: both give the same.
    package enum Way: Sendable {
        /// Table `daily`: as many rows as there are days, sources and verdicts.
        case daily
        /// Table `alarm`: every alarm.
        case alarms
    }

    /// The quickest way to the answer.
    package var way: Way {
        let isUTC = calendar == LocalCalendar(name: calendar.name, secondsAhead: 0)
        let bounds = [since, until].compactMap { $0 }
        let areDaysWhole = bounds.allSatisfy { $0.milliseconds == $0.day * Self.millisecondsPerDay }
        return isUTC && areDaysWhole && states.isEmpty && !keys.contains(.hour) ? .daily : .alarms
    }

    /// The groups that have alarms, in the order of the keys.
    package func answer(from views: ViewStore, by way: Way? = nil) throws -> [StatsGroup] {
        let (count, sources) = try views.read { database in
            let sources = try StatsSources(self, database)
            var count = StatsCount(self, sources)
            switch way ?? self.way {
            case .daily: try count.takeDays(of: self, database)
            case .alarms: try count.takeAlarms(of: self, database)
            }
            return (count, sources)
        }
        let groups = try concurrentMap(count.tallies) { place, tally in
            StatsGroup(place: place, source: sources[place.source], tally: tally)
        }
        return groups.sorted { StatsGroup.comesFirst($0, $1, by: keys) }
    }

    static let millisecondsPerDay: Int64 = 86_400_000
}
