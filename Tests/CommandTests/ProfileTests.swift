import AltaSimulator
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Profiles over sockets")
struct ProfileTests {
    @Test("each is archived in one cycle, and a second one adds nothing", arguments: SimulationProfile.allCases)
    func onceAndAgain(profile: SimulationProfile) throws {
        let factor = try SecondFactor()
        let scene = try Scene(
            "--seed", "9", "--quiet-after", "0s", "--profile", "\(profile)", "--totp-secret-file", factor.path)
        let own = profile == .mfa ? ["--totp-secret-file", factor.path] : []
        func archiveOnce() throws -> [JSONElement] {
            let once = try run(["alarm-archiver", "run", "--once"] + scene.deployment + own)
            #expect(once.status == 0, "\(once.errors)")
            return try scene.events()
        }
        let events = try archiveOnce()
        #expect(events.count { $0["type"]?.string == "record-seen.v1" } > 200)
        let alarms = try document(scene.ask("alarms", "--json"))
        #expect(try #require(alarms["total"]?.integer) >= 50, "a page at least")
        #expect(repeated(events) == [])
        #expect(try records(archiveOnce()) == records(events))
    }

    @Test("capped: an outage and a list that is too short are gaps, which coverage shows with their causes")
    func gaps() throws {
        let scene = try Scene(
            "--profile", "capped", "--alert-limit", "25", "--alarms-per-day", "20000", "--history", "2h", "--speed",
            "240", "--fault", "status-503@30m+60m", "--zones", "40", "--devices", "200")
        // An outage of fifteen seconds here: it begins late enough, and lasts long enough, for the slowest archiver.
        // Between two polls half an hour passes there, in which more alarms begin than the list shows.
        let archiver = try scene.startArchiver("--alerts-interval", "8s")
        try eventually("an outage that is over, and a list that was too short") {
            let told = try scene.events("--subject", "hq/coverage/alerts")
            let causes = Set(told.compactMap { $0["data"]?["cause"]?.string })
            return causes.isSuperset(of: ["refused", "truncated"])
                && told.contains { $0["type"]?.string == "gap-closed.v1" }
        }
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        let coverage = try scene.ask("coverage", "--endpoint", "alerts")
        #expect(coverage.status == 3)
        #expect(coverage.text.contains("refused") && coverage.text.contains("truncated"), "\(coverage.text)")
    }

    @Test("a webhook is recorded, and makes the archiver look at once")
    func webhook() throws {
        let port = try freePort()
        let secret = try SecondFactor()
        let scene = try Scene(
            "--webhook", "http://127.0.0.1:\(port)/webhooks/hq", "--webhook-secret-file", secret.path, "--speed", "30",
            "--alarms-per-day", "20000", "--history", "1h")
        let archiver = try RunningProgram(
            ["alarm-archiver", "run", "--webhook-listen", "127.0.0.1:\(port)", "--webhook-secret-file", secret.path]
                + ["--ongoing-interval", "1h", "--alerts-interval", "1h", "--zone-log-interval", "1h"]
                + scene.deployment, errorPath: scene.folder.file("archiver.log"))
        try eventually("an alarm that a webhook made the archiver ask for") {
            let events = try scene.events()
            guard let first = events.firstIndex(where: { $0["type"]?.string == "webhook-received.v1" }) else {
                return false
            }
            return events[first...].contains {
                $0["type"]?.string == "record-seen.v1" && $0["endpoint"]?.string == "ongoing-alerts"
            }
        }
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0, "\(archiver.errors)")
        let all = try scene.ask("events", "--jsonl").text + archiver.errors
        #expect(!all.contains(SecondFactor.text), "the secret is nowhere")
    }

    @Test("one of many deployments that cannot be asked is told of, and holds up none of the others")
    func manyDeployments() throws {
        let scene = try Scene("--deployments", "3", "--history", "6h", "--quiet-after", "0s")
        try "wrong\n".write(toFile: scene.folder.file("wrong"), atomically: true, encoding: .utf8)
        let entries = [
            ("first", "\(scene.url)/d1", "password"), ("second", "\(scene.url)/d2", "password"),
            ("astray", "http://127.0.0.1:1", "password"), ("locked", "\(scene.url)/d3", "wrong"),
        ].map { name, url, password in
            "  - {name: \(name), url: \"\(url)\", username: archiver@example.com,"
                + " passwordFile: \(scene.folder.file(password))}\n"
        }
        let settings = scene.folder.file("archiver.yaml")
        try "archive: \(scene.archive)\ndeployments:\n\(entries.joined())"
            .write(toFile: settings, atomically: true, encoding: .utf8)
        let once = try run(["alarm-archiver", "run", "--once", "--config", settings])
        #expect(once.status == 4, "\(once.errors)")
        let events = try scene.events()
        for name in ["first", "second"] {
            #expect(events.contains { $0["subject"]?.string?.hasPrefix("\(name)/alerts/") == true }, "\(name)")
        }
        let gaps = events.filter { $0["type"]?.string == "gap-opened.v1" }
        func causes(_ name: String) -> Set<String> {
            Set(
                gaps.filter { $0["subject"]?.string?.hasPrefix("\(name)/") == true }.compactMap {
                    $0["data"]?["cause"]?.string
                })
        }
        #expect(causes("astray") == ["unreachable"] && causes("locked") == ["unauthorised"])
        #expect(causes("first").isEmpty && causes("second").isEmpty)
    }
}

/// A file with a secret in base 32, for a second factor or for webhooks.
struct SecondFactor {
    static let text = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try "\(Self.text)\n".write(toFile: path, atomically: true, encoding: .utf8)
    }

    var path: String { folder.file("secret") }
}

/// Tries until the condition holds, on this thread: others may be taken for long by tests that wait for programs; two minutes are enough on a machine that does much else.
func eventually(_ what: String, _ condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(120))
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record("not within two minutes: \(what)")
            return
        }
        Thread.sleep(forTimeInterval: 0.05)
    }
}

/// A port that nobody listened at a moment ago.
func freePort() throws -> Int {
    let script = "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    let answer = try run(["/usr/bin/env", "python3", "-c", script])
    return try #require(Int(answer.text.trimmingCharacters(in: .whitespacesAndNewlines)), "\(answer.errors)")
}

/// The contents of records that stand in the log more than once although they never were anything else in between.
func repeated(_ events: [JSONElement]) -> [String] {
    let contents = events.filter { ["record-seen.v1", "record-changed.v1"].contains($0["type"]?.string) }
        .filter { $0["subject"]?.string?.contains("/zone-logs/") == false }
        .map { "\($0["subject"]?.string ?? "") \(String(decoding: $0["data"]?.bytes ?? [], as: UTF8.self))" }
    return Dictionary(grouping: contents) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
}

/// The positions of all events of records. Those of coverage come and go with the time that passes between two looks.
func records(_ events: [JSONElement]) -> [String] {
    events.filter { $0["type"]?.string?.hasPrefix("record-") == true }.compactMap { $0["id"]?.string }
}

extension Scene {
    /// The log, or the part of it that `options` of `events` choose; none where there is no archive yet.
    func events(_ options: String...) throws -> [JSONElement] {
        guard FileManager.default.fileExists(atPath: archive) else { return [] }
        let answer = try run(["alarm-history", "events", "--jsonl"] + options + ["--archive", archive])
        return try answer.output.split(separator: 0x0A).map { try JSONText([UInt8]($0)).root }
    }
}
