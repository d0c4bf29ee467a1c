import AlarmHistory
import ArchiveEvents
import Synchronization
import TestSupport
import Testing

@testable import AltaAPI

@Suite("What an answer's headers say")
struct AnswerHeaderTests {
    @Test(
        "gives the session's cookie wherever it stands in a folded line",
        arguments: [
            ("lb=abc; Expires=Wed, 09 Dec 2037 10:18:14 GMT; Path=/, va=s; Path=/", "lb=abc; va=s"),
            ("va=s; Path=/; Expires=Wed, 09 Dec 2037 10:18:14 GMT, lb=abc; Path=/", "va=s; lb=abc"),
            ("lb=abc; Expires=Wed, 09 Dec 2037 10:18:14 GMT,va=s", "lb=abc; va=s"),
            ("a=1; Expires=Wednesday, 09-Dec-37 10:18:14 GMT, b=2; Max-Age=5, va=s; HttpOnly", "a=1; b=2; va=s"),
            ("gone=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT, va=s", "va=s"),
            (#"p={"a":1,"b":2}; Path=/, va=s"#, #"p={"a":1,"b":2}; va=s"#), ("va=s", "va=s"),
            ("va=a=b==, x=", "va=a=b=="),
        ])
    func foldedCookies(line: String, sent: String) {
        var jar = CookieJar()
        jar.take(HTTPAnswer(status: 200, headers: [("Set-Cookie", line)], body: []), at: .testStart)
        #expect(jar.headers.map(\.value) == [sent])
    }

    @Test("keeps a cookie that is over by our clock and not by the server's")
    func cookieClock() {
        var jar = CookieJar()
        // The server's clock is two hours behind ours, and its session holds for one.
        let headers = [
            (name: "Date", value: "Mon, 23 Nov 2026 06:00:00 GMT"),
            (name: "Set-Cookie", value: "va=s; Expires=Mon, 23 Nov 2026 07:00:00 GMT"),
        ]
        jar.take(HTTPAnswer(status: 200, headers: headers, body: []), at: .testStart)
        #expect(!jar.isEmpty)
    }

    @Test(
        "takes the time after which to ask again from the server's own clock",
        arguments: [
            // Three seconds after the answer's own time, by a clock one hour ahead, or behind.
            ("Mon, 23 Nov 2026 09:00:00 GMT" as String?, "Mon, 23 Nov 2026 09:00:03 GMT", 3000),
            ("Mon, 23 Nov 2026 07:00:00 GMT", "Mon, 23 Nov 2026 07:00:03 GMT", 3000),
            (nil, "Mon, 23 Nov 2026 08:00:03 GMT", 3000), ("nonsense", "Mon, 23 Nov 2026 08:00:03 GMT", 3000),
            ("Mon, 23 Nov 2026 09:00:00 GMT", "Mon, 23 Nov 2026 08:00:00 GMT", 0),
            ("Mon, 23 Nov 2026 09:00:00 GMT", "Mon, 23 Nov 2027 09:00:00 GMT", 900_000),
            ("Mon, 23 Nov 2026 09:00:00 GMT", " 7 ", 7000), (nil, "-7", 0), (nil, "9223372036854775807", 900_000),
        ] as [(String?, String, Int64)])
    func retryAfter(served: String?, value: String, wait: Int64) {
        let date = served.map { [(name: "Date", value: $0)] } ?? []
        let answer = HTTPAnswer(status: 429, headers: date + [(name: "Retry-After", value: value)], body: [])
        #expect(answer.retryTime(at: .testStart)?.milliseconds(since: .testStart) == wait)
    }

    @Test(
        "names the address to which a deployment has moved for good, and is never followed there",
        arguments: [301, 308], ["https://new.example", "http://NEW.example:8443"])
    func moved(status: Int, address: String) async throws {
        let transport = ScriptedTransport { request in
            .status(status, [("Location", address + request.path + "?token=planted")])
        }
        for credentials in [Credentials(username: "u", password: "p"), Credentials(bearer: "t")] {
            let client = AltaClient(
                deployment: "hq", credentials: credentials, transport: transport, clock: ManualClock(.testStart),
                reader: AnswerReader(redaction: SecretRedaction(key: [1])))
            let failure = try #require(await client.fetch(.alerts).failure)
            #expect(failure.cause == .unreachable && failure.detail.contains("has moved to \(address.lowercased()) "))
            #expect(failure.detail.contains("--url") && !failure.detail.contains("planted"), "\(failure.detail)")
        }
    }

    @Test(
        "names no address that could be taken for something else",
        arguments: [
            "/elsewhere", "https://", "https://user:planted@new.example/", "https://user:planted/1@new.example",
            "https://user:4711/planted@new.example/", "https://user:4711?planted@new.example",
            "https://user:4711#planted@new.example", "https://planted/x@new.example",
            "javascript:planted", "https://a b/",
            "https://new.example\u{1B}[31m", "https://n\u{FC}.example", "https://" + String(repeating: "a", count: 300),
        ])
    func strangeAddress(location: String) {
        #expect(ForeignAddress(location)?.text.contains("planted") != true)
        #expect(HTTPAnswer(status: 308, headers: [("Location", location)], body: []).moved == nil)
        #expect(ForeignAddress("https://new.example/?user=jo@example.com")?.text == "https://new.example")
    }

    @Test("does not take a redirect to a login page elsewhere for a move", arguments: [302, 303, 307])
    func loginPage(status: Int) {
        let answer = HTTPAnswer(status: status, headers: [("Location", "https://sso.example/login")], body: [])
        #expect(answer.moved == nil && SignInJudgement(answer, hasSession: false).problem == .singleSignOn)
    }

    @Test("reads a refused password anew before each sign-in, and ends the wait where it was mended")
    func renewedPassword() async throws {
        let password = Mutex("wrong")
        let transport = ScriptedTransport { request in
            guard request.method == .post else { return .ok("[]") }
            return String(decoding: request.body, as: UTF8.self).contains("right") ? .signedIn : .status(401)
        }
        let client = AltaClient(
            deployment: "hq",
            credentials: Credentials(username: "u", password: "wrong") { (password.withLock { $0 }, nil) },
            transport: transport, clock: ManualClock(.testStart),
            reader: AnswerReader(redaction: SecretRedaction(key: [1])))
        for _ in 0..<3 { #expect(await client.fetch(.alerts).failure?.cause == .unauthorised) }
        #expect(transport.requests.count == 1, "it is left alone")
        #expect(await !client.hasNewSecret)
        password.withLock { $0 = "wrong, too" }
        #expect(await client.hasNewSecret)
        for _ in 0..<3 { #expect(await client.fetch(.alerts).failure?.cause == .unauthorised) }
        #expect(transport.requests.count == 2, "each one is tried once")
        password.withLock { $0 = "right" }
        #expect(await client.fetch(.alerts).failure == nil)
        #expect(await client.signInProblem == nil)
    }
}
