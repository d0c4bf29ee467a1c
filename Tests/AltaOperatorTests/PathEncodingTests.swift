import AltaOperator
import Testing

@Suite("An id stays one step of the path")
struct PathEncodingTests {
    /// An id as a deployment might serve it, and as a step of a path.
    static let ids = [
        ("7c1f0a52-3D1E", "7c1f0a52-3D1E"), ("a/b", "a%2Fb"), ("../../me", "..%2F..%2Fme"), ("..", "%2E%2E"),
        (".", "%2E"), ("a.b", "a.b"), ("a b", "a%20b"), ("a?b#c&d=e", "a%3Fb%23c%26d%3De"), ("100%", "100%25"),
        ("%2e%2e", "%252e%252e"), ("Tür", "T%C3%BCr"), ("🦊", "%F0%9F%A6%8A"), ("a\r\nb\u{0}", "a%0D%0Ab%00"),
        ("a\\b;c", "a%5Cb%3Bc"), ("~_-", "~_-"),
    ]

    @Test("in every read", arguments: ids)
    func inquiries(id: String, step: String) {
        let paths: [(Inquiry, String)] = [
            (.zoneAlertDetails(alert: id, subAlert: "1"), "alarmZoneAlerts/\(step)/1/details"),
            (.zoneAlertDetails(alert: "1", subAlert: id), "alarmZoneAlerts/1/\(step)/details"),
            (.zone(id: id), "alarmZones/\(step)"), (.zoneLog(zone: id), "alarmZones/\(step)/logs"),
            (.mutedZone(id: id), "alarmZonesUserMuted/\(step)"), (.alert(guid: id), "alerts/\(step)"),
            (.bookmarks(guid: id), "alerts/\(step)/bookmarks"),
            (.emergencyContact(id: id), "publicIntrusionEmergencyContacts/\(step)"),
        ]
        for (inquiry, path) in paths { #expect(inquiry.path == "/api/v1/" + path) }
    }

    @Test("in every act", arguments: ids)
    func acts(id: String, step: String) throws {
        let paths: [(Act, String)] = [
            (.end(guid: id), "alerts/\(step)/end"), (.arm(zone: id), "alarmZones/\(step)/arm"),
            (.disarm(zone: id), "alarmZones/\(step)/disarm"),
            (.comment(zone: id, text: "x"), "alarmZones/\(step)/comment"),
            (.unmute(zone: id), "alarmZonesUserMuted/\(step)"), (.mute(zone: id), "alarmZonesUserMuted"),
        ]
        for (act, path) in paths { #expect(act.path == "/api/v1/" + path) }
    }

    @Test("and reaches the thing of that id alone: a deployment does not take it for a path")
    func simulated() async throws {
        let world = StagedWorld()
        for id in ["..", "x/../\(try await world.zone())", "arm"] {
            let failure = await #expect(throws: OperatorFailure.self) {
                try await world.client.read(.zoneLog(zone: id))
            }
            #expect(failure?.refusedStatus == 404)
            #expect(try await world.client.perform(.disarm(zone: id)) == .refused(status: 404))
        }
    }
}
