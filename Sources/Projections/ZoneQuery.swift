package import ArchiveEvents
import GRDB

/// A row of table `zone_entry`: an entry of a zone's log.
package struct ZoneEntry: Sendable {
    /// Of the event.
    package let position: Position
    /// The vendor's claim.
    package let occurredAt: Instant?
    /// The looks between which it appeared.
    package let notBefore: Instant?
    package let notAfter: Instant
    /// The vendor's word; nil where the entry was erased.
    package let action: String?
    package let userName: String?
    package let alertGUID: String?
    package let deviceID: String?
    package let comment: String?

    init(_ row: Row) {
        position = Position(UInt64(clamping: row["position"] as Int64? ?? 0))
        occurredAt = Instant(column: row["occurred_at"])
        notBefore = Instant(column: row["not_before"])
        notAfter = Instant(milliseconds: row["not_after"] ?? 0)
        action = row["action"]
        userName = row["user_name"]
        alertGUID = row["alert_guid"]
        deviceID = row["device_id"]
        comment = row["comment"]
    }
}

/// Since when a zone is armed, or disarmed.
package struct ArmedSince: Sendable {
    /// The vendor's claim.
    package let occurredAt: Instant?
    /// The looks between which it became so.
    package let notBefore: Instant?
    package let notAfter: Instant
}

extension ViewStore {
    /// The newest entries of a zone's log that happened in `[since, until)`, by the vendor's clock, else were seen then;
    /// and how many there are.
    package func entries(
        of zone: ZoneRow, since: Instant?, until: Instant?, limit: Int
    ) throws -> (entries: [ZoneEntry], total: Int) {
        let time = "coalesce(occurred_at, not_after)"
        let condition = "deployment = ? AND zone_id = ? AND \(time) >= ? AND \(time) < ?"
        let arguments: StatementArguments = [
            zone.deployment, zone.id, since?.milliseconds ?? Int64.min, until?.milliseconds ?? Int64.max,
        ]
        return try read { database in
            let count = "SELECT count(*) FROM zone_entry WHERE \(condition)"
            let list = "SELECT * FROM zone_entry WHERE \(condition) ORDER BY \(time) DESC, position DESC LIMIT ?"
            let rows = try Row.fetchCursor(database, sql: list, arguments: arguments + [limit])
            return (
                try Array(rows.map { ZoneEntry($0) }), try Int.fetchOne(database, sql: count, arguments: arguments) ?? 0
            )
        }
    }

    /// Since when the zone's records tell what they tell now of its being armed; nil where they do not tell it.
    package func armedSince(_ zone: ZoneRow) throws -> ArmedSince? {
        let sql = "SELECT * FROM zone_state WHERE deployment = ? AND zone_id = ? ORDER BY position DESC"
        return try read { database in
            let rows = try Row.fetchCursor(database, sql: sql, arguments: [zone.deployment, zone.id])
            var since: ArmedSince?
            while let row = try rows.next(), let armed = row["armed"] as Bool?, armed == zone.isArmed {
                since = ArmedSince(
                    occurredAt: Instant(column: row["occurred_at"]), notBefore: Instant(column: row["not_before"]),
                    notAfter: Instant(milliseconds: row["not_after"]))
            }
            return since
        }
    }
}
