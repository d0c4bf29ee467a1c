import AltaAPI
import ArchiveEvents
import ExactJSON
import Foundation
import Probing
import Synchronization
import TestSupport
import Testing

@Suite("Probing a deployment")
struct ProbeTests {
    @Test("answers every open question, in text and in JSON, without one name or id of the deployment")
    func simulated() throws {
        let scene = try Scene("--seed", "3")
        let text = try run(["alarm-archiver", "probe", "--pause", "0"] + scene.deployment)
        #expect(text.status == 0, "\(text.errors)")
        for words in [
            "- guid: string<uuid,lower>", "- start_time: number<epoch-ms>", "newest first", "a bare array",
            "limit=5: the same list", "cookie va:", "HttpOnly", "status 401", "merged: false, true",
            "'alarm_started'", "the oldest is 2 days old",
        ] {
            #expect(text.text.contains(words), "\(words)")
        }
        let report = try document(run(["alarm-archiver", "probe", "--json", "--pause", "0"] + scene.deployment))
        let letters = report["questions"]?.elements.compactMap { $0["id"]?.string }
        #expect(letters == ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"])
        #expect(!FileManager.default.fileExists(atPath: scene.archive))
        #expect(try scene.archiveOnce().status == 0)
        let names =
            try document(scene.ask("zones", "--json"))["zones"]?.elements.compactMap { $0["name"]?.string } ?? []
        #expect(names.count == 6)
        for name in names { #expect(!text.text.contains(name), "\(name)") }
        #expect(!text.text.contains("@example"))
    }

    @Test("of several deployments wants one named")
    func oneDeployment() throws {
        let folder = try TemporaryFolder()
        try "p".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
        let entry = "url: http://127.0.0.1:1, username: u, passwordFile: \(folder.file("password"))"
        try "deployments:\n  - {name: a, \(entry)}\n  - {name: b, \(entry)}\n".write(
            toFile: folder.file("c.yaml"), atomically: true, encoding: .utf8)
        let several = try run(["alarm-archiver", "probe", "--config", folder.file("c.yaml")])
        #expect(several.status == 64 && several.errors.contains("--deployment"))
        let nowhere = try run(["alarm-archiver", "probe", "--config", folder.file("c.yaml"), "--deployment", "b"])
        #expect(nowhere.status == 5, "\(nowhere.errors)")
    }

    @Test("lets nothing that was planted into the report, in no spelling", arguments: [false, true])
    func planted(isWrapped: Bool) async throws {
        let world = PlantedWorld(isWrapped: isWrapped)
        let report = try await probe(world.transport).report()
        for text in [report.text, String(decoding: report.json.bytes, as: UTF8.self)] {
            let lowered = text.lowercased()
            for secret in PlantedWorld.secrets {
                for spelling in Self.spellings(secret) {
                    #expect(!lowered.contains(spelling.lowercased()), "\(spelling)")
                }
            }
            #expect(text.contains("string<e-mail>") && text.contains("string<uuid,upper>"))
            #expect(text.contains("iso8601,fraction=2,Z") && text.contains("'202'") && text.contains("<name>"))
            #expect(text.contains("integer of 3 digits"))
        }
    }

    @Test("asks nothing but its closed set of reads, one a second, and never for contacts or webhooks")
    func closedSet() async throws {
        let world = PlantedWorld(isWrapped: false)
        let clock = ManualClock(.testStart)
        let report = try await probe(world.transport, clock, pause: 1000).report()
        let requests = world.transport.requests
        #expect(report.json.bytes.starts(with: Array(#"{"schema_version":1,"requests":\#(requests.count),"#.utf8)))
        #expect(requests.count { $0.hasPrefix("POST") } == 1 && requests.contains("POST /api/v1/dologin"))
        #expect(!requests.contains { $0.contains("publicIntrusion") || $0.contains("..") })
        #expect(requests.count < 50 && clock.now.milliseconds - 1_795_420_800_000 >= (Int64(requests.count) - 3) * 1000)
        #expect(requests.contains { $0.hasPrefix("GET /api/v1/alerts?end=") && $0.contains("&start=") })
    }

    @Test("says what came instead where questions are refused, and ends where the account is")
    func refusals() async throws {
        let refusing = ScriptedTransport { request in
            if request.method == .post { return .signedIn }
            return request.path.hasSuffix("about") ? .ok("{}") : .status(403)
        }
        let text = try await probe(refusing).report().text
        #expect(text.contains("alerts: status 403, no body") && text.contains("not asked, since there is no id"))
        let closed = ScriptedTransport { _ in .status(401) }
        await #expect(throws: SessionFailure.self) { _ = try await probe(closed).report() }
    }

    private func probe(
        _ transport: ScriptedTransport, _ clock: ManualClock = ManualClock(.testStart), pause: Int64 = 0
    ) -> Probe {
        let inspector = AltaInspector(
            credentials: Credentials(username: "planted-user@example.com", password: "planted-password"),
            transport: transport, clock: clock)
        return Probe(inspector, clock: clock, pauseMilliseconds: pause, usesBearer: false)
    }

    /// As it stands, percent-encoded, in base 64, in hexadecimal digits, in JSON's escapes, and cut in half.
    private static func spellings(_ secret: String) -> [String] {
        let data = Data(secret.utf8)
        let half = String(secret.prefix(max(6, secret.count / 2)))
        return [
            secret, half, secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret,
            data.base64EncodedString().trimmingCharacters(in: ["="]), data.map { String($0, radix: 16) }.joined(),
            secret.unicodeScalars.map { "\\u00" + String($0.value, radix: 16) }.joined(),
        ]
    }
}

/// A deployment in every corner of which something is planted that must not be seen.
private struct PlantedWorld {
    static let secrets = [
        "Wilhelmina", "Hauptstrasse", "wilhelmina@planted.example", "7C1F0A52-3D1E-4D6B-9A55-0C2E8B1D4F10",
        "b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01", "planted-token-1", "planted-cookie", "planted-user", "planted-password",
        "planted-header", "+442079460123", "1748744045120", "198.51.100.7", "plantedattribute", "plantedname",
        "vorderhaus",
    ]

    let transport: ScriptedTransport

    init(isWrapped: Bool) {
        transport = ScriptedTransport { request in
            guard request.method == .get else {
                return .status(200, [("Set-Cookie", "planted-cookie-name=planted-cookie; Path=/x; plantedattribute=1")])
            }
            let headers = [
                ("X-Planted-Header", "planted-header"), ("X-RateLimit-Limit", "300"), ("Server", "planted-header"),
                ("Location", "/planted-header"), ("Content-Type", "application/json"),
            ]
            let isRecord = ["about", "auth", "me"].contains { request.path.hasSuffix($0) }
            let element = Self.element
            let body = isRecord ? element : (isWrapped ? #"{"data":[\#(element)],"plantedname":1}"# : "[\(element)]")
            return HTTPAnswer(status: 200, headers: headers, body: Array(body.utf8))
        }
    }

    /// The same for everything: as an alert, a zone, an entry, a device.
    private static let element = #"""
        {"guid":"7C1F0A52-3D1E-4D6B-9A55-0C2E8B1D4F10","id":"b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01","name":"Wilhelmina",
        "address":"Hauptstrasse 7, Vorderhaus","acknowledged_by":"wilhelmina@planted.example","guest_token":"planted-token-1",
        "start_time":1748744045120,"end_time":"2025-06-01T02:14:05.12Z","acknowledgment_code":"202","phone":"+442079460123",
        "armed":true,"action":"Wilhelmina","state":"armed","origin_name":"Wilhelmina","merged":false,"alert_id":"planted-token-1",
        "sub_alerts":[{"id":"planted-token-1","time":1748744045}],"label":"plantedname planted-cookie planted-user",
        "wilhelmina":{"b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01":1,"198.51.100.7":[2],"Hauptstrasse":3,"vorderhaus":4},
        "plantedname":null,"wilhelmina@planted.example":"\u0057ilhelmina","nested":[["Wilhelmina",-1.5]]}
        """#
}
