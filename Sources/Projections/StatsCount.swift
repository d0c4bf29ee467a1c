import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import GRDB

/// Where a group's first alarm belongs: enough to tell the value of each key.
package struct StatsPlace: Sendable, Hashable {
    /// `alarm_source.id`, the newest of the group.
    var source: Int64
    let verdict: Int64
    /// Days since 1970-01-01, by the query's clocks.
    let day: Int64
    /// 0 to 23.
    let hour: Int64
}

/// The sums of one group.
struct StatsTally: Sendable {
    var alarms = 0
    /// By the verdict's code.
    var verdicts = [Int](repeating: 0, count: AlarmVerdict.allCases.count)
    var ongoing = 0
    var missing = 0
    var late = 0
    /// Answered in time, and nobody can tell how fast.
    var untimed = 0
    /// Lower and upper ends of the times to the first verdict, in no order.
    var low: [Int64] = []
    var high: [Int64] = []
}

/// Counts alarms, or whole days of them, into groups.
struct StatsCount {
    private let sources: StatsSources
    private let calendar: LocalCalendar
    private let verdicts: Set<Int64>
    private let states: Set<Int64>
    private var grouping: StatsGrouping
    private(set) var tallies: [(place: StatsPlace, tally: StatsTally)] = []

    init(_ query: StatsQuery, _ sources: StatsSources) {
        self.sources = sources
        calendar = query.calendar
        verdicts = Set((query.verdicts.isEmpty ? AlarmVerdict.allCases : query.verdicts).map(\.code))
        states = Set((query.states.isEmpty ? AlarmState.allCases : query.states).map(\.code))
        grouping = StatsGrouping(query.keys)
    }

    // MARK: from table `daily`

    mutating func takeDays(of query: StatsQuery, _ database: Database) throws {
        let sql = """
            SELECT day, source, verdict, alarms, ongoing, missing, late, responses, untimed FROM daily
            WHERE day >= \(query.since?.day ?? Int64.min) AND day < \(query.until?.day ?? Int64.max)
            """
        try database.forEachRow(sql) { row in
            let (day, source, verdict) = (row.integer(0), row.integer(1), row.integer(2))
            guard let group = group(source), verdicts.contains(verdict) else { return }
            guard Self.days.contains(day) else { throw ViewError.damaged("a day that no calendar has") }
            let number = number(of: StatsPlace(source: source, verdict: verdict, day: day, hour: 0), group)
            let alarms = try row.count(3)
            tallies[number].tally.alarms &+= alarms
            tallies[number].tally.verdicts[Int(verdict)] &+= alarms
            tallies[number].tally.ongoing &+= try row.count(4)
            tallies[number].tally.missing &+= try row.count(5)
            tallies[number].tally.late &+= try row.count(6)
            tallies[number].tally.untimed &+= try row.count(8)
            try ResponseTime.forEach(in: row.bytes(7)) { low, high in
                tallies[number].tally.low.append(low)
                tallies[number].tally.high.append(high)
            }
        }
    }

    /// Those of the years with four digits.
    private static let days: ClosedRange<Int64> = -719_162...2_932_896

    // MARK: from table `alarm`

    mutating func takeAlarms(of query: StatsQuery, _ database: Database) throws {
        let columns =
            "source, verdict, state, \(Self.began), answered_late, response_low, response_high, answered_not_after"
        let sql = "SELECT \(columns) FROM alarm \(try condition(query, database))"
        let (ongoing, missing) = (AlarmState.ongoing.code, AlarmState.missing.code)
        try database.forEachRow(sql) { row in
            let (source, verdict, state) = (row.integer(0), row.integer(1), row.integer(2))
            guard let group = group(source), verdicts.contains(verdict), states.contains(state) else { return }
            let began = Instant(milliseconds: row.integer(3))
            guard began.isWritable else { throw ViewError.damaged("a time that no calendar has") }
            let wall = calendar.wallMilliseconds(began)
            let day = Instant(milliseconds: wall).day
            let hour = (wall - day * StatsQuery.millisecondsPerDay) / 3_600_000
            let number = number(of: StatsPlace(source: source, verdict: verdict, day: day, hour: hour), group)
            tallies[number].tally.alarms += 1
            tallies[number].tally.verdicts[Int(verdict)] += 1
            if state == ongoing { tallies[number].tally.ongoing += 1 }
            if state == missing { tallies[number].tally.missing += 1 }
            tallies[number].tally.late &+= try row.count(4)
            if !row.isNull(6) {
                tallies[number].tally.low.append(try row.duration(5))
                tallies[number].tally.high.append(try row.duration(6))
            } else if row.integer(4) == 0, !row.isNull(7) {
                tallies[number].tally.untimed += 1
            }
        }
    }

    private static let began = "coalesce(occurred_at, first_observed_at)"

    private func condition(_ query: StatsQuery, _ database: Database) throws -> String {
        var terms = ["1"]
        if let since = query.since { terms.append("\(Self.began) >= \(since.milliseconds)") }
        if let until = query.until { terms.append("\(Self.began) < \(until.milliseconds)") }
        if let meant = sources.meant {
            terms.append("source IN (\(meant.map { String($0) }.joined(separator: ",")))")
        }
        let isScan = try sources.meant == nil && isMost(query, database)
        return (isScan ? "NOT INDEXED " : "") + "WHERE " + terms.joined(separator: " AND ")
    }

    /// Whether so much of the time is asked for that reading the table from end to end is quicker than by an index.
    private func isMost(_ query: StatsQuery, _ database: Database) throws -> Bool {
        func end(_ order: String) throws -> Int64? {
            let sql = "SELECT \(Self.began) FROM alarm ORDER BY \(Self.began) \(order) LIMIT 1"
            return try Int64.fetchOne(database, sql: sql)
        }
        guard let first = try end("ASC"), let last = try end("DESC") else { return true }
        guard Instant(milliseconds: first).isWritable, Instant(milliseconds: last).isWritable else {
            throw ViewError.damaged("a time that no calendar has")
        }
        let since = max(first, query.since?.milliseconds ?? first)
        let until = min(last, query.until?.milliseconds ?? last)
        return until >= since && (until - since) >= (last - first) / 4
    }

    // MARK: groups

    private func group(_ source: Int64) -> Int? {
        guard sources.groups.indices.contains(Int(source)), sources.groups[Int(source)] >= 0 else { return nil }
        return sources.groups[Int(source)]
    }

    private mutating func number(of place: StatsPlace, _ group: Int) -> Int {
        let number = grouping.number(of: place, sourceGroup: group)
        if number == tallies.count {
            tallies.append((place, StatsTally()))
        } else if tallies[number].place.source < place.source {
            tallies[number].place.source = place.source
        }
        return number
    }
}
