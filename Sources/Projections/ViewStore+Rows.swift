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

/// A row of table `gap`.
package struct GapRow: Sendable {
    package let subject: String
    package let cause: String
    package let detail: String
    package let notCoveredFrom: Instant?
    package let openedAt: Instant
    package let closedAt: Instant?
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

    /// When each endpoint last gave an event, by the name of its coverage stream.
    package func lastEvents() throws -> [String: Instant] {
        try read { database in
            let rows = try Row.fetchAll(database, sql: "SELECT subject, last_event_at FROM endpoint")
            return Dictionary(
                uniqueKeysWithValues: rows.map { ($0[0] as String, Instant(milliseconds: $0[1] as Int64)) })
        }
    }

    /// Gaps that overlap `[since, until)`, in their order.
    package func gaps(since: Instant? = nil, until: Instant? = nil) throws -> [GapRow] {
        let sql = """
            SELECT * FROM gap
            WHERE coalesce(closed_at, ?1) > ?2 AND coalesce(not_covered_from, opened_at) < ?1 ORDER BY opened_position
            """
        let bounds = [until?.milliseconds ?? Int64.max, since?.milliseconds ?? Int64.min]
        return try read { database in
            try Row.fetchAll(database, sql: sql, arguments: StatementArguments(bounds)).map { row in
                GapRow(
                    subject: row["subject"], cause: row["cause"], detail: row["detail"],
                    notCoveredFrom: Instant(column: row["not_covered_from"]),
                    openedAt: Instant(milliseconds: row["opened_at"]), closedAt: Instant(column: row["closed_at"]))
            }
        }
    }
}
