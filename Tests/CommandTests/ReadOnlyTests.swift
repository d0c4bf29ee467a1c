import AltaSimulator
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("The archiver only reads")
struct ReadOnlyTests {
    @Test("in whatever way it is run", arguments: [SimulationProfile.classic, .paged, .wrapped, .mfa])
    func sent(profile: SimulationProfile) throws {
        let factor = try SecondFactor()
        let scene = try Scene(
            // Never as many as 50 alarms, at which a list may have been cut.
            "--profile", "\(profile)", "--totp-secret-file", factor.path, "--history", "6h", "--alarms-per-day", "60")
        let own = scene.deployment + (profile == .mfa ? ["--totp-secret-file", factor.path] : [])
        #expect(try run(["alarm-archiver", "run", "--once"] + own).status == 0)
        try sendsReadsOnly(scene, .poller, "run --once", reads: ["about", "alarmZones", "alerts", "ongoingAlerts"])
        let backfill = ["alarm-archiver", "backfill", "--since", "1d", "--request-budget", "6000"]
        let told = try run(backfill + own)
        #expect(told.status == 0, "\(told.text)\(told.errors)")
        try sendsReadsOnly(scene, .poller, "backfill", reads: ["alerts"])
        try runWithWebhook(scene, own, factor)
        try sendsReadsOnly(scene, .poller, "run", reads: ["ongoingAlerts", "alerts"])
        let check = try run(["alarm-archiver", "check"] + own)
        #expect(check.status == 0, "\(check.text)\(check.errors)")
        try sendsReadsOnly(scene, .inspector, "check", reads: ["about", "alarmZones", "alerts"])
    }

    @Test("so does a probe, which asks a little more")
    func probe() throws {
        let scene = try Scene("--history", "6h")
        let probe = try run(["alarm-archiver", "probe", "--pause", "0"] + scene.deployment)
        #expect(probe.status == 0, "\(probe.errors)")
        try sendsReadsOnly(scene, .inspector, "probe", reads: ["me", "users", "alarmZoneAlerts"])
        #expect(try !scene.sentRequests().allSatisfy { ReadOnlyRule.poller.allows($0.method, $0.path) })
    }

    @Test("and the diary that says so shows an order where somebody gives one, and no password")
    func diary() throws {
        let scene = try Scene("--history", "1h")
        let script = """
            import sys, urllib.request, http.cookiejar
            url = sys.argv[1] + "/api/v1/"
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
            opener.open(url + "dologin", b'{"username":"archiver@example.com","password":"simulated"}')
            opener.open(url + "alarmZones/disarm", b'{"alarm_zone_ids":[]}')
            """
        let order = try run(["/usr/bin/env", "python3", "-c", script, scene.url])
        #expect(order.status == 0, "\(order.errors)")
        let sent = try scene.sentRequests()
        #expect(sent.map { "\($0.method) \($0.path)" } == ["POST /api/v1/dologin", "POST /api/v1/alarmZones/disarm"])
        #expect(sent.map(\.status) == [200, 200])
        #expect(sent.map(\.body) == [nil, #"{"alarm_zone_ids":[]}"#])
        #expect(sent.map { ReadOnlyRule.inspector.allows($0.method, $0.path) } == [true, false])
        #expect(try !String(contentsOfFile: scene.requests, encoding: .utf8).contains("simulated"))
    }

    /// All that was ever sent is allowed, and `reads` were among it.
    private func sendsReadsOnly(_ scene: Scene, _ rule: ReadOnlyRule, _ program: String, reads: [String]) throws {
        let sent = try scene.sentRequests()
        let forbidden = sent.filter { !rule.allows($0.method, $0.path) || $0.body != nil }
        #expect(forbidden.map { "\($0.method) \($0.path)" } == [], "\(program)")
        for path in reads {
            #expect(sent.contains { $0.path == "/api/v1/\(path)" && $0.status == 200 }, "\(program): \(path)")
        }
    }

    /// Runs until a webhook has been taken, and something was asked after that.
    private func runWithWebhook(_ scene: Scene, _ own: [String], _ secret: SecondFactor) throws {
        let port = try freePort()
        let archiver = try RunningProgram(
            ["alarm-archiver", "run", "--webhook-listen", "127.0.0.1:\(port)", "--webhook-secret-file", secret.path]
                + ["--ongoing-interval", "100ms", "--alerts-interval", "300ms", "--zone-log-interval", "1s"] + own,
            errorPath: scene.folder.file("archiver.log"))
        try eventually("a webhook that is taken") { try post(to: port) }
        let taken = try scene.sentRequests().count
        try eventually("looks after a webhook") { try scene.sentRequests().count > taken + 5 }
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        #expect(try scene.events().contains { $0["type"]?.string == "webhook-received.v1" })
    }

    private func post(to port: Int) throws -> Bool {
        let script = """
            import sys, urllib.request
            request = urllib.request.Request("http://127.0.0.1:%s/webhooks/hq" % sys.argv[1], b'{"zone":"x"}')
            request.add_header("Authorization", "Bearer " + sys.argv[2])
            urllib.request.urlopen(request)
            """
        return try run(["/usr/bin/env", "python3", "-c", script, "\(port)", SecondFactor.text]).status == 0
    }
}
