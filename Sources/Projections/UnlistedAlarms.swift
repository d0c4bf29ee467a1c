package import ArchiveEvents
import GRDB

/// An alarm of which only a zone's log tells: no list ever showed it.
package struct UnlistedAlarm: Sendable, Hashable {
    /// The vendor's id of it.
    package let guid: String
    package let deployment: String
    package let zoneID: String
    package let zoneName: String?
    /// The device that the log names.
    package let deviceID: String?
    /// When it started, the vendor's claim.
    package let occurredAt: Instant?
    /// When the log was first seen to tell of it.
    package let firstObservedAt: Instant
}

/// Which alarms are known from the logs of zones alone.
///
/// They show that the lists of alarms did not show everything. An alarm counts where a list should have shown it: where a
/// look at the list of alerts came after the log told of it, or where the log told of it long after it started.
package struct UnlistedQuery: Sendable {
    /// Alarms that started in `[since, until)`, by the vendor's clock, else first seen then.
    package var since: Instant?
    package var until: Instant?
    /// Nil where all are meant.
    package var deployments: Set<String>?
    /// A zone's id or name.
    package var zone: String?
    /// The last look at each deployment's list of alerts.
    package var lastLooks: [String: Instant] = [:]

    package init() {}

    /// How many there are.
    package func count(in views: ViewStore) throws -> Int {
        try views.read { database in
            let (sql, arguments) = found
            return try Int.fetchOne(database, sql: "SELECT count(*) FROM (\(sql))", arguments: arguments) ?? 0
        }
    }

    /// The newest of them.
    package func alarms(in views: ViewStore, limit: Int) throws -> [UnlistedAlarm] {
        try views.read { database in
            let (sql, arguments) = found
            let newest = "\(sql) ORDER BY started DESC, e.alert_guid, e.deployment LIMIT ?"
            return try Row.fetchAll(database, sql: newest, arguments: arguments + [limit]).map(UnlistedAlarm.init)
        }
    }

    /// Each alarm once, however many entries tell of it.
    private var found: (sql: String, arguments: StatementArguments) {
        let started = "coalesce(e.occurred_at, e.not_after)"
        var terms = [
            "e.action = 'alarm_started'", "e.alert_guid <> ''", "\(started) >= ?", "\(started) < ?",
            """
            NOT EXISTS (
              SELECT 1 FROM alarm AS a JOIN alarm_source AS s ON s.id = a.source
              WHERE a.guid IN (e.alert_guid, lower(e.alert_guid), upper(e.alert_guid)) AND s.deployment = e.deployment)
            """,
        ]
        var arguments: StatementArguments = [
            since?.milliseconds ?? Int64.min, until?.milliseconds ?? Int64.max,
        ]
        let looks = lastLooks.sorted { $0.key < $1.key }
        let isLookedFor = looks.map { _ in "e.deployment = ? AND e.not_after < ?" }
        let isOld = "e.occurred_at < e.not_after - \(Self.longestDelay)"
        terms.append("(\(([isOld] + isLookedFor).joined(separator: " OR ")))")
        for (name, look) in looks { arguments += [name, look.milliseconds] }
        if let deployments {
            terms.append("e.deployment IN (\(deployments.map { _ in "?" }.joined(separator: ",")))")
            arguments += StatementArguments(deployments.sorted())
        }
        if let zone {
            terms.append("(e.zone_id = ? OR z.name = ?)")
            arguments += [zone, zone]
        }
        let sql = """
            SELECT e.alert_guid, e.deployment, e.zone_id, z.name, e.device_id, e.occurred_at, e.not_after,
              min(\(started)) AS started
            FROM zone_entry AS e LEFT JOIN zone AS z ON z.deployment = e.deployment AND z.id = e.zone_id
            WHERE \(terms.joined(separator: " AND ")) GROUP BY e.deployment, e.alert_guid
            """
        return (sql, arguments)
    }

    /// Milliseconds behind its start after which an alarm stands in the lists, whatever the clocks of both sides.
    private static let longestDelay: Int64 = 600_000
}

extension UnlistedAlarm {
    fileprivate init(_ row: Row) {
        self.init(
            guid: row[0], deployment: row[1], zoneID: row[2], zoneName: row[3], deviceID: row[4],
            occurredAt: Instant(column: row[5]), firstObservedAt: Instant(milliseconds: row[6]))
    }
}
