import ArchiveEvents
import ExactJSON

/// Signs in to one deployment, keeps what that gave, and sends questions with it.
actor Session {
    private let credentials: Credentials
    private let exchanges: ExchangeGuard
    private let clock: any WallClock
    private let agent: UserAgent
    /// What is asked with now: read anew before each sign-in.
    private var proof: Credentials.Proof
    private let secrets: KnownSecrets
    private var cookies = CookieJar()
    private var backoff = SignInBackoff()
    /// Every request that was really sent, sign-ins included.
    private(set) var requestsSent = 0
    /// What the newest sign-in answered.
    private(set) var signInAnswer: TimedAnswer?

    /// `secrets` learns each cookie.
    init(
        _ credentials: Credentials, _ transport: any HTTPTransport, _ clock: any WallClock, _ agent: UserAgent,
        secrets: KnownSecrets = KnownSecrets()
    ) {
        self.credentials = credentials
        proof = credentials.proof
        exchanges = ExchangeGuard(transport: transport, clock: clock)
        self.clock = clock
        self.agent = agent
        self.secrets = secrets
    }

    /// What the last sign-in met, while nothing has succeeded since.
    var problem: SignInProblem? { backoff.problem }

    /// Whether something else was put in the place of the password, secret or token that was refused.
    var hasNewSecret: Bool { backoff.problem != nil && credentials.renewed().map { $0 != proof } ?? false }

    /// Reads password, secret or token anew. Where they are others than those that were refused, the wait ends: each
    /// counts once towards a lock-out, whoever changes them.
    private func renewProof() {
        guard let renewed = credentials.renewed(), renewed != proof else { return }
        proof = renewed
        secrets.note(renewed)
        backoff.endWait()
    }

    /// Asks, and signs in where that is due. A session that is lost in mid-work is renewed once.
    func answer(to path: String) async throws(SessionFailure) -> TimedAnswer {
        switch try await put(Question(reading: path)) {
        case .answered(let answer): return answer
        case .lost(let error): throw .noAnswer(error)
        }
    }

    /// What came of a question that was sent.
    enum Reply {
        case answered(TimedAnswer)
        /// It was sent, as far as can be told, and no answer came.
        case lost(TransportError)
    }

    /// Puts a question, and signs in where that is due; once more where the session was lost in mid-work and renewed.
    /// What is thrown happened before the question was sent, or shows that it was not considered.
    func put(_ question: Question) async throws(SessionFailure) -> Reply {
        if backoff.problem != nil { renewProof() }
        try requireNoRest()
        let isFresh = proof.needsSignIn && cookies.isEmpty
        if isFresh { try await signIn() }
        var reply = await ask(question)
        if case .answered(let answer) = reply, question.isUnheard(answer.http), !isFresh, proof.needsSignIn,
            !isResting
        {
            try await signIn()
            reply = await ask(question)
        }
        guard case .answered(let answer) = reply else { return reply }
        if answer.http.status == 401, !isResting { try await checkForUnknownFactor() }
        // The next question that only reads finds out whether the session is lost, and renews it.
        if !question.isLeftOpen(by: answer.http) { try settle(answer.http) }
        return reply
    }

    /// Asks without a session: what a stranger is told.
    func answerToStranger(_ path: String) async throws(SessionFailure) -> TimedAnswer {
        let asked = clock.monotonic
        let answer = try await carry(AltaRequest(Question(reading: path), [], agent))
        return TimedAnswer(http: answer, askedAt: clock.time(atMonotonic: asked))
    }

    private func ask(_ question: Question) async -> Reply {
        let asked = clock.monotonic
        do {
            let answer = try await send(request(question))
            return .answered(TimedAnswer(http: answer, askedAt: clock.time(atMonotonic: asked)))
        } catch .noAnswer(let error) {
            return .lost(error)
        } catch {
            return .lost(TransportError(error.description))
        }
    }

    /// Without cookies there is nothing to ask with while the sign-in rests.
    private func requireNoRest() throws(SessionFailure) {
        guard cookies.isEmpty, let until = backoff.blockedUntil(at: clock.now), let problem = backoff.problem else {
            return
        }
        throw .resting(problem, until: until)
    }

    private var isResting: Bool { backoff.blockedUntil(at: clock.now) != nil }

    /// Draws the conclusion from the last answer to a question. A page instead of JSON is an answer to be kept.
    private func settle(_ answer: HTTPAnswer) throws(SessionFailure) {
        guard answer.isLoginLost else { return backoff.succeeded() }
        let isBearer = !proof.needsSignIn
        let met: SignInProblem =
            answer.moved ?? (isBearer ? .bearerRefused(status: answer.status) : .sessionRefused(status: answer.status))
        if !isResting { backoff.failed(met, at: clock.now) }
        guard answer.isPageWearingSuccess else { throw lost(met) }
    }

    /// The session is gone; until the sign-in may be tried again nothing is asked.
    private func lost(_ met: SignInProblem) -> SessionFailure {
        cookies = CookieJar()
        return .signIn(backoff.problem ?? met, retryAt: backoff.blockedUntil(at: clock.now))
    }

    private func failed(_ met: SignInProblem) -> SessionFailure {
        backoff.failed(met, at: clock.now)
        return lost(met)
    }

    /// One sign-in, second factor included where its secret is known.
    private func signIn() async throws(SessionFailure) {
        renewProof()
        guard case .user(let name, let password, let secondFactor) = proof else { return }
        secrets.note(proof)
        cookies = CookieJar()
        let asked = clock.monotonic
        let answer = try await send(.signIn(name: name, password: password.value, agent))
        signInAnswer = TimedAnswer(http: answer, askedAt: clock.time(atMonotonic: asked))
        if let met = SignInJudgement(answer, hasSession: !cookies.isEmpty).problem { throw failed(met) }
        guard !answer.isNotNow else {
            cookies = CookieJar()
            throw .notNow(answer)
        }
        if let secondFactor, try await isChallenged() { try await give(secondFactor) }
    }

    /// Where a fresh session is refused, an unexpected second factor is the likeliest reason.
    private func checkForUnknownFactor() async throws(SessionFailure) {
        guard case .user(_, _, nil) = proof, try await isChallenged() else { return }
        throw failed(.secondFactorSecretMissing)
    }

    private func isChallenged() async throws(SessionFailure) -> Bool {
        let standing = SecondFactorStanding(try await send(request(Question(reading: "/api/v1/auth"))))
        guard !standing.isResetRequired else { throw failed(.secondFactorSetUpRequired) }
        return standing.isChallenged
    }

    private func request(_ question: Question) -> AltaRequest {
        AltaRequest(question, proof.headers + cookies.headers, agent)
    }

    /// A code may have been used already, or be over when it arrives: the next one is tried, and no more.
    private func give(_ secret: TOTPSecret) async throws(SessionFailure) {
        var answer = try await send(.secondFactor(code: secret.code(at: clock.now), cookies, agent))
        if answer.status == 400 || answer.status == 401 {
            do {
                try await clock.sleep(until: TOTPSecret.nextStep(after: clock.now))
            } catch {
                throw .cancelled
            }
            answer = try await send(.secondFactor(code: secret.code(at: clock.now), cookies, agent))
        }
        guard !answer.isNotNow else {
            cookies = CookieJar()
            throw .notNow(answer)
        }
        guard (200..<300).contains(answer.status) else { throw failed(.secondFactorRefused(status: answer.status)) }
    }

    private func send(_ request: AltaRequest) async throws(SessionFailure) -> HTTPAnswer {
        let answer = try await carry(request)
        cookies.take(answer, at: clock.now)
        secrets.note(cookies: cookies.cookies)
        return answer
    }

    /// Sends a request; a read once more where the connection ended before an answer came, as a kept connection does that
    /// the server closed meanwhile (RFC 9110, section 9.2.2). Acts and logins are never repeated: whether they arrived
    /// cannot be told, and each refused login counts towards a lock-out.
    private func carry(_ request: AltaRequest) async throws(SessionFailure) -> HTTPAnswer {
        do throws(TransportError) {
            return try await sendOnce(request)
        } catch {
            guard request.method == .get, error.kind == .answerLost else { throw .noAnswer(error) }
        }
        do {
            return try await sendOnce(request)
        } catch {
            throw .noAnswer(error)
        }
    }

    private func sendOnce(_ request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        requestsSent += 1
        let asked = clock.monotonic
        let answer = try await exchanges.answer(to: request)
        if let served = answer.freshDate { clock.compare(served: served, asked: asked) }
        return answer
    }
}

/// An answer, and when the request was sent that it answers.
struct TimedAnswer: Sendable {
    let http: HTTPAnswer
    let askedAt: Instant
}
