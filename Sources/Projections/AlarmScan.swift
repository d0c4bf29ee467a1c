import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import EventStorage
import ExactJSON
import GRDB
import GRDBSQLite

/// The alarms of a query in order of their beginning: one pass over table `alarm`, a million rows in a fraction of a
/// second, and nothing made of a row but its 48 bytes.
struct AlarmScan {
    private(set) var alarms: [AnnunciatedAlarm] = []
    /// Whether the vendor told no beginning of some alarm of the period: see ``UntoldStarts``.
    private(set) var hasForeignTimes = false
    /// Where detections count: the alarms that may have several, by their place, with the event that lists them.
    private var merged: [(content: Position, alarm: Int)] = []

    init(_ query: PerformanceQuery, _ sources: PerformanceSources, _ database: Database) throws {
        let (since, until) = (query.period.lowerBound.milliseconds, query.period.upperBound.milliseconds)
        let count = "SELECT count(*) FROM alarm WHERE \(Self.began) >= ? AND \(Self.began) < ?"
        alarms.reserveCapacity(try Int.fetchOne(database, sql: count, arguments: [since, until]) ?? 0)
        let untoldStarts = try UntoldStarts(query.observed, database)
        let sql = query.unit == .detection ? Self.sqlWithContents : Self.sql
        let statement = try database.cachedStatement(sql: sql).sqliteStatement
        defer { sqlite3_reset(statement) }
        var isInOrder = true
        var code = sqlite3_step(statement)
        while code == SQLITE_ROW {
            let row = try ScannedAlarm(statement: statement, untoldStarts)
            let place = row.source(in: sources.places)
            if place >= 0, row.start < until, row.start >= since || row.isActive(at: since) {
                let alarm = row.alarm(of: place)
                if let last = alarms.last, last.start > alarm.start { isInOrder = false }
                if row.isForeignTime, row.start >= since { hasForeignTimes = true }
                if query.unit == .detection, let content = row.mergedContent { merged.append((content, alarms.count)) }
                alarms.append(alarm)
            }
            code = sqlite3_step(statement)
        }
        guard code == SQLITE_DONE else {
            let message = String(cString: sqlite3_errmsg(database.sqliteConnection))
            throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message, sql: Self.sql)
        }
        if !isInOrder, merged.isEmpty { alarms.sort { $0.start < $1.start } }
    }

    /// Adds the detections of the alarms that list them.
    mutating func takeDetections(
        from log: LogReader, until query: PerformanceQuery, _ sources: inout PerformanceSources
    ) throws -> DetectionsTold {
        var told = DetectionsTold()
        var devices = DetectingDevices()
        merged.sort { $0.content < $1.content }
        let runs = stride(from: 0, to: merged.count, by: Self.recordsAtOnce).map { start in
            merged[start..<min(start + Self.recordsAtOnce, merged.count)]
        }
        try forEachAhead(runs) { run in
            var lists: [[MergedDetection]?] = []
            try log.forEachEvent(at: run.map(\.content)) { event in
                lists.append(try event.data.map { try event.json($0) }.flatMap(MergedDetection.all))
            }
            return zip(run.map(\.alarm), lists).map { (alarm: $0, list: $1) }
        } consume: { lists in
            for (place, list) in lists {
                guard let list else {
                    told.unlisted += 1
                    continue
                }
                told.listed += 1
                // The first one is the alarm itself.
                for further in list.dropFirst() where query.period.contains(further.time) {
                    let source = devices.source(of: further, alarms[place].source, &sources)
                    alarms.append(alarms[place].detected(at: further.time, source: source))
                }
            }
        }
        alarms.sort { $0.start < $1.start }
        return told
    }

    /// Enough to make the hand-over cheap, little enough to hold several.
    private static let recordsAtOnce = 2048

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

/// When alarms began of which no beginning was told: between the look that showed one first and the look before. It is taken
/// to have begun when it was seen; but where that time between was not all observed, or nobody had looked before, it began at
/// some time that nobody observed, and is put just before the observed stretch.
private struct UntoldStarts {
    private let observed: [Range<Instant>]
    private let database: Database

    init(_ observed: [Range<Instant>], _ database: Database) throws {
        (self.observed, self.database) = (observed, database)
    }

    /// Of the alarm whose first event that is; in ms since 1970.
    func start(of position: Int64, seenAt time: Int64) throws -> Int64 {
        guard let first = observed.first, let stretch = stretch(at: time) else { return time }
        let sql = "SELECT not_before FROM transition WHERE alarm = ? AND position = ? AND sequence = 0"
        let before = try Int64.fetchOne(database.cachedStatement(sql: sql), arguments: [position, position])
        // What was observed before the first stretch is not known here: it may begin in the middle of a longer one.
        let isFirst = stretch == first
        let isObserved = before.map { isFirst || $0 >= stretch.lowerBound.milliseconds } ?? false
        return isObserved ? time : stretch.lowerBound.milliseconds - 1
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

/// The sources that detections by other devices make of those of their alarms.
private struct DetectingDevices {
    private struct Key: Hashable {
        let source: Int
        let deviceID: String?
        let detection: String?
    }

    private var known: [Key: Int32] = [:]

    mutating func source(
        of detection: MergedDetection, _ alarm: Int, _ sources: inout PerformanceSources
    ) -> Int32 {
        var source = sources.all[alarm]
        let key = Key(source: alarm, deviceID: detection.deviceID, detection: detection.detection)
        if let place = known[key] { return place }
        let isAnother = detection.deviceID.map { $0 != source.deviceID } ?? false
        if isAnother {
            let deployment = source.deployment
            source.deviceID = detection.deviceID
            source.deviceName =
                sources.all.first { $0.deviceID == detection.deviceID && $0.deployment == deployment }?.deviceName
        }
        source.detection = detection.detection ?? source.detection
        let isSame = !isAnother && source.detection == sources.all[alarm].detection
        let place = isSame ? Int32(alarm) : sources.add(source)
        known[key] = place
        return place
    }
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
            ? try untold.start(of: sqlite3_column_int64(statement, 13), seenAt: sqlite3_column_int64(statement, 2))
            : sqlite3_column_int64(statement, 1)
    }

    /// The event with the record, unless that says that nothing was merged into the alarm.
    var mergedContent: Position? {
        guard sqlite3_column_type(statement, 15) == SQLITE_NULL || sqlite3_column_int64(statement, 15) != 0 else {
            return nil
        }
        return time(14).map { Position(UInt64(clamping: $0)) }
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
