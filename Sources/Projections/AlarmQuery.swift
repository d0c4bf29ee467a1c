package import AlarmHistory
package import ArchiveEvents
package import EventStorage
import GRDB

/// Which alarms to list.
package struct AlarmQuery: Sendable {
    /// Alarms that began in `[since, until)`, by the vendor's clock, else first seen then.
    package var since: Instant?
    package var until: Instant?
    /// A zone's id or name.
    package var zone: String?
    /// A device's id or name.
    package var device: String?
    package var states: [AlarmState] = []
    package var verdicts: [AlarmVerdict] = []
    package var deployment: String?
    /// In capital or small letters.
    package var guid: String?
    /// Alarms that changed after the fact then or later: see ``AlarmTransition/Afterwards``.
    package var changedSince: Instant?
    /// The alarms as they were known from the events before this position, instead of from all.
    package var asOf: Position?
    package var limit = Int.max

    package init() {}

    /// What was found.
    package struct Answer: Sendable {
        /// The newest that match.
        package let alarms: [AlarmRow]
        /// How many match in all.
        package let total: Int
    }

    /// The newest alarms that match, and how many match in all. What was known at an earlier position is folded from
    /// the events of `log` where it is no longer what the rows say.
    package func answer(from views: ViewStore, log: LogReader? = nil) throws -> Answer {
        precondition(asOf == nil || log != nil, "what was known at an earlier position is read from the log")
        return try views.read { database in
            let filter = try AlarmFilter(self, database)
            let found = try filter.rows(limit: limit, database)
            let total = found.count < limit ? found.count : try filter.count(database)
            guard let asOf, let log else { return Answer(alarms: found, total: total) }
            let past = try PastAlarms(before: asOf, log, database).alarms.filter { filter.matches($0) }
            let alarms = (found + past).sorted(by: Self.comesFirst).prefix(limit)
            return Answer(alarms: Array(alarms), total: total + past.count)
        }
    }

    private static func comesFirst(_ one: AlarmRow, _ other: AlarmRow) -> Bool {
        let (began, otherBegan) = (one.summary.beganAt, other.summary.beganAt)
        if began != otherBegan { return began > otherBegan }
        return (one.guid, one.deployment) < (other.guid, other.deployment)
    }
}

/// The conditions of a query, for rows and for values.
struct AlarmFilter {
    private let query: AlarmQuery
    /// The sources that are meant; nil where all are.
    private let sources: [Int64]?
    private let condition: String
    private let arguments: StatementArguments
    /// Zone's ids whose present name is the one that is asked for.
    private let namedZones: Set<ZoneKey>

    init(_ query: AlarmQuery, _ database: Database) throws {
        self.query = query
        namedZones = try Self.zones(named: query.zone, database)
        sources = try Self.sources(query, database)
        (condition, arguments) = Self.condition(query, sources)
    }

    func rows(limit: Int, _ database: Database) throws -> [AlarmRow] {
        let sql = """
            SELECT \(AlarmRow.columns) FROM \(AlarmRow.tables) WHERE \(condition)
            ORDER BY \(Self.began) DESC, alarm.guid, s.deployment
            """
        var sources: [Int64: AlarmSource] = [:]
        var alarms: [AlarmRow] = []
        // With a limit SQLite keeps what it sorts in a tree, which takes longer where nothing is left out.
        let isWhole = limit == .max
        let rows = try Row.fetchCursor(
            database, sql: sql + (isWhole ? "" : " LIMIT ?"), arguments: arguments + (isWhole ? [] : [limit]))
        while let row = try rows.next() { alarms.append(try AlarmRow(row, &sources)) }
        return alarms
    }

    func count(_ database: Database) throws -> Int {
        let sql = "SELECT count(*) FROM alarm WHERE \(condition)"
        return try Int.fetchOne(database, sql: sql, arguments: arguments) ?? 0
    }

    /// The same conditions, of an alarm that is no row as it is now.
    func matches(_ alarm: AlarmRow) -> Bool {
        let began = alarm.summary.beganAt
        let isZone = query.zone.map { zone in
            alarm.zoneID == zone || alarm.source.zoneName == zone
                || alarm.zoneID.map { namedZones.contains(ZoneKey(deployment: alarm.deployment, id: $0)) } == true
        }
        return query.since.map { began >= $0 } ?? true && query.until.map { began < $0 } ?? true && isZone ?? true
            && query.device.map { alarm.deviceID == $0 || alarm.device == $0 } ?? true
            && query.deployment.map { alarm.deployment == $0 } ?? true
            && query.guid.map { $0.lowercased() == alarm.guid.lowercased() } ?? true
            && (query.states.isEmpty || query.states.contains(alarm.summary.state))
            && (query.verdicts.isEmpty || query.verdicts.contains(alarm.summary.verdict))
    }

    static let began = "coalesce(alarm.occurred_at, alarm.first_observed_at)"

    // MARK: sources

    private static func zones(named name: String?, _ database: Database) throws -> Set<ZoneKey> {
        guard let name else { return [] }
        let rows = try Row.fetchAll(database, sql: "SELECT deployment, id, name FROM zone")
        return Set(
            try rows.filter { try $0.value(2) as String? == name }
                .map { ZoneKey(deployment: try $0.value(0), id: try $0.value(1)) })
    }

    private static func sources(_ query: AlarmQuery, _ database: Database) throws -> [Int64]? {
        guard query.zone != nil || query.device != nil || query.deployment != nil else { return nil }
        let meant = try StatsSource.all(database).filter { source in
            source.source.isMeant(zone: query.zone, device: query.device, deployment: query.deployment)
        }
        return meant.map(\.id)
    }

    // MARK: SQL

    private static func condition(_ query: AlarmQuery, _ sources: [Int64]?) -> (String, StatementArguments) {
        var terms = ["1"]
        var arguments = StatementArguments()
        func add(_ sql: String, _ values: (any DatabaseValueConvertible)?...) {
            terms.append(sql)
            arguments += StatementArguments(values)
        }
        if let since = query.since { add("\(began) >= ?", since.milliseconds) }
        if let until = query.until { add("\(began) < ?", until.milliseconds) }
        if let sources { terms.append("alarm.source IN (\(sources.map(String.init).joined(separator: ",")))") }
        if let guid = query.guid { add("alarm.guid IN (?, ?, ?)", guid, guid.lowercased(), guid.uppercased()) }
        terms += codes("alarm.state", query.states) + codes("alarm.verdict", query.verdicts)
        if let changed = query.changedSince {
            let changedAlarms = "SELECT alarm FROM transition WHERE afterwards > 0 AND not_after >= ?"
            add("alarm.position IN (\(changedAlarms))", changed.milliseconds)
        }
        if let asOf = query.asOf { add("alarm.position < ? AND alarm.last_position < ?", asOf.number, asOf.number) }
        return (terms.joined(separator: " AND "), arguments)
    }

    /// As numbers in the text: an index over one of them is used only so.
    private static func codes<Code: ViewCode>(_ column: String, _ values: [Code]) -> [String] {
        guard !values.isEmpty else { return [] }
        let codes = values.map { String($0.code) }
        return [codes.count == 1 ? "\(column) = \(codes[0])" : "\(column) IN (\(codes.joined(separator: ",")))"]
    }
}
