package import AlarmHistory
package import ArchiveEvents
import GRDB

/// An alarm as the views have it.
package struct AlarmRow: Sendable {
    package let deployment: String
    package let guid: String
    package let source: AlarmSource
    /// What its events say of it.
    package let summary: AlarmSummary
    private let zoneNow: String?

    init(deployment: String, guid: String, source: AlarmSource, summary: AlarmSummary, zoneNow: String?) {
        self.deployment = deployment
        self.guid = guid
        self.source = source
        self.summary = summary
        self.zoneNow = zoneNow
    }

    /// Reads a row of ``columns``.
    init(_ row: Row, _ sources: inout [Int64: AlarmSource]) throws {
        let id = try row.value(2) as Int64
        let known = sources[id]
        let source = try known ?? AlarmSource(attributes: (27..<38).map { try row.value($0) })
        if known == nil { sources[id] = source }
        try self.init(
            deployment: row.value(26), guid: row.value(1), source: source,
            summary: AlarmSummary(row: row, source: source), zoneNow: row.value(38))
    }

    package var zoneID: String? { source.zoneID }
    /// As the alert named it, else the zone's present name.
    package var zoneName: String? { source.zoneName ?? zoneNow }
    package var deviceID: String? { source.deviceID }
    package var device: String? { source.device }
    package var state: String { summary.state.rawValue }
    package var verdict: String { summary.verdict.rawValue }
    package var isMerged: Bool? { summary.record?.isMerged }
    package var occurredAt: Instant? { summary.record?.occurredAt }
    package var endedAt: Instant? { summary.record?.endedAt }
    package var endedNotBefore: Instant? { summary.ended?.notBefore }
    package var endedNotAfter: Instant? { summary.ended?.notAfter }
    package var firstObservedAt: Instant { summary.firstObservedAt }
    package var lastObservedAt: Instant { summary.lastObservedAt }
    package var events: Int { summary.events }

    /// Columns of a row, of ``tables``: those of table `alarm` first, then from place 26 on the rest.
    static let columns =
        "alarm.*, s.deployment, \(sourceColumns.map { "s.\($0)" }.joined(separator: ", ")), z.name AS zone_now"
    static let tables = """
        alarm JOIN alarm_source AS s ON s.id = alarm.source
        LEFT JOIN zone AS z ON z.deployment = s.deployment AND z.id = s.zone_id
        """
    /// In the order of a source's attributes.
    private static let sourceColumns = [
        "zone_id", "zone_name", "device_id", "device", "rule_id", "rule_name", "site_id", "site_name", "alert_type",
        "detection", "importance",
    ]
}

extension Instant {
    init?(column: Int64?) {
        guard let column else { return nil }
        self.init(milliseconds: column)
    }
}
