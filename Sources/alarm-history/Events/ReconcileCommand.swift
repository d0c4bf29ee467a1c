import AlarmHistory
import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Projections

/// `reconcile`: what deployments told of their own accord, held against what was seen.
struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Hold each webhook that arrived against the alarms of its zone.",
        discussion: """
            A webhook names no alarm, only a zone. Where one alarm of that zone began near its arrival, the two match; \
            where none did, the archive may have missed one, or the webhook came from a test; where several did, all are \
            listed and none is chosen. The delay is from the alarm's beginning, by the vendor's clock, to the arrival.

            EXAMPLES
              alarm-history reconcile --since 7d
              alarm-history reconcile --window 10m --json
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @Option(help: "How far the alarm's beginning may lie from the arrival, before or after it.") var window = "5m"
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let (since, until) = try period.resolved()
            guard let span = TimeSpan(window) else {
                throw UsageError(description: "--window \(window) is no span of time; write 90s, 5m or 1h")
            }
            let views = try archive.views(of: archive.reader())
            let webhooks = try views.webhooks(since: since, until: until)
            let answer = Reconciliation(
                rows: try webhooks.map { ($0, try Self.match($0, span.milliseconds, views)) },
                window: span.milliseconds)
            if json { try Console.answer(answer.json) } else { try Console.answer(answer.text) }
            return .done
        }
    }

    private static func match(_ webhook: WebhookRow, _ window: Int64, _ views: ViewStore) throws -> WebhookMatch {
        let arrival = WebhookMatch.Arrival(
            deployment: webhook.deployment, zone: webhook.zoneID, receivedAt: webhook.receivedAt)
        var query = AlarmQuery()
        query.deployment = webhook.deployment
        // Two spellings of a UUID are one zone; other ids are what they are.
        query.zone = webhook.zoneID.flatMap { UUIDText.isUUID($0) ? nil : $0 }
        query.since = webhook.receivedAt.advanced(byMilliseconds: -window)
        query.until = webhook.receivedAt.advanced(byMilliseconds: window + 1)
        let alarms = webhook.zoneID == nil ? [] : try query.answer(from: views).alarms
        let zone = webhook.zoneID.map(UUIDText.canonical)
        let candidates = alarms.filter { $0.zoneID.map(UUIDText.canonical) == zone }.map { alarm in
            WebhookMatch.Candidate(
                guid: alarm.guid, occurredAt: alarm.occurredAt, firstObservedAt: alarm.firstObservedAt)
        }
        return WebhookMatch(arrival, against: candidates, window: window)
    }
}
