package import ArchiveEvents
import GRDB

/// A row of table `alarm`, with the zone's present name where the alert named none.
package struct AlarmRow: Sendable {
    package let deployment: String
    package let guid: String
    package let zoneID: String?
    package let zoneName: String?
    package let deviceID: String?
    package let device: String?
    package let state: String
    package let verdict: String
    package let isMerged: Bool?
    package let occurredAt: Instant?
    package let endedAt: Instant?
    package let endedNotBefore: Instant?
    package let endedNotAfter: Instant?
    package let firstObservedAt: Instant
    package let lastObservedAt: Instant
    package let events: Int

    init(_ row: Row) {
        deployment = row["deployment"]
        guid = row["guid"]
        zoneID = row["zone_id"]
        zoneName = row["zone_name"] ?? row["zone_now"]
        deviceID = row["device_id"]
        device = row["device"]
        state = row["state"]
        verdict = row["verdict"]
        isMerged = row["merged"]
        occurredAt = Instant(column: row["occurred_at"])
        endedAt = Instant(column: row["ended_at"])
        endedNotBefore = Instant(column: row["ended_not_before"])
        endedNotAfter = Instant(column: row["ended_not_after"])
        firstObservedAt = Instant(milliseconds: row["first_observed_at"])
        lastObservedAt = Instant(milliseconds: row["last_observed_at"])
        events = row["events"]
    }
}

extension Instant {
    init?(column: Int64?) {
        guard let column else { return nil }
        self.init(milliseconds: column)
    }
}
