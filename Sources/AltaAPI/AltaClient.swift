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
    private var elements = ElementMemory()
    private var requestsSent = 0

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
    ///
    /// An answer with the bytes of `recorded` is not taken apart again.
    public func fetch(_ poll: Poll, unless recorded: ContentDigest? = nil) async -> Fetch {
        var askedAt = clock.now
        var servedAt: Instant?
        var body: ContentDigest?
        let before = requestsSent
        let outcome: Fetch.Outcome
        do {
            let answer: HTTPAnswer
            (answer, askedAt) = try await signedInAnswer(to: poll)
            servedAt = answer.servedAt
            if !answer.isLoginLost { backoff.succeeded() }
            if answer.status == 200, answer.ending == .whole { body = ContentDigest(hashing: answer.body) }
            outcome = body != nil && body == recorded ? .unchanged : judge(answer, poll)
        } catch {
            outcome = .failed(error)
        }
        return Fetch(
            poll: poll, askedAt: askedAt, receivedAt: clock.now, servedAt: servedAt, outcome: outcome, body: body,
            requests: requestsSent - before)
    }

    private func judge(_ answer: HTTPAnswer, _ poll: Poll) -> Fetch.Outcome {
        AnswerJudgement(reader: reader, now: clock.now).judge(answer, poll.target(in: deployment), &elements)
    }

    /// The answer, and when the request was sent that it answers.
    private func signedInAnswer(to poll: Poll) async throws(FetchFailure) -> (answer: HTTPAnswer, askedAt: Instant) {
        if cookies.isEmpty { try await login() }
        let first = try await timedAnswer(to: poll)
        guard first.answer.isLoginLost, backoff.blockedUntil(at: clock.now) == nil else { return first }
        try await login()
        let second = try await timedAnswer(to: poll)
        // A login that does not help is left alone for a while, like one that is refused.
        if second.answer.isLoginLost { backoff.failed(at: clock.now) }
        return second
    }

    private func timedAnswer(to poll: Poll) async throws(FetchFailure) -> (answer: HTTPAnswer, askedAt: Instant) {
        let askedAt = clock.now
        return (try await send(.poll(poll, cookies: cookies)), askedAt)
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
        requestsSent += 1
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
