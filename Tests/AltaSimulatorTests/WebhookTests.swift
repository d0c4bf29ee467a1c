import AltaSimulator
import Foundation
import Testing

@Suite("Webhooks")
struct WebhookTests {
    /// A quiet world in which two alarms begin and end.
    private func world(_ kinds: WebhookFault..., template: String = Self.template) -> SimulatedVisitor {
        SimulatedVisitor(seed: 5) {
            $0.zones = 3
            $0.devices = 8
            $0.historyMilliseconds = hour
            $0.alarmsPerDay = 1
            $0.webhookTemplate = template
            $0.faults =
                kinds.map { ScriptedFault(.webhook($0), from: noon, until: noon + hour) } + [
                    ScriptedFault(.life(.twoAlarms), from: onset, until: relief)
                ]
        }
    }

    private static let template = SimulationParameters.recommendedWebhookTemplate

    private func bodies(_ webhooks: [SimulatedWebhook]) throws -> [[String: String]] {
        try webhooks.map { try JSONDecoder().decode([String: String].self, from: Data($0.body)) }
    }

    @Test("an alarm's begin and end are told, with the values of the moment")
    func plain() throws {
        var visitor = world()
        let taken = visitor.deployment.takeWebhooks(until: noon + hour)
        let alarms = try bodies(taken.filter { $0.firedAt == onset })
        #expect(alarms.count == 2)
        #expect(alarms[0]["phase"] == "Alarm")
        #expect(alarms[0]["time"] == "1751285400.0000000000")
        #expect(alarms[0]["iso"] == "2025-06-30T12:10:00.000Z")
        #expect(alarms[0]["verification"] == "N/A")
        #expect(alarms[0]["zone"] == taken.first { $0.firedAt == onset }?.zoneID)
        #expect(try bodies(taken).count { $0["phase"] == "Ended" } >= 2)
        #expect(taken.map(\.deliverAt) == taken.map(\.deliverAt).sorted())
        #expect(visitor.deployment.takeWebhooks(until: noon + hour).isEmpty)
    }

    @Test("each fault strikes them", arguments: WebhookFault.allCases)
    func effect(fault: WebhookFault) throws {
        var (visitor, witness) = (world(fault), world())
        let end = noon + 2 * hour
        let (struck, plain) = (visitor.deployment.takeWebhooks(until: end), witness.deployment.takeWebhooks(until: end))
        let within = { (webhooks: [SimulatedWebhook]) in webhooks.filter { $0.firedAt < noon + hour } }
        switch fault {
        case .lost: #expect(within(struck).isEmpty && !within(plain).isEmpty)
        case .duplicated: #expect(within(struck).count == 2 * within(plain).count)
        case .late: #expect(within(struck).allSatisfy { $0.deliverAt - $0.firedAt > 10 * minute })
        case .outOfOrder:
            let fired = within(struck).map(\.firedAt)
            #expect(fired.count == within(plain).count)
            #expect(Set(within(struck).map { $0.deliverAt - $0.firedAt }).count > 1)
        case .afterEnd:
            let phases = try bodies(struck.filter { $0.firedAt == onset || $0.firedAt == relief }).map { $0["phase"] }
            #expect(phases.first == "Alarm" && phases.count { $0 == "Alarm" } == 2)
            let begun = struck.filter { $0.firedAt == onset }
            #expect(begun.allSatisfy { $0.deliverAt > onset + minute })
        case .unfilled: #expect(try bodies(within(struck)).allSatisfy { Set($0.values) == ["N/A"] })
        }
    }

    @Test("taking them often or once gives the same")
    func steadiness() {
        var (often, once) = (world(.outOfOrder), world(.outOfOrder))
        var taken: [SimulatedWebhook] = []
        for time in stride(from: noon, through: noon + 2 * hour, by: Int(10 * second)) {
            taken += often.deployment.takeWebhooks(until: time)
        }
        let all = once.deployment.takeWebhooks(until: noon + 2 * hour)
        #expect(taken.map(\.body) == all.map(\.body))
        #expect(taken.map(\.deliverAt) == all.map(\.deliverAt))
    }

    @Test("every code of the vendor is filled, other words stay, and time has noisy digits")
    func codes() throws {
        let codes = [
            "address", "alarmZoneId", "alarmZoneName", "description", "detection", "deviceId", "deviceName",
            "deviceSiteId", "deviceSiteName", "emergencyContact", "jpg", "time", "timeIso", "timePretty",
            "triggerPhase", "url",
        ]
        let empty = [
            "deviceGroupId", "deviceGroupName", "serviceGroupId", "serviceGroupName", "verification", "dispatch",
        ]
        let template = (codes + empty).map { "\($0)=$\($0)" }.joined(separator: "|") + "|price=$5|$zoneName"
        var visitor = world(template: template)
        let webhook = try #require(visitor.deployment.takeWebhooks(until: relief).first { $0.firedAt == onset })
        let fields = String(decoding: webhook.body, as: UTF8.self).split(separator: "|")
        for code in codes { #expect(fields.contains { $0.hasPrefix("\(code)=") && !$0.hasSuffix("N/A") }, "\(code)") }
        for code in empty { #expect(fields.contains { $0 == "\(code)=N/A" }, "\(code)") }
        #expect(fields.suffix(2) == ["price=$5", "$zoneName"])
        #expect(fields.contains("timePretty=Monday, June 30, 2025 12:10:00 UTC"))
    }
}
