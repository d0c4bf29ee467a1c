import AlarmHistory
import ArchiveEvents
import ExactJSON
import Projections

/// The answer of `reconcile`.
struct Reconciliation {
    let rows: [(webhook: WebhookRow, match: WebhookMatch)]
    let window: Int64

    private func count(_ outcome: WebhookMatch.Outcome) -> Int { rows.count { $0.match.outcome == outcome } }

    private var delay: DelaySummary? { DelaySummary(rows.compactMap(\.match.delay)) }
    private var sightDelay: DelaySummary? { DelaySummary(rows.compactMap(\.match.sightDelay)) }

    var json: JSONValue {
        let counts = WebhookMatch.Outcome.allCases.map { ($0.rawValue, JSONValue.whole(count($0))) }
        let totals =
            [("webhooks", JSONValue.whole(rows.count))] + counts + [
                ("delay_ms", Self.json(delay)), ("sight_delay_ms", Self.json(sightDelay)),
            ]
        return .object([
            ("schema_version", .integer(1)), ("window_ms", .integer(window)), ("totals", .object(totals)),
            ("webhooks", .array(rows.map(Self.json))),
        ])
    }

    private static func json(_ summary: DelaySummary?) -> JSONValue {
        guard let summary else { return .null }
        return .object([
            ("n", .whole(summary.count)), ("median", .integer(summary.median)), ("p95", .integer(summary.p95)),
            ("max", .integer(summary.max)),
        ])
    }

    private static func json(_ row: (webhook: WebhookRow, match: WebhookMatch)) -> JSONValue {
        .object([
            ("position", .whole(row.webhook.position.number)), ("time", .string(row.webhook.receivedAt.description)),
            ("deployment", .string(row.webhook.deployment)), ("zone_id", .optional(row.webhook.zoneID)),
            ("device_id", .optional(row.webhook.deviceID)), ("outcome", .string(row.match.outcome.rawValue)),
            ("alarms", .array(row.match.candidates.map { .string($0.guid) })),
            ("delay_ms", row.match.delay.map(JSONValue.integer) ?? .null),
            ("sight_delay_ms", row.match.sightDelay.map(JSONValue.integer) ?? .null),
        ])
    }

    // MARK: for people

    var text: String {
        guard !rows.isEmpty else { return "no webhook arrived in this period" }
        let counts = WebhookMatch.Outcome.allCases.map { "\(count($0)) \($0.rawValue)" }.joined(separator: ", ")
        let delays = [("arrival after the beginning", delay), ("seen after the arrival", sightDelay)]
            .compactMap { name, summary in summary.map { "\(name): \(Self.text($0))" } }
        return (["\(rows.count) webhooks: \(counts)"] + delays + ["", table.text]).joined(separator: "\n")
    }

    private static func text(_ summary: DelaySummary) -> String {
        let figures = [("median", summary.median), ("p95", summary.p95), ("max", summary.max)]
        return figures.map { "\($0) \(span($1))" }.joined(separator: ", ")
    }

    private static func span(_ milliseconds: Int64) -> String {
        (milliseconds < 0 ? "-" : "") + LocalTime.text(milliseconds: abs(milliseconds))
    }

    private var table: Table {
        var table = Table(columns: ["ARRIVED", "DEPLOYMENT", "ZONE", "OUTCOME", "DELAY", "ALARMS"])
        table.rows = rows.map { webhook, match in
            [
                LocalTime.text(webhook.receivedAt), webhook.deployment, (webhook.zoneID ?? "-").printable,
                match.outcome.rawValue, match.delay.map(Self.span) ?? "-",
                match.candidates.map { $0.guid.printable }.joined(separator: " "),
            ]
        }
        return table
    }
}
