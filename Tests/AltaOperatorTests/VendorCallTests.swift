import AltaAPI
import AltaOperator
import Testing

@Suite("A call that is typed by hand")
struct VendorCallTests {
    @Test(
        "is made as it is written, below /api/v1 or from /api/ on",
        arguments: [
            ("get", "/alerts?limit=5&start=2025-06-01T00:00:00Z", "/api/v1/alerts?limit=5&start=2025-06-01T00:00:00Z"),
            ("DELETE", "/alarmZonesUserMuted/a%2Fb%20c", "/api/v1/alarmZonesUserMuted/a%2Fb%20c"),
            ("Put", "/api/v2/devices", "/api/v2/devices"), ("patch", "/api/v1/zones/a.b..c", "/api/v1/zones/a.b..c"),
            ("post", "/query:devices", "/api/v1/query:devices"), ("get", "/me", "/api/v1/me"),
            ("get", "/apiary", "/api/v1/apiary"), ("get", "/alerts?path=../totp", "/api/v1/alerts?path=../totp"),
            ("get", "/totpal/dologins", "/api/v1/totpal/dologins"),
        ])
    func accepted(verb: String, path: String, sent: String) throws {
        let call = try VendorCall(verb, path)
        #expect(call.method.rawValue == verb.uppercased() && call.path == sent)
        #expect(call.isRead == (verb == "get"))
    }

    @Test(
        "leaves neither the deployment nor the path",
        arguments: [
            "", "alerts", "https://example.com/alerts", "//example.com/alerts", "/alerts/../me", "/..", "/alerts/..",
            "/./alerts", "/alerts/%2e%2e/me", "/alerts/%2E./me", "/alerts/%2e", "/api/../login", "/a%2F..%2Fme",
            "/a%5C..%5Cme", "/alerts#part", "/al erts", "/alerts\r\nHost: example.com", "/alerts\u{0}", "/alerts\u{7F}",
            "/älerts", "/alerts\\me", "/alerts?a=\"b\"", "/" + String(repeating: "a", count: 8000),
        ])
    func pathRefused(path: String) {
        for verb in ["GET", "POST"] { expectForbidden(verb, path) }
    }

    @Test(
        "does not sign in or out, nor touch the second factor",
        arguments: [
            "/dologin", "/DoLogin", "/totp", "/TOTP", "/logout", "/me/totp", "/Me/ToTp", "/api/v1/dologin",
            "/api/v2/me/totp", "/do%6Cogin", "/me/%74otp", "/logout?x=1", "/logout/", "/me%2Ftotp", "/dologin;a=b",
        ])
    func ownRefused(path: String) {
        for verb in ["GET", "POST", "put"] { expectForbidden(verb, path) }
    }

    @Test("has a verb that is known", arguments: ["", "HEAD", "OPTIONS", "CONNECT", "TRACE", "GET ", "G\u{45}T\r\n"])
    func verbRefused(verb: String) { expectForbidden(verb, "/alerts") }

    @Test("has a body, unless it reads, and not an endless one")
    func bodies() throws {
        #expect(try VendorCall("POST", "/alerts", body: [0x7B, 0x7D]).body == [0x7B, 0x7D])
        expectForbidden("GET", "/alerts", body: [0x7B, 0x7D])
        let largest = [UInt8](repeating: 0x20, count: VendorCall.bodyLimit)
        #expect(try VendorCall("POST", "/alerts", body: largest).body.count == VendorCall.bodyLimit)
        expectForbidden("POST", "/alerts", body: largest + [0x20])
    }

    private func expectForbidden(_ verb: String, _ path: String, body: [UInt8] = []) {
        let failure = #expect(throws: OperatorFailure.self, "\(verb) \(path)") {
            try VendorCall(verb, path, body: body)
        }
        guard case .forbiddenCall(let why) = failure else {
            Issue.record("\(verb) \(path): \(String(describing: failure))")
            return
        }
        #expect(!why.isEmpty)
    }
}
