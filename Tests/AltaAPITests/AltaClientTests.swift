import AlarmHistory
import AltaAPI
import ArchiveEvents
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("The client of the vendor's API")
struct AltaClientTests {
    @Test("signs in once, keeps all cookies, and reads")
    func signsInOnce() async {
        let cookies = Mutex<[String]>([])
        let transport = ScriptedTransport { request in
            guard request.method == .get else {
                return HTTPAnswer(
                    status: 200, headers: [("Set-Cookie", "va=one; Path=/"), ("set-cookie", "lb=two; Secure")], body: []
                )
            }
            cookies.withLock { $0.append(request.headers.first { $0.name == "Cookie" }?.value ?? "") }
            return .ok("[]")
        }
        let client = client(transport)
        for poll in [Poll.ongoingAlerts, .alerts, .zones] {
            #expect(await client.fetch(poll).failure == nil)
        }
        #expect(transport.requests.filter { $0.hasPrefix("POST") } == ["POST /api/v1/dologin"])
        #expect(cookies.withLock { $0 } == Array(repeating: "va=one; lb=two", count: 3))
    }

    @Test("can send nothing but its closed set of reads and the login")
    func closedSet() async {
        let transport = ScriptedTransport { $0.method == .post ? .signedIn : .ok("[]") }
        let client = client(transport)
        for poll in [Poll.about, .zones, .zoneLog(zone: "z/../../x y"), .alerts, .alert(guid: ".."), .ongoingAlerts] {
            _ = await client.fetch(poll)
        }
        #expect(
            transport.requests == [
                "POST /api/v1/dologin", "GET /api/v1/about", "GET /api/v1/alarmZones",
                "GET /api/v1/alarmZones/z%2F..%2F..%2Fx%20y/logs", "GET /api/v1/alerts", "GET /api/v1/alerts/%2E%2E",
                "GET /api/v1/ongoingAlerts",
            ])
    }

    /// Answers that mean that the login is lost.
    static let lost: [(String, HTTPAnswer)] = [
        ("401", .status(401)), ("302", .status(302, [("Location", "/login")])),
        ("a page with 200", .ok(" <!doctype html><title>Sign in</title>")),
    ]

    @Test("renews a lost login once and asks again", arguments: 0..<lost.count)
    func renewsLogin(index: Int) async {
        let asked = Mutex(0)
        let transport = ScriptedTransport { request in
            guard request.method == .get else { return .signedIn }
            return asked.withLock { count in
                count += 1
                return count == 2 ? Self.lost[index].1 : .ok("[]")
            }
        }
        let client = client(transport)
        #expect(await client.fetch(.zones).failure == nil)
        #expect(await client.fetch(.alerts).failure == nil, "\(Self.lost[index].0)")
        #expect(
            transport.requests == [
                "POST /api/v1/dologin", "GET /api/v1/alarmZones", "GET /api/v1/alerts", "POST /api/v1/dologin",
                "GET /api/v1/alerts",
            ])
        #expect(await client.requestsSent == 5)
    }

    @Test("gives up after one renewal", arguments: [(0, GapCause.unauthorised), (1, .unauthorised), (2, .unreadable)])
    func givesUp(index: Int, cause: GapCause) async {
        let isLost = Mutex(false)
        let transport = ScriptedTransport { request in
            guard request.method == .get else { return .signedIn }
            return isLost.withLock { $0 } ? Self.lost[index].1 : .ok("[]")
        }
        let client = client(transport)
        _ = await client.fetch(.zones)
        isLost.withLock { $0 = true }
        #expect(await client.fetch(.alerts).failure?.cause == cause)
        #expect(transport.requests.filter { $0.hasPrefix("POST") }.count == 2)
        _ = await client.fetch(.alerts)
        #expect(transport.requests.filter { $0.hasPrefix("POST") }.count == 2, "it is left alone now")
    }

    @Test("leaves a refused login alone, for longer each time")
    func backsOff() async throws {
        let clock = ManualClock(.testStart)
        let transport = ScriptedTransport { _ in .status(401) }
        let client = client(transport, clock)
        let first = try #require(await client.fetch(.alerts).failure)
        #expect(first.cause == .unauthorised && first.detail.contains("check the user name"))
        for _ in 0..<5 { #expect(await client.fetch(.alerts).failure?.cause == .unauthorised) }
        #expect(transport.requests.count == 1)
        var waits: [Int64] = []
        for count in 2...4 {
            let retryAt = try #require(await client.fetch(.alerts).failure?.retryAt)
            waits.append(retryAt.milliseconds(since: clock.now))
            clock.advance(byMilliseconds: retryAt.milliseconds(since: clock.now))
            _ = await client.fetch(.alerts)
            #expect(transport.requests.count == count)
        }
        #expect(waits == [30_000, 60_000, 120_000])
    }

    @Test(
        "names the cause of every other failure",
        arguments: [
            (403, GapCause.forbidden), (404, .refused), (429, .refused), (500, .refused), (502, .refused),
            (418, .refused),
        ])
    func causes(status: Int, cause: GapCause) async {
        let transport = ScriptedTransport { $0.method == .get ? .status(status) : .signedIn }
        #expect(await client(transport).fetch(.alerts).failure?.cause == cause)
    }

    @Test("takes 404 for one alert as its absence")
    func absentAlert() async {
        let transport = ScriptedTransport { $0.method == .get ? .status(404) : .signedIn }
        guard case .complete(let observations) = await client(transport).fetch(.alert(guid: "a")).outcome else {
            Issue.record("not complete")
            return
        }
        #expect(observations.isEmpty)
    }

    @Test(
        "honours Retry-After in all its forms, within reason",
        arguments: [
            ("7", Int64(7_000)), ("Mon, 23 Nov 2026 08:00:30 GMT", 30_000), ("Mon Nov 23 08:00:30 2026", 30_000),
            ("Monday, 23-Nov-26 08:00:30 GMT", 30_000), ("999999", 900_000), ("-5", 0),
        ])
    func retryAfter(value: String, wait: Int64) async {
        let transport = ScriptedTransport { request throws(TransportError) in
            request.method == .get ? .status(429, [("Retry-After", value)]) : .signedIn
        }
        let failure = await client(transport).fetch(.alerts).failure
        #expect(failure?.retryAt == .testStart.advanced(byMilliseconds: wait))
    }

    @Test("keeps what can be kept of an answer that broke off, and the server's date")
    func brokenOff() async {
        let transport = ScriptedTransport { request in
            guard request.method == .get else { return .signedIn }
            return HTTPAnswer(
                status: 200, headers: [("Date", "Mon, 23 Nov 2026 03:12:45 GMT")], body: Array(#"[{"guid":"#.utf8),
                ending: .cutShort("the answer broke off"))
        }
        let fetch = await client(transport).fetch(.alerts)
        #expect(fetch.servedAt == Instant(rfc3339: "2026-11-23T03:12:45Z"))
        guard case .unreadable(let kept, let failure) = fetch.outcome else {
            Issue.record("not kept")
            return
        }
        #expect(failure.cause == .truncated)
        #expect(String(decoding: kept.data, as: UTF8.self).contains(#""base64":"W3siZ3VpZCI6""#))
    }

    @Test(
        "reads the server's date in each form that HTTP knows",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z" as String?),
            ("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"),
            ("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z"), ("Friday, 01-Jan-27 00:00:00 GMT", "2027-01-01"),
            ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("Sun, 32 Nov 1994 08:49:37 GMT", nil), ("yesterday", nil),
            ("Sun, 06 Nov 994 08:49:37 GMT", nil), ("", nil),
        ])
    func dates(text: String, time: String?) async {
        let transport = ScriptedTransport { request in
            request.method == .post
                ? .signedIn : HTTPAnswer(status: 200, headers: [("date", text)], body: Array("[]".utf8))
        }
        #expect(await client(transport).fetch(.alerts).servedAt == time.flatMap { Instant(rfc3339: $0) })
    }

    @Test("drops a cookie that is over by its age or its date")
    func cookiesThatAreOver() async {
        let sent = Mutex<[String]>([])
        let transport = ScriptedTransport { request in
            guard request.method == .get else {
                return .status(200, [("Set-Cookie", "va=1"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=1")])
            }
            sent.withLock { $0.append(request.headers.first { $0.name == "Cookie" }?.value ?? "") }
            return HTTPAnswer(
                status: 200,
                headers: [
                    ("Set-Cookie", "a=x; Expires=Thu, 01-Jan-1970 00:00:00 GMT"), ("Set-Cookie", "b=x; max-age=-1"),
                    ("Set-Cookie", "va=2; Expires=Thu, 01 Jan 2099 00:00:00 GMT; Max-Age=60"),
                ], body: Array("[]".utf8))
        }
        let client = client(transport)
        for _ in 0..<2 { _ = await client.fetch(.alerts) }
        #expect(sent.withLock { $0 } == ["va=1; a=1; b=1", "va=2"])
    }

    @Test("never prints the password")
    func secrecy() async {
        let credentials = Credentials(username: "u", password: "the-password")
        #expect(!"\(credentials) \(String(reflecting: credentials))".contains("the-password"))
        let transport = ScriptedTransport { _ throws(TransportError) in throw TransportError("nothing there") }
        let failure = await client(transport).fetch(.alerts).failure
        #expect(failure?.cause == .unreachable)
        #expect(!"\(String(describing: failure))".contains("the-password"))
    }

    @Test("what a deployment echoes of the password and of any cookie it ever gave is masked, in records and in pages")
    func echoes() async {
        let asked = Mutex(0)
        let transport = ScriptedTransport { request in
            guard request.method == .get else { return .signedIn }
            let count = asked.withLock { count in
                count += 1
                return count
            }
            let cookie = [(name: "Set-Cookie", value: #"va="planted%2Dcookie-\#(count)"; Path=/"#)]
            let echo =
                "the-password, secret-cookie, planted-cookie-\(max(count - 1, 1)), planted-cookie-\(count), planted%2Dcookie-1"
            let page = request.path.hasSuffix("/about") ? "<p>\(echo)</p>" : #"[{"id":"1","name":"\#(echo)"}]"#
            return HTTPAnswer(status: 200, headers: cookie, body: Array(page.utf8))
        }
        let client = client(transport)
        var kept: [String] = []
        for poll in [Poll.zones, .zones, .alerts, .about] {
            switch await client.fetch(poll).outcome {
            case .complete(let observations): kept += observations.map { String(decoding: $0.content, as: UTF8.self) }
            case .unreadable(let answer, _):
                let text = String(decoding: answer.data, as: UTF8.self).split(separator: "\"")[3]
                kept.append(Data(base64Encoded: String(text)).map { String(decoding: $0, as: UTF8.self) } ?? "")
            default: Issue.record("not kept")
            }
        }
        #expect(kept.count == 4)
        for text in kept {
            #expect(!text.contains("password") && !text.contains("cookie") && !text.contains("planted"), "\(text)")
            #expect(text.split(separator: "redacted:").count >= 5, "\(text)")
        }
    }

    @Test("a failure's sentence holds no secret, whatever a library says")
    func failures() async {
        let transport = ScriptedTransport { _ throws(TransportError) in
            throw TransportError("no answer from https://u:pw-1234@hq/x?token=S3CRET (the-password)")
        }
        let detail = await client(transport).fetch(.alerts).failure?.detail ?? ""
        #expect(detail.hasPrefix("no answer from https://redacted:") && detail.hasSuffix(")"))
        #expect(!detail.contains("pw-1234") && !detail.contains("S3CRET") && !detail.contains("the-password"))
    }

    @Test("a cookie that tells a preference is no secret: a time zone is also the name of a place")
    func preferences() async {
        let transport = ScriptedTransport { request in
            guard request.method == .get else {
                return HTTPAnswer(
                    status: 200, headers: [("Set-Cookie", "va=abc123456"), ("Set-Cookie", "timezone=Europe/Vienna")],
                    body: [])
            }
            return .ok(#"[{"id":"1","name":"Europe/Vienna"}]"#)
        }
        guard case .complete(let observations) = await client(transport).fetch(.zones).outcome else { return }
        #expect(
            observations.map { String(decoding: $0.content, as: UTF8.self) } == [#"{"id":"1","name":"Europe/Vienna"}"#])
    }

    private func client(_ transport: ScriptedTransport, _ clock: ManualClock = ManualClock(.testStart)) -> AltaClient {
        AltaClient(
            deployment: "hq", credentials: Credentials(username: "u", password: "the-password"), transport: transport,
            clock: clock, reader: AnswerReader(redaction: SecretRedaction(key: [1, 2, 3])))
    }
}
