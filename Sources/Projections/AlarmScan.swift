import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import GRDB
import GRDBSQLite

/// The alarms of a query in order of their beginning: one pass over table `alarm`, a million rows in a fraction of a
/// second, and nothing made of a row but its 48 bytes.
struct AlarmScan {
    private(set) var alarms: [AnnunciatedAlarm] = []
    /// Whether the vendor told no beginning of some alarm of the period: it is taken to be when it was seen first.
    private(set) var hasForeignTimes = false

    init(_ query: PerformanceQuery, _ sources: PerformanceSources, _ database: Database) throws {
        let (since, until) = (query.period.lowerBound.milliseconds, query.period.upperBound.milliseconds)
        let count = "SELECT count(*) FROM alarm WHERE \(Self.began) >= ? AND \(Self.began) < ?"
        alarms.reserveCapacity(try Int.fetchOne(database, sql: count, arguments: [since, until]) ?? 0)
        let firstLooks = Set(query.observed.map(\.lowerBound.milliseconds))
        let statement = try database.cachedStatement(sql: Self.sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        var isInOrder = true
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            let row = ScannedAlarm(statement: statement, firstLooks)
            let place = row.source(in: sources.places)
            if place >= 0, row.start < until, row.start >= since || row.isActive(at: since) {
                let alarm = row.alarm(of: place)
                if let last = alarms.last, last.start > alarm.start { isInOrder = false }
                if row.isForeignTime, row.start >= since { hasForeignTimes = true }
                alarms.append(alarm)
            }
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else {
            let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: Self.sql)
        }
        if !isInOrder { alarms.sort { $0.start < $1.start } }
    }

    private static let began = "coalesce(occurred_at, first_observed_at)"

    /// All rows in the order in which they lie: no index tells which of the alarms that began before the period were still
    /// active in it, and conditions in SQL cost more than these columns.
    private static let sql = """
        SELECT source, occurred_at, first_observed_at, state, verdict, ended_at, ended_not_before, ended_not_after,
          answered_at, answered_not_before, answered_not_after, answered_late, reversals
        FROM alarm NOT INDEXED
        """
}

/// One row of the scan.
private struct ScannedAlarm {
    let statement: OpaquePointer
    let start: Int64
    /// Whether the vendor told no beginning.
    let isForeignTime: Bool

    /// One of which no beginning was told began before the look that showed it first. It is taken to have begun just then,
    /// unless nobody had looked before: then it began at some time that nobody observed.
    init(statement: OpaquePointer, _ firstLooks: Set<Int64>) {
        self.statement = statement
        isForeignTime = sqlite3_column_type(statement, 1) == SQLITE_NULL
        let time = sqlite3_column_int64(statement, isForeignTime ? 2 : 1)
        start = isForeignTime && firstLooks.contains(time) ? time - 1 : time
    }

    func source(in places: [Int32]) -> Int32 {
        let id = Int(sqlite3_column_int64(statement, 0))
        return places.indices.contains(id) ? places[id] : -1
    }

    /// Whether it is open, or ended then or later.
    func isActive(at time: Int64) -> Bool {
        let state = sqlite3_column_int64(statement, 3)
        return state == 0 || state == 1 && range(from: 5).map { $0.upperBound.milliseconds >= time } ?? false
    }

    func alarm(of source: Int32) -> AnnunciatedAlarm {
        let state = sqlite3_column_int64(statement, 3)
        return AnnunciatedAlarm(
            start: Instant(milliseconds: start), source: source,
            verdict: AlarmVerdict(code: sqlite3_column_int64(statement, 4)) ?? .unknown,
            verification: range(from: 8), end: state == 1 ? range(from: 5) : nil,
            isOpen: state == 0, isRetrospective: sqlite3_column_int64(statement, 11) == 1,
            reversals: Int(clamping: sqlite3_column_int64(statement, 12)), isUntimed: isForeignTime || isContrary(8),
            isEndUntimed: isForeignTime || state == 1 && isContrary(5))
    }

    /// Whether the vendor's claim in `column`, else the look that showed it, lies before the alarm.
    private func isContrary(_ column: Int32) -> Bool {
        (time(column) ?? time(column + 2)).map { $0 < start } ?? false
    }

    /// The vendor's claim, unless that lies before the alarm; else between the looks. Three columns from `column` on.
    private func range(from column: Int32) -> ClosedRange<Instant>? {
        if let claim = time(column), claim >= start {
            return Instant(milliseconds: claim)...Instant(milliseconds: claim)
        }
        guard let seen = time(column + 2) else { return nil }
        let low = min(seen, max(start, time(column + 1) ?? start))
        return Instant(milliseconds: low)...Instant(milliseconds: seen)
    }

    private func time(_ column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : sqlite3_column_int64(statement, column)
    }
}
