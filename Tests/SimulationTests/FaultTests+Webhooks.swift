import AlarmHistory
import AltaSimulator
import ArchiveEvents
import ExactJSON
import Polling
import TestSupport
import Testing

/// Faults of webhooks: each that comes is recorded and wakes the poller, and none is relied upon.
extension FaultTests {
    func webhook(_ fault: WebhookFault) async throws {
        let (struck, courier) = try await Self.warned(fault)
        struck.checkTruth(atLeast: 10)
        struck.checkUnbroken()
        let arrivals = struck.arrivals
        #expect(arrivals.count == courier.delivered.count, "each that came is recorded once")
        let (alarm, sight) = try (struck.stagedAlarm(), struck.sight())
        #expect(alarm.course == [.observed, .ended])
        let own = try struck.matches(phase: "Alarm")
        switch fault {
        case .lost:
            #expect(arrivals.isEmpty)
            #expect(sight > Self.promptly, "only the next look finds it")
        case .duplicated:
            #expect(own.map(\.outcome) == [.matched, .matched])
            #expect(sight <= Self.promptly)
        case .late:
            #expect(own.compactMap(\.delay).allSatisfy { $0 >= Self.lateness } && own.count == 1)
            #expect(sight > Self.promptly, "the alarm was over when it came: the next look at the past finds it")
        case .outOfOrder:
            let fired = courier.delivered.map(\.firedAt)
            #expect(fired != fired.sorted(), "they came in another order than they were sent in")
            #expect(own.map(\.outcome) == [.matched])
        case .afterEnd:
            let end = try #require(struck.staged.first?.end)
            #expect(own.count == 1 && own.allSatisfy { $0.arrival.receivedAt.milliseconds > end })
        case .unfilled:
            #expect(Set(struck.matches(arrivals).map(\.outcome)) == [.unidentified])
            #expect(sight <= Self.promptly, "that something happened is told all the same")
        }
    }

    @Test("without a fault, a webhook makes the archive see an alarm long before its next look would")
    func promptness() async throws {
        let (struck, _) = try await Self.warned(nil)
        struck.checkTruth(atLeast: 10)
        #expect(try struck.sight() <= Self.promptly)
        #expect(try struck.matches(phase: "Alarm").map(\.outcome) == [.matched])
        #expect(try struck.matches(phase: "Ended").count == 1)
    }

    /// An archive that looks rarely by itself, of a deployment that tells it of an alarm.
    private static func warned(_ fault: WebhookFault?) async throws -> (StruckArchive, WebhookCourier) {
        var archive = try await StruckArchive.world(until: end) { parameters in
            parameters.alarmsPerDay = 1
            parameters.webhookTemplate = SimulationParameters.recommendedWebhookTemplate
            parameters.faults = Self.script(fault)
        }
        archive.intervals.ongoingAlerts = rarely
        archive.intervals.alerts = rarely
        archive.intervals.zoneLogs = rarely
        let signal = PollSignal()
        let inbox = WebhookInbox(
            log: archive.log, clock: archive.clock, signals: ["hq": signal], logger: .silent)
        let courier = WebhookCourier(archive, inbox: inbox, signal: signal)
        try await archive.poll(.continuous, clock: courier, signal: signal)
        try await archive.pollAtRest()
        return (try StruckArchive(archive), courier)
    }

    /// One alarm of half a minute, and the webhooks' fault around it.
    private static func script(_ fault: WebhookFault?) -> [ScriptedFault] {
        let onset = StruckArchive.onset.milliseconds
        let amount = fault == .late ? lateness : nil
        let own = fault.map {
            // A seed with which the message of the beginning takes longer than that of the end.
            ScriptedFault(.webhook($0), from: onset - 60_000, until: end.milliseconds, seed: 174, amount: amount)
        }
        return [ScriptedFault(.life(.alarmLasts), from: onset, until: onset + 30_000)] + (own.map { [$0] } ?? [])
    }

    private static let end = Instant.testStart.advanced(byMilliseconds: 25 * 60_000)
    /// Milliseconds between two looks that nobody asked for.
    private static let rarely: Int64 = 8 * 60_000
    /// Milliseconds within which a webhook that is on its way for a moment makes the alarm be seen.
    private static let promptly: Int64 = 2_500
    /// Milliseconds, less than the window in which an alarm may belong to a webhook.
    private static let lateness: Int64 = 4 * 60_000
    /// Milliseconds.
    fileprivate static let window: Int64 = 5 * 60_000
}

extension StruckArchive {
    /// The webhooks that were recorded, with their bodies.
    var arrivals: [RecordedEvent] { events.filter { $0.type == .webhookReceived } }

    /// Milliseconds from the beginning of the staged alarm until the archive saw it.
    func sight() throws -> Int64 { try stagedAlarm().summary.firstObservedAt.milliseconds(since: Self.onset) }

    /// The webhooks that tell of the staged alarm's zone, of the staged alarm's own time.
    func matches(phase: String) throws -> [WebhookMatch] {
        let zone = try stagedAlarm().summary.record?.zoneID
        return matches(
            arrivals.filter { event in
                event.json?["zone"]?.string == zone && event.json?["body"]?["phase"]?.string == phase
            })
    }

    func matches(_ arrivals: [RecordedEvent]) -> [WebhookMatch] {
        arrivals.map { event in
            let zone = event.json?["zone"]?.string
            let alarms = story.alarms.filter { $0.value.summary.record?.zoneID == zone }.map { guid, alarm in
                WebhookMatch.Candidate(
                    guid: guid, occurredAt: alarm.summary.record?.occurredAt,
                    firstObservedAt: alarm.summary.firstObservedAt)
            }
            return WebhookMatch(
                WebhookMatch.Arrival(deployment: "hq", zone: zone, receivedAt: event.time), against: alarms,
                window: FaultTests.window)
        }
    }
}
