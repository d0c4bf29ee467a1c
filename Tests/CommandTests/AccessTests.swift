import Foundation
import TestSupport
import Testing

@testable import AccessSettings
@testable import AltaAPI

@Suite("The way to a deployment")
struct AccessTests {
    @Test(
        "is the address as it was meant",
        arguments: [
            ("https://hq.example", "https://hq.example" as String?), ("https://hq.example/", "https://hq.example"),
            (" https://hq.example/ \n", "https://hq.example"), ("HTTPS://HQ.Example", "https://hq.example"),
            ("https://hq.example/api/v1", "https://hq.example"), ("https://hq.example/api/v1/", "https://hq.example"),
            ("https://hq.example/API/V1//", "https://hq.example"),
            ("https://hq.example:8443/api", "https://hq.example:8443"),
            ("https://gate.example/alta/api/v1", "https://gate.example/alta"),
            ("HTTP://127.0.0.1:80", "http://127.0.0.1:80"),
            ("http://[::1]:80/", "http://[::1]:80"), ("https://hq.example/v1", "https://hq.example/v1"),
            ("HTTP://hq.example", nil), ("hq.example", nil), ("ftp://hq.example", nil), ("https://u:p@hq.example", nil),
            ("https://hq.example/api/v1?x=1", nil), ("https://", nil),
        ])
    func addresses(written: String, address: String?) {
        #expect((try? DeploymentURL(SettingValue(written, "--url")))?.text == address)
    }

    @Test(
        "is not repeated where it holds a password, whatever else is wrong with it",
        arguments: [
            "https://u:planted@hq.example", "https://u:planted/1@hq.example", "https://u:plan ted@hq.example",
            "u:planted@hq", "https://u:%planted@hq.example", "https://hq.example:x/?token=planted",
        ])
    func passwords(written: String) throws {
        let error = try #require(throws: SettingsError.self) { try DeploymentURL(SettingValue(written, "--url")) }
        #expect(error.description.contains("must not hold") && !error.description.contains("ted"))
    }

    /// Settings, environment and the proxy that comes of them.
    struct Proxy: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var url = "https://hq.example"
        var setting: String?
        var environment: [String: String] = [:]
        var proxy: String?
    }

    @Test(
        "goes through the proxy that settings or environment name",
        arguments: [
            Proxy(testDescription: "none"),
            Proxy(testDescription: "a setting", setting: "http://p.example:3128", proxy: "p.example:3128"),
            Proxy(testDescription: "the environment", environment: ["HTTPS_PROXY": "http://p:1/"], proxy: "p:1"),
            Proxy(testDescription: "in small letters", environment: ["https_proxy": "p:1"], proxy: "p:1"),
            Proxy(testDescription: "a secret", environment: ["HTTPS_PROXY": "http://u:planted@p:1"], proxy: "p:1"),
            Proxy(testDescription: "for http alone", environment: ["HTTP_PROXY": "p:1"]),
            Proxy(testDescription: "empty", environment: ["HTTPS_PROXY": ""]),
            Proxy(
                testDescription: "the setting first", setting: "q:2", environment: ["HTTPS_PROXY": "p:1"], proxy: "q:2"),
            Proxy(testDescription: "switched off", setting: "none", environment: ["HTTPS_PROXY": "p:1"]),
            Proxy(testDescription: "this host", environment: ["HTTPS_PROXY": "p:1", "NO_PROXY": "a, hq.example"]),
            Proxy(testDescription: "its domain", environment: ["HTTPS_PROXY": "p:1", "no_proxy": ".example"]),
            Proxy(testDescription: "its port", environment: ["HTTPS_PROXY": "p:1", "NO_PROXY": "hq.example:443"]),
            Proxy(
                testDescription: "another port", environment: ["HTTPS_PROXY": "p:1", "NO_PROXY": "hq.example:8443"],
                proxy: "p:1"),
            Proxy(
                testDescription: "another host", environment: ["HTTPS_PROXY": "p:1", "NO_PROXY": "q.example,ample"],
                proxy: "p:1"),
            Proxy(testDescription: "all", environment: ["HTTPS_PROXY": "p:1", "NO_PROXY": "*"]),
            Proxy(
                testDescription: "this machine", url: "http://127.0.0.1:1",
                environment: ["HTTP_PROXY": "p:1", "HTTPS_PROXY": "p:1"]),
        ])
    func proxies(_ fault: Proxy) throws {
        let route = try access(
            ["url": fault.url, "proxy": fault.setting].compactMapValues { $0 }, fault.environment
        ).route
        #expect(route.proxy?.description == fault.proxy)
        #expect(route.description == (fault.proxy.map { "through the proxy \($0)" } ?? "directly"))
        #expect(!"\(route)".contains("planted") && !String(reflecting: route).contains("planted"))
    }

    @Test(
        "is not taken where it makes no sense, and the reason holds no secret",
        arguments: [
            (["proxy": "https://u:planted@p:1"], [:], "HTTP proxy"), (["proxy": "socks5://p:1"], [:], "HTTP proxy"),
            ([:], ["HTTPS_PROXY": "http://u:planted@ p"], "HTTPS_PROXY"),
            ([:], ["HTTPS_PROXY": "http://planted:4711/x@p:1"], "HTTPS_PROXY"),
            ([:], ["HTTPS_PROXY": "planted:4711?x@p:1"], "%3F"), (["proxy": "http://planted:4711#x@p:1"], [:], "%23"),
            (["proxy": "http://planted@p:1/x"], [:], "%2F"), (["proxy": "http://p:1/planted"], [:], "no address"),
            (["caFile": "/nowhere.pem"], [:], "certificates"),
            ([:], ["SSL_CERT_FILE": "/nowhere.pem"], "SSL_CERT_FILE"),
            (["exchangeDeadline": "0s"], [:], "1s to 60s"), (["exchangeDeadline": "61s"], [:], "1s to 60s"),
        ] as [([String: String], [String: String], String)])
    func faults(settings: [String: String], environment: [String: String], words: String) throws {
        let error = try #require(throws: SettingsError.self) { try access(settings, environment) }
        #expect(error.description.contains(words) && !error.description.contains("planted"), "\(error)")
    }

    @Test("ends an exchange after 30 seconds, or as long as a setting says")
    func deadline() async throws {
        #expect(try access().exchangeDeadline == 30_000)
        let transport = try access(["exchangeDeadline": "60s"]).transport()
        #expect(transport.exchangeDeadline == 60_000)
        try await transport.shutdown()
    }

    @Test(
        "leads with the password of a file, whatever editor wrote it",
        arguments: [
            (Array("secret\n".utf8), "secret" as String?), ([0xEF, 0xBB, 0xBF] + Array("secret\r\n".utf8), "secret"),
            ([0xEF, 0xBB, 0xBF], nil), ([0xFF, 0xFE, 0x73, 0x00], nil), ([0xFE, 0xFF, 0x00, 0x73], nil),
            (Array("\u{FEFF}secret".utf8), "secret"), (Array(" secret ".utf8), " secret "),
        ])
    func passwordFile(bytes: [UInt8], password: String?) throws {
        let folder = try TemporaryFolder()
        try Data(bytes).write(to: URL(fileURLWithPath: folder.file("password")))
        let file = SecretFile(SettingValue(folder.file("password"), "--password-file"), "password")
        #expect((try? file.read()) == password)
    }

    @Test("reads the password anew, and keeps the old one while there is none")
    func passwordAnew() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("password")
        try "first".write(toFile: path, atomically: true, encoding: .utf8)
        let file = SecretFile(SettingValue(path, "--password-file"), "password")
        #expect(file.again("older") { try $0.read() } == "first")
        try "".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(file.again("older") { try $0.read() } == nil)
        let input = SecretFile(SettingValue("-", "--password-file"), "password")
        #expect(input.again("older") { try $0.read() } == "older")
    }

    @Test("reads password, second factor and token anew from their files, and keeps the old ones while there are none")
    func secretsAnew() throws {
        let folder = try TemporaryFolder()
        let (password, factor, token) = (folder.file("password"), folder.file("factor"), folder.file("token"))
        func write(_ text: String, _ path: String) throws {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let (one, other) = ("JBSWY3DPEHPK3PXP", "GEZDGNBVGY3TQOJQ")
        func user(_ password: String, _ factor: String) -> Credentials.Proof {
            .user(name: "u", password: Secret(password), secondFactor: TOTPSecret(factor))
        }
        try write("first", password)
        try write(one, factor)
        try write("token-1", token)
        let signIn = try access(["passwordFile": password, "totpSecretFile": factor]).credentials
        let bearer = try bearerAccess(token).credentials
        #expect(signIn.proof == user("first", one) && bearer.proof == .bearer(Secret("token-1")))

        try write("second\n", password)
        #expect(signIn.renewed() == user("second", one))
        try write(other, factor)
        #expect(signIn.renewed() == user("second", other))
        try write("no secret!", factor)
        #expect(signIn.renewed() == nil, "not with the one that it began with")
        try write(other, factor)
        try write("", password)
        #expect(signIn.renewed() == nil)

        try write("token-2\n", token)
        #expect(bearer.renewed() == .bearer(Secret("token-2")))
        try write("two words", token)
        #expect(bearer.renewed() == nil)
    }

    @Test("trusts the authorities in a file that the environment or a setting names")
    func authorities() throws {
        let folder = try TemporaryFolder()
        let (file, key) = (folder.file("ca.pem"), folder.file("ca.key"))
        let made = try run(
            ["/usr/bin/env", "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
                + ["-nodes", "-keyout", key, "-out", file, "-subj", "/CN=own", "-days", "2"])
        try #require(made.status == 0, "\(made.errors)")
        let instead = try access([:], ["SSL_CERT_FILE": file]).route
        #expect(instead.authorities == file && instead.additionalAuthorities == nil)
        #expect(instead.description == "directly, trusting the authorities in \(file)")
        let besides = try access(["caFile": file]).route
        #expect(besides.authorities == nil && besides.additionalAuthorities == file)
        #expect(besides.description == "directly, trusting the authorities in \(file) besides")
        #expect(throws: SettingsError.self) { try access(["caFile": key]) }
    }

    @Test("is taken from the environment in which a program really runs")
    func realEnvironment() throws {
        let folder = try TemporaryFolder()
        try "a-password-of-9".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
        let check =
            [RunningProgram.url("alarm-archiver").path, "check", "--archive", folder.file("archive")]
            + ["--deployment", "hq", "--url", "https://hq.invalid", "--username", "u"]
            + ["--password-file", folder.file("password")]
        let proxied = try run(
            ["/usr/bin/env", "-u", "NO_PROXY", "-u", "no_proxy", "HTTPS_PROXY=http://u:planted@127.0.0.1:1"] + check)
        #expect(proxied.status == 5 && proxied.text.contains("its proxy 127.0.0.1:1 cannot be"), "\(proxied.text)")
        #expect(!proxied.text.contains("planted") && !proxied.errors.contains("planted"))
        let past = try run(
            ["/usr/bin/env", "HTTPS_PROXY=http://127.0.0.1:1", "NO_PROXY=.invalid"] + check)
        #expect(past.status == 5 && !past.text.contains("127.0.0.1:1"), "\(past.text)")
        let untrusting = try run(["/usr/bin/env", "SSL_CERT_FILE=\(folder.file("none.pem"))"] + check)
        #expect(untrusting.status == 64 && untrusting.text.contains("SSL_CERT_FILE"), "\(untrusting.text)")
    }

    private func bearerAccess(_ file: String) throws -> DeploymentAccess {
        let values = ["url": "https://hq.example", "bearerFile": file]
        return try DeploymentAccess(
            DeploymentEntry(name: SettingValue("hq", "test")) { key in
                values[key].map { SettingValue($0, "test: \(key)") }
            })
    }

    @discardableResult
    private func access(
        _ settings: [String: String] = [:], _ environment: [String: String] = [:]
    ) throws -> DeploymentAccess {
        let folder = try TemporaryFolder()
        try "p".write(toFile: folder.file("password"), atomically: true, encoding: .utf8)
        let values = ["url": "https://hq.example", "username": "u", "passwordFile": folder.file("password")]
            .merging(settings) { $1 }
        return try DeploymentAccess(
            DeploymentEntry(name: SettingValue("hq", "test"), environment: environment) { key in
                values[key].map { SettingValue($0, "test: \(key)") }
            })
    }
}
