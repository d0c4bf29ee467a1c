public import AlarmHistory
import ArchiveEvents

/// Asks one deployment, one request at a time, and keeps the session.
public actor AltaClient {
    private let deployment: String
    private let credentials: Credentials
    private let transport: any HTTPTransport
    private let clock: any WallClock
    private let reader: AnswerReader
    private var cookies = CookieJar()
    private var backoff = LoginBackoff()
    /// When the request was sent whose answer came last.
    private var askedAt: Instant?

    /// A client for the deployment called `deployment`.
    public init(
        deployment: String, credentials: Credentials, transport: any HTTPTransport, clock: any WallClock,
        reader: AnswerReader
    ) {
        self.deployment = deployment
        self.credentials = credentials
        self.transport = transport
        self.clock = clock
        self.reader = reader
    }

    /// Asks once. A lost login is renewed once, and the question asked again.
    public func fetch(_ poll: Poll) async -> Fetch {
        let beganAt = clock.now
        askedAt = nil
        var answer: HTTPAnswer?
        let outcome: Fetch.Outcome
        do {
            let received = try await signedInAnswer(to: poll)
            answer = received
            if !received.isLoginLost { backoff.succeeded() }
            outcome = AnswerJudgement(reader: reader, now: clock.now).judge(received, poll.target(in: deployment))
        } catch {
            outcome = .failed(error)
        }
        return Fetch(
            poll: poll, askedAt: askedAt ?? beganAt, receivedAt: clock.now, servedAt: answer?.servedAt, outcome: outcome
        )
    }

    private func signedInAnswer(to poll: Poll) async throws(FetchFailure) -> HTTPAnswer {
        if cookies.isEmpty { try await login() }
        askedAt = clock.now
        let answer = try await send(.poll(poll, cookies: cookies))
        guard answer.isLoginLost, backoff.blockedUntil(at: clock.now) == nil else { return answer }
        try await login()
        askedAt = clock.now
        let second = try await send(.poll(poll, cookies: cookies))
        // A login that does not help is left alone for a while, like one that is refused.
        if second.isLoginLost { backoff.failed(at: clock.now) }
        return second
    }

    private func login() async throws(FetchFailure) {
        if let until = backoff.blockedUntil(at: clock.now) {
            throw FetchFailure(.unauthorised, "the login was refused; it is left alone until \(until)", retryAt: until)
        }
        cookies = CookieJar()
        let answer = try await send(.login(credentials))
        guard (200..<300).contains(answer.status), !cookies.isEmpty else {
            cookies = CookieJar()
            throw refusedLogin(answer)
        }
    }

    private func refusedLogin(_ answer: HTTPAnswer) -> FetchFailure {
        switch answer.status {
        case 429, 500...599: return AnswerJudgement(reader: reader, now: clock.now).refusal(answer)
        case 200..<300:
            backoff.failed(at: clock.now)
            return FetchFailure(
                .unauthorised, "the login gave no session; check that --url is an Alta Video deployment",
                retryAt: backoff.blockedUntil(at: clock.now))
        default:
            backoff.failed(at: clock.now)
            return FetchFailure(
                .unauthorised,
                "the login was refused (status \(answer.status)); check the user name and the password file, and that "
                    + "the user is local to the deployment, without second factor",
                retryAt: backoff.blockedUntil(at: clock.now))
        }
    }

    private func send(_ request: AltaRequest) async throws(FetchFailure) -> HTTPAnswer {
        do {
            let answer = try await transport.answer(to: request)
            cookies.take(answer)
            return answer
        } catch {
            throw FetchFailure(.unreachable, error.description)
        }
    }
}

extension HTTPAnswer {
    /// 401, a redirect to a login page, or a page wearing success.
    var isLoginLost: Bool { status == 401 || (300..<400).contains(status) || (status == 200 && isPage) }

    /// A web page instead of JSON.
    var isPage: Bool { body.first { $0 > 0x20 } == UInt8(ascii: "<") }
}
