package import ArchiveEvents
import GRDB

/// A row of table `transition`.
package struct TransitionRow: Sendable {
    package let position: Position
    package let kind: String
    package let endpoint: String?
    package let notBefore: Instant?
    package let notAfter: Instant
    package let occurredAt: Instant?
    /// JSON array of `{"member","from","to"}`.
    package let changes: String
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
}

extension ViewStore {
    /// What happened to an alarm, in the log's order.
    package func transitions(deployment: String, guid: String) throws -> [TransitionRow] {
        let sql = "SELECT * FROM transition WHERE deployment = ? AND guid = ? ORDER BY position, sequence"
        return try read { database in
            try Row.fetchAll(database, sql: sql, arguments: [deployment, guid]).map { row in
                TransitionRow(
                    position: Position(row["position"]), kind: row["kind"], endpoint: row["endpoint"],
                    notBefore: Instant(column: row["not_before"]),
                    notAfter: Instant(milliseconds: row["not_after"]),
                    occurredAt: Instant(column: row["occurred_at"]), changes: row["changes"])
            }
        }
    }

    /// The newest event that holds an alarm's record, rather than that it is listed or no longer listed.
    package func newestContent(deployment: String, guid: String) throws -> Position? {
        let sql = """
            SELECT max(position) FROM transition
            WHERE deployment = ? AND guid = ? AND kind NOT IN ('listed', 'missing')
            """
        return try read { database in
            try Int64.fetchOne(database, sql: sql, arguments: [deployment, guid]).map { Position(UInt64(clamping: $0)) }
        }
    }

    /// All zones ever seen, by name.
    package func zones() throws -> [ZoneRow] {
        let sql = """
            SELECT zone.*, (SELECT count(*) FROM alarm
              WHERE alarm.deployment = zone.deployment AND alarm.zone_id = zone.id) AS alarms
            FROM zone ORDER BY deployment, name, id
            """
        return try read { database in
            try Row.fetchAll(database, sql: sql).map { row in
                ZoneRow(
                    deployment: row["deployment"], id: row["id"], name: row["name"], siteName: row["site_name"],
                    state: row["state"], isListed: row["listed"],
                    firstObservedAt: Instant(milliseconds: row["first_observed_at"]),
                    lastObservedAt: Instant(milliseconds: row["last_observed_at"]), logEntries: row["log_entries"],
                    alarms: row["alarms"])
            }
        }
    }
}
