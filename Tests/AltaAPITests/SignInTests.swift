import AlarmHistory
import AltaAPI
import ArchiveEvents
import Synchronization
import TestSupport
import Testing

@Suite("Signing in")
struct SignInTests {
    private static let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    private static let sixHours: Int64 = 6 * 3_600_000

    @Test("answers the challenge for a second factor with the code of the time")
    func secondFactor() async throws {
        let desk = SecondFactorDesk(refusals: 0)
        let client = try client(desk.transport, secret: Self.secret)
        #expect(await client.fetch(.alerts).failure == nil)
        #expect(await client.fetch(.zones).failure == nil)
        #expect(
            desk.transport.requests == [
                "POST /api/v1/dologin", "GET /api/v1/auth", "POST /api/v1/totp", "GET /api/v1/alerts",
                "GET /api/v1/alarmZones",
            ])
        let code = try #require(TOTPSecret(Self.secret)).code(at: .testStart)
        #expect(desk.codes == [#"{"code":"\#(code)","name":""}"#])
    }

    @Test("waits for the next code where the first is refused, once", arguments: [1, 2])
    func nextCode(refusals: Int) async throws {
        let clock = ManualClock(.testStart.advanced(byMilliseconds: 5_000))
        let desk = SecondFactorDesk(refusals: refusals)
        let client = try client(desk.transport, clock, secret: Self.secret)
        let failure = await client.fetch(.alerts).failure
        #expect(clock.now == .testStart.advanced(byMilliseconds: 30_000))
        #expect(desk.codes.count == 2 && Set(desk.codes).count == 2)
        let problem = await client.signInProblem
        #expect(problem == (refusals == 1 ? nil : .secondFactorRefused(status: 401)))
        #expect((failure?.cause == .unauthorised) == (refusals == 2))
    }

    @Test("does without the second factor where none is asked for")
    func noChallenge() async throws {
        let transport = ScriptedTransport { request in
            request.method == .post ? .signedIn : .ok(request.path.hasSuffix("/auth") ? "{}" : "[]")
        }
        let client = try client(transport, secret: Self.secret)
        #expect(await client.fetch(.alerts).failure == nil)
        #expect(transport.requests == ["POST /api/v1/dologin", "GET /api/v1/auth", "GET /api/v1/alerts"])
    }

    /// What a sign-in meets, and what it is called.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let problem: SignInProblem
        let words: String
        var wait: Int64 = 30_000
        var login = HTTPAnswer.signedIn
        var standing = "{}"
    }

    @Test(
        "tells its problems apart, and leaves alone what only people can mend",
        arguments: [
            Case(
                testDescription: "wrong password", problem: .refused(status: 401), words: "check the user name",
                login: .status(401)),
            Case(
                testDescription: "locked", problem: .accountLocked, words: "unlock", wait: sixHours, login: .status(423)
            ),
            Case(
                testDescription: "locked, in words", problem: .accountLocked, words: "unlock", wait: sixHours,
                login: HTTPAnswer(status: 401, headers: [], body: Array(#"{"error":"Account Locked: planted"}"#.utf8))),
            Case(testDescription: "no session", problem: .noSession, words: "no session", login: .ok("{}")),
            Case(
                testDescription: "a sign-on page", problem: .singleSignOn, words: "local to the deployment",
                login: .ok("<html>planted</html>")),
            Case(
                testDescription: "a redirect", problem: .singleSignOn, words: "local to the deployment",
                login: .status(302, [("Location", "https://sso.example/planted")])),
            Case(
                testDescription: "set-up due", problem: .secondFactorSetUpRequired, words: "set it up by hand",
                wait: sixHours, standing: #"{"mfaChallengeRequired":false,"mfaResetRequired":true}"#),
            Case(
                testDescription: "no secret", problem: .secondFactorSecretMissing, words: "--totp-secret-file",
                wait: sixHours, standing: #"{"mfaChallengeRequired":true,"mfaResetRequired":false}"#),
            Case(testDescription: "refused session", problem: .sessionRefused(status: 401), words: "is not accepted"),
        ])
    func problems(_ fault: Case) async throws {
        let clock = ManualClock(.testStart)
        let transport = ScriptedTransport { request in
            if request.method == .post { return fault.login }
            return request.path.hasSuffix("/auth") ? .ok(fault.standing) : .status(401)
        }
        let client = try client(transport, clock)
        let failure = try #require(await client.fetch(.alerts).failure)
        #expect(await client.signInProblem == fault.problem)
        #expect(failure.cause == .unauthorised && failure.detail.contains(fault.words), "\(failure.detail)")
        #expect(!failure.detail.contains("planted"))
        #expect(failure.retryAt == .testStart.advanced(byMilliseconds: fault.wait))
        let count = transport.requests.count
        clock.advance(byMilliseconds: fault.wait - 1)
        let resting = try #require(await client.fetch(.zones).failure)
        #expect(resting.detail.contains("left alone until") && transport.requests.count == count)
        clock.advance(byMilliseconds: 1)
        _ = await client.fetch(.zones)
        #expect(transport.requests.count > count)
    }

    @Test("takes a row of refusals for a lock-out")
    func manyRefusals() async throws {
        let clock = ManualClock(.testStart)
        let transport = ScriptedTransport { _ in .status(401) }
        let client = try client(transport, clock)
        while await client.signInProblem != .accountLocked, transport.requests.count < 20 {
            let retryAt = await client.fetch(.alerts).failure?.retryAt
            clock.advance(byMilliseconds: try #require(retryAt).milliseconds(since: clock.now))
        }
        #expect(transport.requests.count == 10)
    }

    @Test("sends a bearer token with every request, and never signs in")
    func bearer() async throws {
        let isAccepted = Mutex(true)
        let transport = ScriptedTransport { request in
            let isSent = request.headers.contains { $0 == ("Authorization", "Bearer the-token") }
            return isSent && isAccepted.withLock { $0 } ? .ok("[]") : .status(401)
        }
        let clock = ManualClock(.testStart)
        let client = client(transport, clock, Credentials(bearer: "the-token"))
        #expect(await client.fetch(.alerts).failure == nil)
        isAccepted.withLock { $0 = false }
        let failure = try #require(await client.fetch(.alerts).failure)
        #expect(failure.cause == .unauthorised && failure.detail.contains("--bearer-file"))
        #expect(!failure.detail.contains("the-token"))
        _ = await client.fetch(.alerts)
        #expect(transport.requests == ["GET /api/v1/alerts", "GET /api/v1/alerts"])
    }

    @Test("takes 403 for a missing permission, not for a lost login")
    func forbidden() async throws {
        let transport = ScriptedTransport { $0.method == .post ? .signedIn : .status(403) }
        let client = try client(transport)
        for _ in 0..<3 { #expect(await client.fetch(.alerts).failure?.cause == .forbidden) }
        #expect(transport.requests.filter { $0.hasPrefix("POST") }.count == 1)
        #expect(await client.signInProblem == nil)
    }

    @Test("introduces itself as it is told")
    func userAgent() async throws {
        let names = Mutex<Set<String>>([])
        let transport = ScriptedTransport { request in
            names.withLock { $0.formUnion(request.headers.filter { $0.name == "User-Agent" }.map(\.value)) }
            return request.method == .post ? .signedIn : .ok("[]")
        }
        let agent = try #require(UserAgent("Night watch/2"))
        let client = client(
            transport, ManualClock(.testStart), Credentials(username: "u", password: "p"), userAgent: agent)
        _ = await client.fetch(.alerts)
        #expect(names.withLock { $0 } == ["Night watch/2"])
        #expect(UserAgent("a\r\nCookie: b") == nil && UserAgent(" ") == nil && UserAgent("") == nil)
        #expect(UserAgent.standard.text.hasPrefix("alarm-archiver/"))
    }

    @Test("keeps what it holds out of every print and dump")
    func secrecy() throws {
        let secret = try #require(TOTPSecret(Self.secret))
        let all: [Any] = [
            Credentials(username: "u", password: "the-password", secondFactor: secret),
            Credentials(bearer: "the-token"), secret, Secret(Array("the-webhook".utf8)), Secret("the-webhook"),
        ]
        for value in all {
            var dumped = ""
            dump(value, to: &dumped)
            dumped += "\(value) \(String(reflecting: value))"
            for planted in ["the-password", "the-token", "the-webhook", Self.secret, "49, 50", "116, 104"] {
                #expect(!dumped.contains(planted), "\(type(of: value))")
            }
        }
    }

    private func client(
        _ transport: ScriptedTransport, _ clock: ManualClock = ManualClock(.testStart), secret: String? = nil
    ) throws -> AltaClient {
        let factor = try secret.map { try #require(TOTPSecret($0)) }
        return client(
            transport, clock, Credentials(username: "u", password: "the-password", secondFactor: factor))
    }

    private func client(
        _ transport: ScriptedTransport, _ clock: ManualClock, _ credentials: Credentials,
        userAgent: UserAgent = .standard
    ) -> AltaClient {
        AltaClient(
            deployment: "hq", credentials: credentials, transport: transport, clock: clock,
            reader: AnswerReader(redaction: SecretRedaction(key: [1])), userAgent: userAgent)
    }
}

/// A deployment that wants a second factor and refuses the first codes that it gets.
private final class SecondFactorDesk: Sendable {
    private let received: Received
    let transport: ScriptedTransport

    init(refusals: Int) {
        let received = Received()
        self.received = received
        transport = ScriptedTransport { request in
            switch request.path {
            case "/api/v1/dologin": .signedIn
            case "/api/v1/auth": .ok(#"{"mfaChallengeRequired":true,"mfaResetRequired":false}"#)
            case "/api/v1/totp": received.add(request) > refusals ? .ok("") : .status(401)
            default: received.count > refusals ? .ok("[]") : .status(401)
            }
        }
    }

    /// The bodies with codes, in their order.
    var codes: [String] { received.codes.withLock { $0 } }

    private final class Received: Sendable {
        let codes = Mutex<[String]>([])

        var count: Int { codes.withLock { $0.count } }

        /// How many there are with this one.
        func add(_ request: AltaRequest) -> Int {
            codes.withLock { codes in
                codes.append(String(decoding: request.body, as: UTF8.self))
                return codes.count
            }
        }
    }
}
