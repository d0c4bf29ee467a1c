import AlarmHistory
import ArchiveEvents
import ExactJSON
import Projections

/// The alarms of a period that are known from the logs of zones alone, as `alarms` shows them beside the others.
struct UnlistedList {
    /// How many there are.
    let total: Int
    /// The newest of them.
    private let alarms: [UnlistedAlarm]

    /// Of what `alarms` was asked for. Where it was asked for states, verdicts, devices, changes or the past, none are: their
    /// records would say that, and there are none.
    init(_ report: CoverageReport, _ query: AlarmQuery, _ views: ViewStore) throws {
        let isForRecords =
            !query.states.isEmpty || !query.verdicts.isEmpty || query.device != nil || query.changedSince != nil
            || query.asOf != nil
        guard report.unlistedCount > 0, !isForRecords else {
            (total, alarms) = (0, [])
            return
        }
        var unlisted = report.unlisted
        unlisted.zone = query.zone
        total = query.zone == nil ? report.unlistedCount : try unlisted.count(in: views)
        alarms = try unlisted.alarms(in: views, limit: min(query.limit, Self.limit))
    }

    /// `{"total":n,"alarms":[...]}`.
    var json: JSONValue {
        .object([
            ("total", .whole(total)),
            (
                "alarms",
                .array(
                    alarms.map { alarm in
                        .object([
                            ("guid", .string(alarm.guid)), ("deployment", .string(alarm.deployment)),
                            ("zone_id", .string(alarm.zoneID)), ("zone_name", .optional(alarm.zoneName)),
                            ("device_id", .optional(alarm.deviceID)), ("source", "zone-log"),
                            ("occurred_at", .optional(alarm.occurredAt?.description)),
                            ("first_observed_at", .string(alarm.firstObservedAt.description)),
                        ])
                    })
            ),
        ])
    }

    /// A table of its own, for people.
    var text: String {
        var table = Table(columns: ["BEGAN", "SOURCE", "ZONE", "DEVICE", "GUID"])
        table.rows = alarms.map { alarm in
            [
                (alarm.occurredAt ?? alarm.firstObservedAt).description, "zone log",
                (alarm.zoneName ?? alarm.zoneID).printable, (alarm.deviceID ?? "-").printable, alarm.guid.printable,
            ]
        }
        let cut = alarms.count < total ? ", \(alarms.count) of \(total)" : ""
        return "Known from the logs of zones alone\(cut):\n\n\(table.text)"
    }

    /// Rows beside the alarms. Thousands of them are one finding, and `v1_zone_log` has them all.
    private static let limit = 10_000
}
