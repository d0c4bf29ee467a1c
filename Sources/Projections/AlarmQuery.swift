package import ArchiveEvents
import GRDB

/// Which alarms to list.
package struct AlarmQuery: Sendable {
    /// Alarms that began in `[since, until)`, by the vendor's clock, else first seen then.
    package var since: Instant?
    package var until: Instant?
    /// A zone's id or name.
    package var zone: String?
    /// A device's id or name.
    package var device: String?
    package var states: [String] = []
    package var verdicts: [String] = []
    package var deployment: String?
    package var guid: String?
    package var limit = Int.max

    package init() {}

    /// The newest alarms that match, and how many match in all.
    package func answer(from views: ViewStore) throws -> (alarms: [AlarmRow], total: Int) {
        let (condition, arguments) = condition
        return try views.read { database in
            let from = "FROM alarm LEFT JOIN zone ON zone.deployment = alarm.deployment AND zone.id = alarm.zone_id"
            let total = try Int.fetchOne(
                database, sql: "SELECT count(*) \(from) WHERE \(condition)", arguments: arguments)
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT alarm.*, zone.name AS zone_now \(from) WHERE \(condition)
                    ORDER BY coalesce(occurred_at, alarm.first_observed_at) DESC, guid LIMIT ?
                    """,
                arguments: arguments + [limit])
            return (rows.map { AlarmRow($0) }, total ?? 0)
        }
    }

    private var condition: (sql: String, arguments: StatementArguments) {
        let began = "coalesce(occurred_at, alarm.first_observed_at)"
        var terms = ["1"]
        var arguments = StatementArguments()
        func add(_ sql: String, _ values: [(any DatabaseValueConvertible)?]) {
            terms.append(sql)
            arguments += StatementArguments(values)
        }
        if let since { add("\(began) >= ?", [since.milliseconds]) }
        if let until { add("\(began) < ?", [until.milliseconds]) }
        if let zone { add("(zone_id = ? OR zone_name = ? OR zone.name = ?)", [zone, zone, zone]) }
        if let device { add("(device_id = ? OR device = ?)", [device, device]) }
        if let deployment { add("alarm.deployment = ?", [deployment]) }
        if let guid { add("guid = ? COLLATE NOCASE", [guid]) }
        if !states.isEmpty { add("alarm.state IN (\(placeholders(states)))", states) }
        if !verdicts.isEmpty { add("verdict IN (\(placeholders(verdicts)))", verdicts) }
        return (terms.joined(separator: " AND "), arguments)
    }

    private func placeholders(_ values: [String]) -> String { values.map { _ in "?" }.joined(separator: ", ") }
}
