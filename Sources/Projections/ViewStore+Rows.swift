package import AlarmHistory
package import ArchiveEvents
import GRDB

/// A row of table `transition`.
package struct TransitionRow: Sendable {
    /// The alarm's first event.
    package let alarm: Position
    package let position: Position
    package let kind: AlarmTransition.Kind
    package let endpoint: Endpoint?
    package let notBefore: Instant?
    package let notAfter: Instant
    package let occurredAt: Instant?
    /// The event with the record before: what changed stands in the two.
    package let former: Position?
    package let verdict: AlarmVerdict?
    package let formerVerdict: AlarmVerdict?
    package let actor: String?
    package let afterwards: AlarmTransition.Afterwards?

    init(_ row: Row) throws {
        alarm = try row.position("alarm")
        position = try row.position("position")
        kind = AlarmTransition.Kind(code: try row.value("kind")) ?? .changed
        endpoint = (try row.value("endpoint") as Int?).flatMap { EndpointSet(rawValue: $0).endpoint }
        notBefore = try row.optionalTime("not_before")
        notAfter = try row.time("not_after")
        occurredAt = try row.optionalTime("occurred_at")
        former = (try row.value("former") as UInt64?).map { Position($0) }
        verdict = AlarmVerdict(code: try row.value("verdict"))
        formerVerdict = AlarmVerdict(code: try row.value("former_verdict"))
        actor = try row.value("actor")
        afterwards = AlarmTransition.Afterwards(column: try row.value("afterwards"))
    }
}

/// A row of table `zone`.
package struct ZoneRow: Sendable {
    package let deployment: String
    package let id: String
    package let name: String?
    package let siteName: String?
    package let state: String?
    package let isListed: Bool
    package let firstObservedAt: Instant
    package let lastObservedAt: Instant
    package let logEntries: Int
    package let alarms: Int
    /// Whether a detection would raise an alarm; nil where that is not told.
    package let isArmed: Bool?
    /// Alarms that began in the last seven days.
    package let recentAlarms: Int
    /// When the newest alarm began.
    package let lastAlarmAt: Instant?

    init(_ row: Row) throws {
        deployment = try row.value("deployment")
        id = try row.value("id")
        name = try row.value("name")
        siteName = try row.value("site_name")
        state = try row.value("state")
        isListed = try row.value("listed")
        firstObservedAt = try row.time("first_observed_at")
        lastObservedAt = try row.time("last_observed_at")
        logEntries = try row.count("log_entries")
        alarms = try row.count("alarms")
        isArmed = try row.value("armed")
        recentAlarms = try row.count("recent_alarms")
        lastAlarmAt = try row.optionalTime("last_alarm_at")
    }
}

extension ViewStore {
    /// What happened to an alarm, in the log's order; only what the events before `end` tell, where one is given.
    package func transitions(of alarm: AlarmRow, before end: Position? = nil) throws -> [TransitionRow] {
        let sql = "SELECT * FROM transition WHERE alarm = ? AND position < ? ORDER BY position, sequence"
        let arguments: StatementArguments = [
            alarm.summary.firstPosition.number, end.map { Int64(clamping: $0.number) } ?? Int64.max,
        ]
        return try read { try Row.fetchAll($0, sql: sql, arguments: arguments).map { try TransitionRow($0) } }
    }

    /// The event that holds an alarm's newest record, as far as the rows know.
    package func newestContent(deployment: String, guid: String) throws -> Position? {
        let sql = """
            SELECT content_position FROM alarm JOIN alarm_source AS s ON s.id = alarm.source
            WHERE guid = ? AND deployment = ?
            """
        return try read { database in
            try Int64.fetchOne(database, sql: sql, arguments: [guid, deployment]).map { Position(UInt64(clamping: $0)) }
        }
    }

    /// What changed after the fact since then, of all alarms, in the log's order.
    package func changesAfterwards(since time: Instant) throws -> [TransitionRow] {
        let sql = """
            SELECT * FROM transition WHERE afterwards > 0 AND not_after >= ? ORDER BY position, alarm, sequence
            """
        return try read { try Row.fetchAll($0, sql: sql, arguments: [time.milliseconds]).map { try TransitionRow($0) } }
    }

    /// The events that could not be taken in, in the log's order.
    package func setAside() throws -> [SetAsideRow] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM set_aside ORDER BY position").map { row in
                try SetAsideRow(
                    position: row.position("position"), type: row.value("type"), subject: row.value("subject"),
                    reason: row.value("reason"))
            }
        }
    }

    /// All zones ever seen, by name.
    package func zones(now: Instant) throws -> [ZoneRow] {
        let began = "coalesce(occurred_at, first_observed_at)"
        let sql = """
            WITH counted AS MATERIALIZED (SELECT source, sum(alarms) AS alarms FROM daily GROUP BY source),
              sourced AS MATERIALIZED (
                SELECT deployment, zone_id, sum(alarms) AS alarms,
                  sum((SELECT count(*) FROM alarm WHERE source = id AND \(began) >= ?)) AS recent,
                  max((SELECT \(began) FROM alarm WHERE source = id ORDER BY \(began) DESC LIMIT 1)) AS last
                FROM alarm_source LEFT JOIN counted ON counted.source = id GROUP BY deployment, zone_id)
            SELECT zone.*, coalesce(sourced.alarms, 0) AS alarms, coalesce(recent, 0) AS recent_alarms, last AS last_alarm_at
            FROM zone LEFT JOIN sourced ON sourced.deployment = zone.deployment AND sourced.zone_id = zone.id
            ORDER BY zone.deployment, name, id
            """
        let week = now.advanced(byMilliseconds: -7 * 86_400_000)
        return try read { database in
            try Row.fetchAll(database, sql: sql, arguments: [week.milliseconds]).map { try ZoneRow($0) }
        }
    }
}
