import Foundation
import TestSupport
import Testing

@Suite("The simulator's options for those who act on alarms")
struct SimulatorOptionsTests {
    /// Two alarms in one zone and nothing else, from the start on and for good.
    private static let twoAlarms = ["--history", "0s", "--quiet-after", "5s", "--fault", "two-alarms@0s"]

    /// Acts like an operator, prints the status of each answer, and the lengths of lists.
    private static let operatorScript = """
        import sys, json, urllib.request, urllib.error, http.cookiejar
        url = sys.argv[1] + "/api/v1/"
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        def send(path, body=None):
            try: return opener.open(url + path, body)
            except urllib.error.HTTPError as error: return error
        def rows(path): return json.load(send(path))
        send("dologin", b'{"username":"archiver@example.com","password":"simulated"}')
        first, second = rows("ongoingAlerts")
        assert first["alarm_zone_id"] == second["alarm_zone_id"]
        guid = first["guid"]
        bookmarks = rows("alerts/%s/bookmarks" % guid)
        print("tokens", sum(1 for bookmark in bookmarks if bookmark["guest_token"]))
        for merged in "true", "false":
            body = '{"acknowledgment_code":202,"guid":"%s","merged":%s,"origin_name":"x"}' % (guid, merged)
            print("verify", send("alerts/" + guid, body.encode()).status)
        print("ongoing", len(rows("ongoingAlerts")))
        print("end", send("alerts/%s/end" % guid, b"").status)
        print("stop", send("alarmZoneAlerts/stopLocalOngoing", b"").status)
        print("ongoing", len(rows("ongoingAlerts")))
        """

    @Test("give two known alarms with shared video, and answer orders as they say")
    func given() throws {
        let scene = try Scene(
            Self.twoAlarms + ["--bookmarks", "always", "--bookmark-delay", "0s", "--local-alarms", "always"]
                + ["--refuse-stale-merged", "--false-ends", "--ended-status", "410"])
        let told = try act(scene)
        #expect(told == ["tokens 1", "verify 400", "verify 200", "ongoing 1", "end 410", "stop 200", "ongoing 0"])
        let orders = try scene.sentRequests().filter { $0.method == "POST" }.map(\.status)
        #expect(orders == [200, 400, 200, 410, 200])
    }

    @Test("are not needed: video is not kept, a false verdict ends nothing, and what is not local goes on")
    func left() throws {
        let told = try act(Scene(Self.twoAlarms + ["--bookmarks", "never", "--local-alarms", "never"]))
        #expect(told == ["tokens 0", "verify 200", "verify 200", "ongoing 2", "end 200", "stop 200", "ongoing 1"])
    }

    @Test(
        "are refused where they mean nothing",
        arguments: [["--ended-status", "300"], ["--bookmarks", "often"], ["--requests", "/nowhere/at/all"]])
    func refused(options: [String]) throws {
        let result = try run(["alta-simulator", "--port", "0", "--history", "0s"] + options)
        #expect(result.status == 64, "\(result.errors)")
        #expect(result.errors.contains(options[0]), "\(result.errors)")
    }

    private func act(_ scene: Scene) throws -> [String] {
        let answer = try run(["/usr/bin/env", "python3", "-c", Self.operatorScript, scene.url])
        #expect(answer.status == 0, "\(answer.errors)")
        return answer.text.split(separator: "\n").map(String.init)
    }
}
