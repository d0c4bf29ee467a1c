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

    init(_ row: Row) throws {
        position = try row.position("position")
        occurredAt = try row.optionalTime("occurred_at")
        notBefore = try row.optionalTime("not_before")
        notAfter = try row.time("not_after")
        action = try row.value("action")
        userName = try row.value("user_name")
        alertGUID = try row.value("alert_guid")
        deviceID = try row.value("device_id")
        comment = try row.value("comment")
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
                try Array(rows.map { try ZoneEntry($0) }),
                try Int.fetchOne(database, sql: count, arguments: arguments) ?? 0
            )
        }
    }

    /// Since when the zone's records tell what they tell now of its being armed; nil where they do not tell it.
    package func armedSince(_ zone: ZoneRow) throws -> ArmedSince? {
        let sql = "SELECT * FROM zone_state WHERE deployment = ? AND zone_id = ? ORDER BY position DESC"
        return try read { database in
            let rows = try Row.fetchCursor(database, sql: sql, arguments: [zone.deployment, zone.id])
            var since: ArmedSince?
            while let row = try rows.next(), let armed = try row.value("armed") as Bool?, armed == zone.isArmed {
                since = ArmedSince(
                    occurredAt: try row.optionalTime("occurred_at"), notBefore: try row.optionalTime("not_before"),
                    notAfter: try row.time("not_after"))
            }
            return since
        }
    }
}
