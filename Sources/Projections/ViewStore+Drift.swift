package import ArchiveEvents
import GRDB

/// A row of table `drift`.
package struct DriftRow: Sendable {
    package let position: Position
    package let deployment: String
    package let endpoint: String
    package let time: Instant
    /// Whether the first look ever at the endpoint told it.
    package let isFirst: Bool
    package let member: String
    package let kind: String
    package let type: String?
    package let value: String?
}

/// A row of table `webhook`.
package struct WebhookRow: Sendable {
    package let position: Position
    package let deployment: String
    package let receivedAt: Instant
    package let zoneID: String?
    package let deviceID: String?
}

extension ViewStore {
    /// What drifted in the period, by deployment and endpoint, in the log's order.
    package func drift(since: Instant? = nil, until: Instant? = nil) throws -> [DriftRow] {
        let sql = """
            SELECT * FROM drift WHERE at >= ? AND at < ? ORDER BY deployment, endpoint, position, sequence
            """
        return try read { database in
            try Row.fetchAll(database, sql: sql, arguments: Self.bounds(since, until)).map { row in
                try DriftRow(
                    position: row.position("position"), deployment: row.value("deployment"),
                    endpoint: row.value("endpoint"),
                    time: row.time("at"), isFirst: row.value("is_first"), member: row.value("member"),
                    kind: row.value("kind"), type: row.value("type"), value: row.value("value"))
            }
        }
    }

    /// The webhooks that arrived in the period, in the log's order.
    package func webhooks(since: Instant? = nil, until: Instant? = nil) throws -> [WebhookRow] {
        let sql = "SELECT * FROM webhook WHERE at >= ? AND at < ? ORDER BY position"
        return try read { database in
            try Row.fetchAll(database, sql: sql, arguments: Self.bounds(since, until)).map { row in
                try WebhookRow(
                    position: row.position("position"), deployment: row.value("deployment"),
                    receivedAt: row.time("at"), zoneID: row.value("zone_id"), deviceID: row.value("device_id"))
            }
        }
    }

    private static func bounds(_ since: Instant?, _ until: Instant?) -> StatementArguments {
        [since?.milliseconds ?? Int64.min, until?.milliseconds ?? Int64.max]
    }
}
