import AccessSettings
import AltaAPI
import Archive
import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@testable import alarm_archiver

@Suite("Checking before running")
struct CheckTests {
    @Test("finds nothing amiss with a deployment, and leaves no trace")
    func allWell() throws {
        let scene = try Scene("--seed", "3")
        let result = try check(scene)
        #expect(result.status == 0, "\(result.text)\(result.errors)")
        #expect(!result.text.contains("problem"))
        #expect(result.text.contains("there is none yet") && !FileManager.default.fileExists(atPath: scene.archive))
        let report = try document(check(scene, "--json"))
        #expect(report["schema_version"]?.integer == 1 && report["ok"]?.bool == true)
        let findings = try #require(report["findings"].map { Array($0.elements) })
        let permissions = findings.filter { $0["check"]?.string == "permission" }.compactMap { $0["detail"]?.string }
        #expect(permissions.count == 5 && permissions.allSatisfy { $0.contains("status 200") }, "\(permissions)")
        for finding in findings {
            #expect(finding["deployment"] != nil && finding["advice"] != nil)
            #expect(["ok", "warning", "problem"].contains(finding["result"]?.string))
        }
    }

    @Test("tells a running archiver from an archive at rest, without disturbing either")
    func runningArchiver() throws {
        let scene = try Scene("--seed", "3")
        #expect(try scene.archiveOnce().status == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: scene.archive).sorted()
        #expect(try check(scene).text.contains("nobody is seen to write"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: scene.archive).sorted() == files)
        let archiver = try scene.startArchiver()
        for _ in 0..<1000 where !archiver.errors.contains("archiving into") { Thread.sleep(forTimeInterval: 0.01) }
        let result = try check(scene)
        #expect(result.status == 0 && result.text.contains("is writing into it"), "\(result.text)")
        archiver.signal(SIGTERM)
        #expect(archiver.wait() == 0)
    }

    @Test("says where the clocks are apart")
    func clockSkew() throws {
        let scene = try Scene("--seed", "3", "--start", "2025-06-01T00:00:00Z")
        let result = try check(scene)
        #expect(result.status == 1 && result.text.contains("problem  hq clock"), "\(result.text)")
        #expect(result.text.contains("s behind ours") && result.text.contains("NTP"))
    }

    @Test("names an unusable archive, and an address where nothing answers, each with its code")
    func unusable() throws {
        let scene = try Scene("--seed", "3")
        try FileManager.default.createDirectory(atPath: scene.archive, withIntermediateDirectories: true)
        try "mine".write(toFile: scene.archive + "/letter.txt", atomically: true, encoding: .utf8)
        #expect(try check(scene).status == 1)
        for name in ["log.sqlite", "head.note"] {
            try String(repeating: "no log ", count: 99).write(
                toFile: scene.archive + "/" + name, atomically: true, encoding: .utf8)
        }
        #expect(try check(scene).text.contains("is no alarm archive"))
        let nowhere = try run(
            ["alarm-archiver", "check"] + scene.deployment + ["--url", "http://127.0.0.1:1"]
                + ["--archive", scene.folder.file("other")])
        #expect(nowhere.status == 5 && nowhere.text.contains("problem  hq reachability"), "\(nowhere.text)")
    }

    @Test("of settings at fault ends with 64, as lines and as JSON")
    func settings() throws {
        let folder = try TemporaryFolder()
        let command = ["alarm-archiver", "check", "--url", "http://example.com", "--username", "u"]
        let lines = try run(command + ["--password-file", folder.file("none")])
        #expect(lines.status == 64 && lines.text.contains("problem  settings"), "\(lines.text)")
        let json = try run(command + ["--password-file", folder.file("none"), "--json"])
        #expect(json.status == 64)
        #expect(try document(json)["ok"]?.bool == false)
    }

    /// What a deployment does, and what the check says of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int32
        let words: String
        let answer: @Sendable (AltaRequest) throws(TransportError) -> HTTPAnswer
    }

    @Test(
        "says what to do about each kind of failure",
        arguments: [
            Case(testDescription: "wrong password", status: 4, words: "check the user name") {
                $0.method == .post ? .status(401) : .status(401)
            },
            Case(testDescription: "locked", status: 4, words: "unlock") {
                $0.method == .post ? .status(423) : .status(401)
            },
            Case(testDescription: "second factor", status: 4, words: "--totp-secret-file") {
                if $0.method == .post { return .signedIn }
                return $0.path.hasSuffix("/auth") ? .ok(#"{"mfaChallengeRequired":true}"#) : .status(401)
            },
            Case(testDescription: "missing permission", status: 4, words: "alerts: status 403") {
                if $0.method == .post { return .signedIn }
                return $0.path.hasSuffix("lerts") ? .status(403) : .ok("[]")
            },
            Case(testDescription: "a page", status: 1, words: "a web page") {
                $0.method == .post ? .signedIn : .ok("<html>")
            },
            Case(testDescription: "trouble", status: 0, words: "alerts: status 502") {
                if $0.method == .post { return .signedIn }
                return $0.path.hasSuffix("lerts") ? .status(502) : .ok(#"[{"id":"z"}]"#)
            },
            Case(testDescription: "no sign-in now", status: 5, words: "answered the login with status 503") {
                $0.method == .post ? .status(503) : .status(401)
            },
            Case(testDescription: "no trust", status: 5, words: "TLS: planted") { _ throws(TransportError) in
                throw TransportError("TLS: planted", kind: .untrusted)
            },
        ])
    func failures(_ fault: Case) async throws {
        let report = try await report(answer: fault.answer)
        let text = report.findings.map(\.line).joined(separator: "\n")
        #expect(report.status.rawValue == fault.status && text.contains(fault.words), "\(text)")
        #expect(!text.contains("the-password"))
    }

    @Test(
        "says once what stands in the way of every question",
        arguments: [
            Case(testDescription: "no trust", status: 5, words: "TLS: planted") { _ throws(TransportError) in
                throw TransportError("TLS: planted", kind: .untrusted)
            },
            Case(testDescription: "moved", status: 5, words: "has moved to https://new.example (status 308)") { _ in
                .status(308, [("Location", "https://new.example/api/v1/about?token=planted")])
            },
            Case(testDescription: "wrong password", status: 4, words: "(status 401)") { _ in .status(401) },
        ])
    func once(_ fault: Case) async throws {
        let report = try await report(answer: fault.answer)
        let problems = report.findings.filter { $0.result == .problem }
        #expect(report.status.rawValue == fault.status && problems.count == 1, "\(problems.map(\.line))")
        #expect(problems.allSatisfy { $0.detail.contains(fault.words) && $0.advice != nil })
    }

    @Test(
        "says which way its questions go, and that a deployment is not polled",
        arguments: [
            ([:], "answers, its certificate is trusted; asked directly"),
            (["proxy": "http://u:planted@p.example:3128"], "; asked through the proxy p.example:3128"),
            (["paused": "true"], "the settings pause it"),
        ] as [([String: String], String)])
    func ways(changes: [String: String], words: String) async throws {
        let report = try await report(changes) { $0.method == .post ? .signedIn : .ok("[]") }
        let found = try #require(report.findings.first { $0.subject == .reachability })
        #expect(found.result == .ok && found.detail.contains(words) && !found.line.contains("planted"), "\(found.line)")
    }

    /// What is found of a deployment that answers so.
    private func report(
        _ changes: [String: String] = [:],
        answer: @escaping @Sendable (AltaRequest) throws(TransportError) -> HTTPAnswer
    ) async throws -> CheckReport {
        let folder = try TemporaryFolder()
        try "the-password".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
        let usual = ["url": "https://hq.example", "username": "u", "passwordFile": folder.file("password")]
        let values = usual.merging(changes) { $1 }
        let settings = try DeploymentSettings(
            DeploymentEntry(name: SettingValue("hq", "test")) { key in values[key].map { SettingValue($0, "test") } })
        var check = DeploymentCheck(settings, transport: ScriptedTransport(answer), clock: ManualClock(.testStart))
        var report = CheckReport()
        report.add(await check.run())
        return report
    }

    @Test(
        "counts only that part of a clock's skew which an answer proves",
        arguments: [
            ("08:00:00", "ok"), ("07:59:58", "ok"), ("08:00:02", "ok"), ("08:00:04", "warning"),
            ("07:59:56", "warning"), ("08:04:59", "warning"), ("08:05:02", "problem"), ("07:54:58", "problem"),
            ("soon", "warning"),
        ])
    func skew(served: String, result: String) async throws {
        let transport = ScriptedTransport { _ in .status(401, [("Date", "Mon, 23 Nov 2026 \(served) GMT")]) }
        let inspector = AltaInspector(
            credentials: Credentials(bearer: "t"), transport: transport, clock: ManualClock(.testStart))
        let finding = ClockSkew(try await inspector.knock()).finding("hq")
        #expect(finding.result.rawValue == result, "\(finding.line)")
    }

    private func check(_ scene: Scene, _ options: String...) throws -> Run {
        try run(["alarm-archiver", "check"] + scene.deployment + options)
    }
}
