import AltaAPI
import AltaSimulator
import ArchiveEvents
import Polling
import Simulation
import TestSupport
import Testing

@Suite("What a reader may send")
struct ReadOnlyTests {
    private static let reads = [
        "about", "auth", "alarmZones", "alarmZones/b0a7e7c4-1f0d/logs", "alarmZones/%2E%2E/logs", "alerts",
        "alerts?start=2025-06-01T00%3A00%3A00Z&end=1&limit=5&offset=10", "alerts?cursor=c-1", "alerts/7C1F0A52-3D1E",
        "ongoingAlerts",
    ]

    private static let besides = [
        "me", "users", "devices", "alarmZones/x", "alerts/x/bookmarks", "alarmZoneAlerts", "alarmZonesUserMuted",
        "alarmZoneAlerts/za-1/2/details",
    ]

    private static let forbidden = [
        "publicIntrusionWebhooks", "publicIntrusionEmergencyContacts", "publicIntrusionEmergencyContacts/x",
        "alerts/x/end", "alerts/..", "alerts/", "alerts//", "alerts/x?start=1", "alerts?code=202", "alerts?start=1&x",
        "alerts?", "alarmZones?start=1", "about/x", "About", "", "alarmZones/x/arm", "alarmZones/../logs",
        "alarmZones/x y/logs", "alarmZoneAlerts/stopLocalOngoing", "logout", "me/totp", "dologin", "totp",
    ]

    @Test("are the reads of the poller, or those of check and probe, and no others")
    func reads() {
        for path in Self.reads {
            #expect(ReadOnlyRule.poller.allows("GET", "/api/v1/\(path)"), "\(path)")
            #expect(ReadOnlyRule.inspector.allows("GET", "/api/v1/\(path)"), "\(path)")
        }
        for path in Self.besides {
            #expect(!ReadOnlyRule.poller.allows("GET", "/api/v1/\(path)"), "\(path)")
            #expect(ReadOnlyRule.inspector.allows("GET", "/api/v1/\(path)"), "\(path)")
        }
        for path in Self.forbidden {
            #expect(!ReadOnlyRule.poller.allows("GET", "/api/v1/\(path)"), "\(path)")
            #expect(!ReadOnlyRule.inspector.allows("GET", "/api/v1/\(path)"), "\(path)")
        }
        for target in ["/api/v2/alerts", "alerts", "/alerts", "https://other.example/api/v1/alerts"] {
            #expect(!ReadOnlyRule.inspector.allows("GET", target), "\(target)")
        }
    }

    @Test("is a POST to sign in, and nothing else by any verb but GET", arguments: [ReadOnlyRule.poller, .inspector])
    func verbs(rule: ReadOnlyRule) {
        #expect(rule.allows("POST", "/api/v1/dologin") && rule.allows("POST", "/api/v1/totp"))
        for verb in ["POST", "PUT", "DELETE", "PATCH", "HEAD", "get", "Post", ""] {
            for path in Self.reads + Self.besides + Self.forbidden {
                let isSignIn = verb == "POST" && ["dologin", "totp"].contains(path)
                #expect(rule.allows(verb, "/api/v1/\(path)") == isSignIn, "\(verb) \(path)")
            }
        }
        #expect(!rule.allows("POST", "/api/v1/dologin?x=1") && !rule.allows("POST", "/api/v1/dologin/"))
        #expect(!ReadOnlyRule.nothing.allows("GET", "/api/v1/about"))
        #expect(!ReadOnlyRule.nothing.allows("POST", "/api/v1/dologin"))
    }

    @Test("is watched on the way: what the poller may not ask is noticed when another asks it")
    func watched() async throws {
        let line = ReadOnlyTransport(ScriptedTransport { $0.method == .post ? .signedIn : .ok("[]") })
        let inspector = AltaInspector(
            credentials: Credentials(username: "archiver@example.com", password: "simulated"), transport: line,
            clock: ManualClock(.testStart))
        _ = try await inspector.look(.alerts)
        #expect(line.forbidden == [])
        _ = try await inspector.ask(.bookmarks(guid: "x"))
        _ = try await inspector.ask(.me)
        #expect(line.forbidden == ["GET /api/v1/alerts/x/bookmarks", "GET /api/v1/me"])
        #expect(line.count == 4, "a sign-in and three reads")
    }

    @Test("is held against every request of a simulated archive")
    func simulation() async throws {
        var run = try await Simulation(seed: 1, steps: 5, rule: .nothing)
        let violation = await #expect(throws: Violation.self) { _ = try await run.run() }
        #expect(violation?.description.contains("must not send POST /api/v1/dologin") == true)
    }

    @Test("is held against every request of a struck archive, and there are many")
    func poller() async throws {
        let archive = try await StruckArchive.world { $0.profile = .paged }
        try await archive.poll(.continuous)
        #expect(archive.line.count > 50 && archive.line.count == archive.diary.entries.count)
    }
}
