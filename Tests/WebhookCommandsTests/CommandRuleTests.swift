import AlarmHistory
import ArchiveEvents
import Testing

@testable import WebhookCommands

@Suite("Which webhooks start which command")
struct CommandRuleTests {
    private static let facts = {
        var facts = WebhookFacts()
        (facts.zoneID, facts.zoneName) = ("b0a7e7c4", "Loading bay")
        (facts.deviceID, facts.deviceName) = ("d-1", "Cam 4")
        (facts.phase, facts.detection) = ("Alarm", "person")
        return facts
    }()

    @Test(
        "every condition that is set must be met, without regard to case",
        arguments: [
            ([:], true), (["zone": "B0A7E7C4"], true), (["zone": "loading BAY"], true), (["zone": "Loading"], false),
            (["device": "D-1"], true), (["device": "cam 4"], true), (["device": "b0a7e7c4"], false),
            (["phase": "alarm"], true), (["phase": "Ended"], false), (["detection": "PERSON"], true),
            (["detection": "vehicle"], false), (["deployment": "hq"], true), (["deployment": "depot"], false),
            (["zone": "b0a7e7c4", "phase": "Alarm", "detection": "person"], true),
            (["zone": "b0a7e7c4", "phase": "Ended", "detection": "person"], false),
        ] as [([String: String], Bool)])
    func conditions(wanted: [String: String], isMet: Bool) {
        var rule = CommandRule(name: "r", command: "true")
        (rule.zone, rule.device, rule.deployment) = (wanted["zone"], wanted["device"], wanted["deployment"])
        (rule.phase, rule.detection) = (wanted["phase"], wanted["detection"])
        #expect(rule.matches(Self.facts, deployment: "hq") == isMet)
    }

    @Test("what a webhook does not tell meets no condition")
    func unknown() {
        var rule = CommandRule(name: "r", command: "true")
        #expect(rule.matches(WebhookFacts(), deployment: "hq"))
        rule.zone = ""
        #expect(!rule.matches(WebhookFacts(), deployment: "hq"))
    }

    @Test("four run at once, sixty-four wait, a closed queue starts none")
    func queue() {
        let rule = CommandRule(name: "r", command: "true")
        func job(_ number: UInt64) -> CommandJob {
            CommandJob(rule: rule, deployment: "hq", webhook: Position(number), facts: Self.facts)
        }
        var queue = CommandQueue()
        let taken = (0..<70).filter { queue.offer(job($0)) }
        #expect(taken == Array(0..<64))
        let started = (0..<6).compactMap { _ in queue.start()?.webhook.number }
        #expect(started == [0, 1, 2, 3])
        queue.end()
        let next = queue.start()?.webhook.number
        #expect(next == 4 && queue.running == 4)
        let late = queue.close().map(\.webhook.number)
        #expect(late == Array(5..<64))
        queue.end()
        let after = queue.start()
        #expect(after == nil && !queue.offer(job(99)))
    }
}
