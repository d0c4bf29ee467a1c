import AlarmHistory
import ArchiveEvents
import Testing

@testable import WebhookCommands

@Suite("What a command finds in its environment")
struct CommandSurroundingsTests {
    private func environment(_ facts: WebhookFacts, inherited: [String: String] = [:]) -> [String: String] {
        let surroundings = CommandSurroundings(
            inherited: inherited, archive: "/var/lib/alarms", settingsFile: "/etc/alarms.yaml", programs: "/opt/bin")
        let rule = CommandRule(name: "r", command: "true")
        return surroundings.environment(
            of: CommandJob(rule: rule, deployment: "hq", webhook: Position(41), facts: facts))
    }

    @Test("is all that the webhook tells, and where archive, settings and programs are")
    func everything() {
        var facts = WebhookFacts()
        (facts.zoneID, facts.zoneName) = ("z", "Dock")
        (facts.deviceID, facts.deviceName) = ("d", "Cam")
        (facts.phase, facts.detection, facts.verification) = ("Alarm", "person", "none")
        facts.time = Instant(rfc3339: "2026-11-23T03:12:45.123Z")
        #expect(
            environment(facts, inherited: ["PATH": "/bin", "HOME": "/root"]) == [
                "ALARM_DEPLOYMENT": "hq", "ALARM_ZONE_ID": "z", "ALARM_ZONE_NAME": "Dock", "ALARM_DEVICE_ID": "d",
                "ALARM_DEVICE_NAME": "Cam", "ALARM_PHASE": "Alarm", "ALARM_DETECTION": "person",
                "ALARM_TIME": "2026-11-23T03:12:45.123Z", "ALARM_VERIFICATION": "none", "ALARM_WEBHOOK_POSITION": "41",
                "ALARM_ARCHIVE_ARCHIVE": "/var/lib/alarms", "ALARM_ARCHIVE_CONFIG": "/etc/alarms.yaml",
                "ALARM_ARCHIVE_DEPLOYMENT": "hq", "PATH": "/opt/bin:/bin", "HOME": "/root",
            ])
    }

    @Test("leaves out what the webhook does not tell, also where the daemon was started with it")
    func unknown() {
        let environment = environment(WebhookFacts(), inherited: ["ALARM_ZONE_ID": "old", "ALARM_PHASE": "old"])
        #expect(environment["ALARM_ZONE_ID"] == nil && environment["ALARM_PHASE"] == nil)
        #expect(environment["PATH"] == "/opt/bin:/usr/local/bin:/usr/bin:/bin")
    }

    @Test("has no control characters, and nothing of any length")
    func bounds() throws {
        var facts = WebhookFacts()
        facts.zoneName = "a\u{0}b\nc\u{1B}[2J\u{7F}é"
        facts.phase = String(repeating: "é", count: 9_999)
        let environment = environment(facts)
        #expect(environment["ALARM_ZONE_NAME"] == "abc[2Jé")
        #expect(environment["ALARM_PHASE"] == String(repeating: "é", count: 512))
    }
}
