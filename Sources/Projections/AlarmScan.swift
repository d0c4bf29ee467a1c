import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import GRDB
import GRDBSQLite

/// The alarms of a query in order of their beginning: one pass over table `alarm`, a million rows in a fraction of a
/// second, and nothing made of a row but its 48 bytes.
struct AlarmScan {
    var alarms: [AnnunciatedAlarm] = []
    /// Whether the vendor told no beginning of some alarm of the period: see ``UntoldStarts``.
    private(set) var hasForeignTimes = false
    /// Where detections count: the alarms that may have several.
    private(set) var merged: [MergedAlarm] = []

    /// An alarm that may have several detections.
    struct MergedAlarm: Sendable {
        /// Its place in `alarms`.
        let place: Int
        /// The event with its record; nil where that was erased.
        let content: Position?
        let isStartTold: Bool
    }

    init(_ query: PerformanceQuery, _ sources: PerformanceSources, _ database: Database) throws {
        let (since, until) = (query.period.lowerBound.milliseconds, query.period.upperBound.milliseconds)
        let count = "SELECT count(*) FROM alarm WHERE \(Self.began) >= ? AND \(Self.began) < ?"
        alarms.reserveCapacity(try Int.fetchOne(database, sql: count, arguments: [since, until]) ?? 0)
        let untoldStarts = UntoldStarts(
            try PerformanceInput.joined(query.observed, in: query.period), in: query.period, database)
        let sql = query.unit == .detection ? Self.sqlWithContents : Self.sql
        let statement = try database.cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        var isInOrder = true
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            let place = ScannedAlarm.source(of: statement, in: sources.places)
            if place >= 0, case let row = try ScannedAlarm(statement: statement, untoldStarts),
                row.start < until, try row.start >= since || row.isActive(at: since)
            {
                let alarm = try row.alarm(of: place)
                if let last = alarms.last, last.start > alarm.start { isInOrder = false }
                if row.isForeignTime, row.start >= since { hasForeignTimes = true }
                if query.unit == .detection, row.mayBeMerged {
                    merged.append(
                        MergedAlarm(place: alarms.count, content: row.content, isStartTold: !row.isForeignTime))
                }
                alarms.append(alarm)
            }
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else {
            let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: sql)
        }
        // Those with detections keep their places until these are added.
        if !isInOrder, merged.isEmpty { sort() }
    }

    mutating func sort() { alarms.sort { $0.start < $1.start } }

    private static let began = "coalesce(occurred_at, first_observed_at)"

    /// All rows in the order in which they lie: no index tells which of the alarms that began before the period were still
    /// active in it, and conditions in SQL cost more than these columns.
    private static let sql = """
        SELECT source, occurred_at, first_observed_at, state, verdict, ended_at, ended_not_before, ended_not_after,
          answered_at, answered_not_before, answered_not_after, answered_late, reversals, position
        FROM alarm NOT INDEXED
        """
    private static let sqlWithContents = sql.replacing("position\n", with: "position, content_position, merged\n")
}

/// One row of the scan.
private struct ScannedAlarm {
    let statement: OpaquePointer
    let start: Int64
    /// Whether the vendor told no beginning.
    let isForeignTime: Bool

    init(statement: OpaquePointer, _ untold: UntoldStarts) throws {
        self.statement = statement
        isForeignTime = sqlite3_column_type(statement, 1) == SQLITE_NULL
        start =
            isForeignTime
            ? try untold.start(of: sqlite3_column_int64(statement, 13), seenAt: Self.time(statement, 2) ?? 0)
            : try Self.time(statement, 1) ?? 0
    }

    /// Unless the record says that nothing was merged into the alarm.
    var mayBeMerged: Bool { number(15) != 0 }

    /// The event with the record; nil where that was erased.
    var content: Position? { number(14).map { Position(UInt64(clamping: $0)) } }

    static func source(of statement: OpaquePointer, in places: [Int32]) -> Int32 {
        let id = Int(sqlite3_column_int64(statement, 0))
        return places.indices.contains(id) ? places[id] : -1
    }

    /// Whether it is open, or ended then or later.
    func isActive(at time: Int64) throws -> Bool {
        let state = sqlite3_column_int64(statement, 3)
        return try state == 0 || state == 1 && range(from: 5).map { $0.upperBound.milliseconds >= time } ?? false
    }

    func alarm(of source: Int32) throws -> AnnunciatedAlarm {
        let state = sqlite3_column_int64(statement, 3)
        return try AnnunciatedAlarm(
            start: Instant(milliseconds: start), source: source,
            verdict: AlarmVerdict(code: sqlite3_column_int64(statement, 4)) ?? .unknown,
            verification: range(from: 8), end: state == 1 ? range(from: 5) : nil,
            isOpen: state == 0, isRetrospective: sqlite3_column_int64(statement, 11) == 1,
            reversals: Int(min(max(sqlite3_column_int64(statement, 12), 0), ViewStore.mostOfAnything)),
            isUntimed: isForeignTime || isContrary(8),
            isEndUntimed: isForeignTime || state == 1 && isContrary(5))
    }

    /// Whether the vendor's claim in `column`, else the look that showed it, lies before the alarm.
    private func isContrary(_ column: Int32) throws -> Bool {
        try (time(column) ?? time(column + 2)).map { $0 < start } ?? false
    }

    /// The vendor's claim, unless that lies before the alarm; else between the looks. Three columns from `column` on.
    private func range(from column: Int32) throws -> ClosedRange<Instant>? {
        if let claim = try time(column), claim >= start {
            return Instant(milliseconds: claim)...Instant(milliseconds: claim)
        }
        guard let seen = try time(column + 2) else { return nil }
        let low = try min(seen, max(start, time(column + 1) ?? start))
        return Instant(milliseconds: low)...Instant(milliseconds: seen)
    }

    private func time(_ column: Int32) throws -> Int64? { try Self.time(statement, column) }

    /// A time; throws where no calendar has it.
    private static func time(_ statement: OpaquePointer, _ column: Int32) throws -> Int64? {
        guard sqlite3_column_type(statement, column) != SQLITE_NULL else { return nil }
        let time = sqlite3_column_int64(statement, column)
        guard Instant(milliseconds: time).isWritable else { throw ViewError.damaged("a time that no calendar has") }
        return time
    }

    private func number(_ column: Int32) -> Int64? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : sqlite3_column_int64(statement, column)
    }
}
